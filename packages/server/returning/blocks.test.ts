/** For whom a child's block holds beside whom it names. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Considered, IDENTIFIERS_MAX, LINKS_MAX } from '@kith/engine';
import fc from 'fast-check';
import { HOUR, type Known, SmallWorld } from './testing/world.ts';

const DAY = 24 * HOUR;

const reasonsIn = ({ decision }: Considered) => decision.reasons.map(({ code }) => code);
const opensCase = ({ effects }: Considered) => effects.some(({ type }) => type === 'case.opened');

describe('the block of a child', () => {
  it('holds for another account of the same device also where a device brings more others than are kept', () => {
    const world = new SmallWorld();
    world.children('kid');
    world.signUp('one', { country: 'DE', known: { device: 'phone' } });
    world.tell('account.blocked', { actor: 'kid', other: 'one' });
    world.signUp('two', { known: { device: 'phone' } });
    for (let d = 0; d <= LINKS_MAX; d++) {
      world.signUp(`of${d}`, { known: { device: `tablet${d}` } });
      world.signUp('two', { known: { device: `tablet${d}` } }, 'account.updated');
    }
    assert.ok(
      world.linksOf('two').every(({ other }) => other !== 'one'),
      'nothing is shown here',
    );
    assert.deepEqual(reasonsIn(world.write('two', 'kid')), ['blocked_other_account']);
  });

  it('holds for another account of the same device, and of a confirmed one, until the link is cut', () => {
    const world = new SmallWorld();
    world.children('kid');
    world.signUp('one', { known: { device: 'phone', telephone: 't' } });
    world.tell('account.blocked', { actor: 'kid', other: 'one' });
    world.signUp('two', { known: { device: 'phone', telephone: 't' } });
    const refused = world.write('two', 'kid');
    assert.deepEqual([refused.decision.outcome, reasonsIn(refused)], ['block', ['blocked_other_account']]);
    assert.equal(world.tell('connection.requested', { actor: 'two', other: 'kid' }).decision.outcome, 'block');
    world.tell('link.judged', { actor: 'two', other: 'one', state: 'cut' });
    assert.notEqual(world.write('two', 'kid').decision.outcome, 'block');
    world.signUp('three', { known: { device: 'tablet' } });
    assert.notEqual(world.write('three', 'kid').decision.outcome, 'block');
    world.tell('link.judged', { actor: 'three', other: 'one', state: 'confirmed' });
    assert.equal(world.write('three', 'kid').decision.outcome, 'block');
  });

  it('holds for the next account of a device whose blocked one was deleted', () => {
    const world = new SmallWorld();
    world.children('kid', 'kit');
    world.signUp('one', { known: { device: 'phone', email: 'one' } });
    world.tell('account.blocked', { actor: 'kid', other: 'one' });
    world.tell('account.deleted', { actor: 'one' });
    world.signUp('two', { known: { device: 'phone', email: 'two' } });
    assert.deepEqual(reasonsIn(world.write('two', 'kid')), ['blocked_other_account']);
    assert.notDeepEqual(reasonsIn(world.write('two', 'kit')), ['blocked_other_account']);
    assert.equal(world.statusOf('two'), 'active');
  });

  it('holds however many accounts of the device were deleted: nobody makes their own a library’s so', () => {
    const world = new SmallWorld();
    world.children('kid');
    for (let i = 0; i < 12; i++) {
      world.signUp(`was${i}`, { known: { device: 'phone' } });
      world.tell('account.blocked', { actor: 'kid', other: `was${i}` });
      world.tell('account.deleted', { actor: `was${i}` });
    }
    world.signUp('next', { known: { device: 'phone' } });
    assert.deepEqual(reasonsIn(world.write('next', 'kid')), ['blocked_other_account']);
    // a library’s stays one
    for (let i = 0; i < 12; i++) world.signUp(`reader${i}`, { known: { device: 'phone' } });
    assert.notDeepEqual(reasonsIn(world.write('reader11', 'kid')), ['blocked_other_account']);
  });

  it('does not hold for everybody in a library, nor at a school’s address', () => {
    for (const known of [{ device: 'library' }, { ip: 'school', network: 'school' }]) {
      const world = new SmallWorld();
      world.children('kid');
      for (let i = 0; i < 12; i++) world.signUp(`p${i}`, { known });
      world.tell('account.blocked', { actor: 'kid', other: 'p11' });
      world.signUp('last', { known });
      for (const writes of ['last', 'p0']) assert.notEqual(world.write(writes, 'kid').decision.outcome, 'block');
    }
  });

  it('does not hold for those who were first on a device that many use by now: a school’s is nobody’s', () => {
    const world = new SmallWorld();
    world.children('kid');
    for (let i = 0; i < 12; i++) world.signUp(`p${i}`, { known: { device: 'school' } });
    assert.ok(world.linksOf('p4').some(({ other, byDevice }) => other === 'p2' && byDevice));
    world.tell('account.blocked', { actor: 'kid', other: 'p2' });
    for (const writes of ['p1', 'p4'])
      assert.notDeepEqual(reasonsIn(world.write(writes, 'kid')), ['blocked_other_account']);
    world.tell('link.judged', { actor: 'p4', other: 'p2', state: 'confirmed' });
    assert.deepEqual(reasonsIn(world.write('p4', 'kid')), ['blocked_other_account']);
  });

  it('holds by a link where the device that it came from is not known any more', () => {
    const world = new SmallWorld();
    world.children('kid');
    world.signUp('one', { known: { device: 'phone' } });
    world.signUp('two', { known: { device: 'phone' } });
    world.tell('account.blocked', { actor: 'kid', other: 'one' });
    for (let d = 0; d < IDENTIFIERS_MAX; d++) {
      world.now += 2 * DAY;
      world.signUp('two', { known: { device: `new${d}` } }, 'account.updated');
    }
    assert.equal(world.k.sharers('device', world.k.identifiers('one')[0]?.hash ?? '').count, 1);
    assert.deepEqual(reasonsIn(world.write('two', 'kid')), ['blocked_other_account']);
  });

  it('holds for the account that was there before the blocked one, too, until the link is cut', () => {
    const world = new SmallWorld();
    world.children('kid');
    world.signUp('first', { known: { device: 'phone' } });
    world.signUp('second', { known: { device: 'phone' } });
    assert.deepEqual(world.linksOf('first'), [], 'the link is the later account’s');
    world.tell('account.blocked', { actor: 'kid', other: 'second' });
    const refused = world.write('first', 'kid');
    assert.deepEqual([refused.decision.outcome, reasonsIn(refused)], ['block', ['blocked_other_account']]);
    assert.equal(world.tell('connection.requested', { actor: 'first', other: 'kid' }).decision.outcome, 'block');
    assert.deepEqual(reasonsIn(world.write('kid', 'first')), ['blocked_other_account']);
    for (const [actor, other] of [
      ['first', 'second'],
      ['second', 'first'],
    ]) {
      world.tell('link.judged', { actor, other, state: 'cut' });
    }
    assert.notEqual(world.write('first', 'kid').decision.outcome, 'block');
  });

  it('holds whichever account came first, was told of with the device first, or tries', () => {
    const tellsOf = (actor: string, device: string) => (world: SmallWorld) =>
      world.signUp(actor, { known: { device } }, 'account.updated');
    const blocks = (world: SmallWorld) => world.tell('account.blocked', { actor: 'kid', other: 'one' });
    const steps = [tellsOf('one', 'phone'), tellsOf('two', 'phone'), tellsOf('apart', 'tablet'), blocks];
    fc.assert(
      fc.property(fc.shuffledSubarray(steps, { minLength: steps.length }), fc.boolean(), (inOrder, swapped) => {
        const world = new SmallWorld();
        world.children('kid');
        for (const actor of swapped ? ['two', 'one', 'apart'] : ['one', 'apart', 'two']) world.signUp(actor);
        for (const step of inOrder) step(world);
        assert.deepEqual(reasonsIn(world.write('two', 'kid')), ['blocked_other_account']);
        assert.notDeepEqual(reasonsIn(world.write('apart', 'kid')), ['blocked_other_account']);
      }),
    );
  });

  it('condemns nobody of the same home: a friend writes on, and who is shut out by one child reaches the others', () => {
    const world = new SmallWorld();
    world.children('kid', 'kit');
    const home: Known = { device: 'tablet', ip: 'home', payment: 'card' };
    for (const id of ['sister', 'brother']) world.signUp(id, { band: '13to15', known: home });
    world.tell('connection.requested', { actor: 'sister', other: 'kid' });
    world.tell('connection.accepted', { actor: 'kid', other: 'sister' });
    world.tell('account.blocked', { actor: 'kid', other: 'brother' });
    assert.notEqual(world.write('sister', 'kid').decision.outcome, 'block');
    world.tell('account.blocked', { actor: 'kit', other: 'brother' });
    const shutOut = world.write('sister', 'kit');
    assert.deepEqual([reasonsIn(shutOut), shutOut.signals, opensCase(shutOut)], [['blocked_other_account'], [], false]);
    assert.equal(world.statusOf('sister'), 'active');
  });
});

describe('a block that holds for who is on the same device', () => {
  const onOneDevice = () => {
    const world = new SmallWorld();
    world.children('kid');
    world.signUp('max', { known: { device: 'phone' } });
    world.signUp('eve', { known: { device: 'phone' } });
    world.tell('account.blocked', { actor: 'kid', other: 'max' });
    return world;
  };

  it('keeps an account out that nobody confirmed', () => {
    const world = onOneDevice();
    assert.deepEqual(reasonsIn(world.write('eve', 'kid')), ['blocked_other_account']);
  });

  it('parts no friends: whoever names a device may have copied its id', () => {
    const world = onOneDevice();
    world.tell('connection.requested', { actor: 'kid', other: 'eve' });
    world.tell('connection.accepted', { actor: 'kid', other: 'eve' });
    world.tell('connection.accepted', { actor: 'eve', other: 'kid' });
    assert.notDeepEqual(reasonsIn(world.write('eve', 'kid')), ['blocked_other_account']);
    assert.notDeepEqual(reasonsIn(world.write('kid', 'eve')), ['blocked_other_account']);
    world.tell('link.judged', { actor: 'eve', other: 'max', state: 'confirmed' });
    assert.deepEqual(reasonsIn(world.write('eve', 'kid')), ['blocked_other_account']);
  });
});
