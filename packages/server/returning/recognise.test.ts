import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rule } from '@kith/contract';
import { type Considered, explainAccount, isOfRule, LINKS_MAX } from '@kith/engine';
import fc from 'fast-check';
import { parse } from 'yaml';
import { type Known, SmallWorld } from './testing/world.ts';

const casesIn = ({ effects }: Considered) =>
  effects.flatMap((effect) => (effect.type === 'case.opened' && 'linked' in effect ? [effect] : []));
const reasonsIn = ({ decision }: Considered) => decision.reasons.map(({ code }) => code);

describe('somebody who comes back', () => {
  it('on the device that nobody else uses is noted, and stopped at the first children that it does not know', () => {
    const world = new SmallWorld();
    world.children('kid', 'kit', 'kim');
    world.barred('max', { known: { device: 'phone', email: 'max' } }, ['kid']);
    const back = world.signUp('max2', { known: { device: 'phone', email: 'other' } });
    assert.deepEqual([reasonsIn(back), world.statusOf('max2')], [['ordinary'], 'active']);
    assert.ok(back.signals.length > 0);
    world.write('max2', 'kit');
    const second = world.write('max2', 'kim');
    assert.deepEqual([second.decision.outcome, world.statusOf('max2')], ['block', 'restricted']);
  });

  it('on the device and with the telephone begins without contact to children, and a case says why', () => {
    const world = new SmallWorld();
    world.children('kid');
    world.barred('max', { known: { device: 'phone', telephone: 't', email: 'max' } }, ['kid']);
    const back = world.signUp('max2', { known: { device: 'phone', telephone: 't', email: 'other' } });
    assert.equal(back.decision.outcome, 'allow');
    assert.deepEqual(reasonsIn(back), ['returning']);
    const [opened] = casesIn(back);
    assert.ok(opened?.restrict);
    assert.equal(opened.linked.account, 'max');
    assert.equal(opened.linked.because[0]?.term, 'telephone');
    assert.equal(world.statusOf('max2'), 'restricted');
    assert.equal(world.write('max2', 'kid').decision.outcome, 'block');
  });

  it('is told once: the same identifiers again change nothing', () => {
    const world = new SmallWorld();
    world.barred('max', { known: { device: 'phone', telephone: 't' } });
    const person = { known: { device: 'phone', telephone: 't' } };
    assert.equal(casesIn(world.signUp('max2', person, 'signup.requested')).length, 1);
    const created = world.signUp('max2', person);
    assert.deepEqual([casesIn(created), created.signals], [[], []]);
    assert.equal(world.statusOf('max2'), 'restricted');
  });

  it('stays restricted where the platform, which may not know yet, tells that the account is active', () => {
    const world = new SmallWorld();
    world.barred('max', { known: { device: 'phone', telephone: 't' } });
    world.signUp('max2', { known: { device: 'phone', telephone: 't' } }, 'signup.requested');
    for (const type of ['account.created', 'account.updated'] as const) {
      world.tell(type, { actor: 'max2', status: 'active' });
      assert.equal(world.statusOf('max2'), 'restricted', type);
    }
    world.tell('enforcement.requested', { actor: 'max2', kind: 'restore' });
    world.tell('account.updated', { actor: 'max2', status: 'active' });
    assert.equal(world.statusOf('max2'), 'active');
  });

  it('is recognised also where the barred account tells of many other devices afterwards', () => {
    const world = new SmallWorld();
    world.barred('max', { known: { device: 'phone', telephone: 't' } });
    for (let n = 0; n < 80; n++) world.signUp('max', { known: { device: `made-${n}` } }, 'account.updated');
    assert.deepEqual(reasonsIn(world.signUp('max2', { known: { device: 'phone', telephone: 't' } })), ['returning']);
  });

  it('waits for a person, or is refused, where the policy says so', () => {
    for (const outcome of ['hold', 'block'] as const) {
      const world = new SmallWorld({ outcomes: { low: 'watch', medium: outcome, high: outcome } });
      world.barred('max', { known: { device: 'phone', telephone: 't' } });
      const back = world.signUp('max2', { known: { device: 'phone', telephone: 't' } }, 'signup.requested');
      assert.equal(back.decision.outcome, outcome);
      assert.equal(casesIn(back).length, 1);
    }
  });

  it('is only noted where the policy watches', () => {
    const world = new SmallWorld({ outcomes: { low: 'watch', medium: 'watch', high: 'watch' } });
    world.barred('max', { known: { device: 'phone', telephone: 't' } });
    const back = world.signUp('max2', { known: { device: 'phone', telephone: 't' } });
    assert.deepEqual([reasonsIn(back), casesIn(back)], [['ordinary'], []]);
    assert.ok(back.signals.length > 0);
    assert.equal(world.statusOf('max2'), 'active');
  });

  it('with another device and address is known by turning to the same children', () => {
    const world = new SmallWorld();
    world.children('kid', 'kit', 'kim');
    world.barred('max', { known: { device: 'phone', ip: 'home' } }, ['kid', 'kit']);
    const back = world.signUp('max2', { known: { device: 'tablet', ip: 'cafe' } });
    assert.deepEqual([reasonsIn(back), world.linksOf('max2')], [['ordinary'], []]);
    const first = world.write('max2', 'kid');
    const second = world.write('max2', 'kit');
    const [opened] = [...casesIn(first), ...casesIn(second)];
    assert.equal(opened?.linked.account, 'max');
    assert.ok(opened?.linked.because.some(({ term }) => term === 'target'));
    assert.equal(world.statusOf('max2'), 'restricted');
    assert.equal(world.write('max2', 'kim').decision.outcome, 'block');
  });

  it('over an account that is taken for the barred one is found, too', () => {
    const world = new SmallWorld();
    world.barred('max', { known: { device: 'phone', telephone: 't' } });
    world.signUp('max2', { known: { device: 'phone', telephone: 't', email: 'second' } });
    const third = world.signUp('max3', { known: { device: 'tablet', telephone: 't', email: 'second' } });
    assert.equal(casesIn(third)[0]?.linked.account, 'max2');
  });

  it('is looked for in an account of any age that is told of with something new, and only then', () => {
    const world = new SmallWorld();
    const max = { known: { device: 'phone', telephone: 't' } };
    world.signUp('kept', max);
    world.signUp('old', { known: { email: 'old' } });
    world.now += 60 * 86_400_000;
    world.barred('max', max);
    const told = world.signUp('kept', max, 'account.updated');
    assert.deepEqual([reasonsIn(told), told.signals, world.statusOf('kept')], [['ordinary'], [], 'active']);
    const changed = world.signUp('old', { known: { ...max.known, email: 'max' } }, 'account.updated');
    assert.equal(casesIn(changed)[0]?.linked.account, 'max');
    assert.equal(world.statusOf('old'), 'restricted');
  });
});

describe('who is not somebody who comes back', () => {
  it('shares a school’s address, or a library’s device, with one who was barred', () => {
    const world = new SmallWorld();
    world.barred('max', { known: { ip: 'school', device: 'library' } });
    for (let i = 0; i < 40; i++)
      world.signUp(`pupil${i}`, { band: '13to15', known: { ip: 'school', device: 'library' } });
    const next = world.signUp('grown', { known: { ip: 'school', device: 'library' } });
    assert.deepEqual([casesIn(next), world.statusOf('grown')], [[], 'active']);
  });

  it('is a child of the same home, on its device, at its address, with its card', () => {
    const world = new SmallWorld();
    const home: Known = { device: 'tablet', ip: 'home', network: 'net', payment: 'card' };
    world.children('friend');
    world.signUp('mother', { known: home });
    world.barred('max', { known: home });
    const child = world.signUp('child', { band: 'under13', known: home });
    assert.deepEqual([casesIn(child), world.statusOf('child')], [[], 'active']);
    world.write('child', 'friend');
    assert.equal(world.statusOf('child'), 'active');
  });

  it('is a grown-up of a home with several people on its device, until it turns to children it does not know', () => {
    const world = new SmallWorld();
    const home: Known = { device: 'tablet', ip: 'home', payment: 'card' };
    world.children('kid', 'kit');
    for (const id of ['child', 'other']) world.signUp(id, { band: '13to15', known: home });
    world.barred('max', { known: home }, ['kid']);
    assert.deepEqual(casesIn(world.signUp('grown', { known: home })), []);
    assert.equal(world.statusOf('grown'), 'active');
    world.write('grown', 'kid');
    world.write('grown', 'kit');
    assert.equal(world.statusOf('grown'), 'restricted');
  });
});

describe('a grown-up whose address and number somebody else told as their own before they were barred', () => {
  const victim = { known: { email: 'hers', telephone: 'hers', device: 'hers', ip: 'hers' } };
  const attacker = { known: { email: 'hers', telephone: 'hers', device: 'his' } };

  it('is not restricted, nor when they turn to children whom they do not know, where nobody verified them', () => {
    const world = new SmallWorld();
    world.children('a', 'b', 'c', 'd');
    world.barred('max', { ...attacker, claims: true }, ['a']);
    const told = world.signUp('eve', victim);
    assert.deepEqual([casesIn(told), world.statusOf('eve')], [[], 'active']);
    for (const child of ['b', 'c', 'd']) world.write('eve', child);
    assert.equal(world.statusOf('eve'), 'active');
  });

  it('would be, had the platform said that it verified them: then they were the same person’s', () => {
    const world = new SmallWorld();
    world.barred('max', attacker);
    assert.equal(casesIn(world.signUp('eve', victim)).length, 1);
  });
});

describe('a crowd', () => {
  it('of accounts that are themselves recognised is none to hide in', () => {
    const world = new SmallWorld();
    world.barred('max', { known: { device: 'phone', telephone: 't' } });
    for (let i = 0; i < 4; i++) world.signUp(`max${i}`, { known: { device: 'phone', telephone: 't' } });
    assert.equal(casesIn(world.signUp('last', { known: { device: 'phone', telephone: 't' } })).length, 1);
  });
});

it('what a link is made of adds up to it, whatever the two share', () => {
  const word = fc.constantFrom('a', 'b');
  const known = fc.record(
    { email: word, telephone: word, device: word, payment: word, ip: word, network: word },
    { requiredKeys: [] },
  );
  const band = fc.constantFrom('under13', '13to15', 'adult', 'unknown');
  const person = fc.record({ known, band, country: fc.constantFrom('GB', 'DE'), region: fc.constantFrom('r', 's') });
  fc.assert(
    fc.property(person, fc.array(person, { maxLength: 4 }), person, fc.boolean(), (first, others, last, same) => {
      const world = new SmallWorld({ thresholds: { low: -50, medium: -20, high: 12 } });
      world.children('kid');
      world.barred('max', first, ['kid']);
      for (const [i, other] of others.entries()) world.signUp(`o${i}`, other);
      const found = [world.signUp('new', last)];
      if (same) found.push(world.write('new', 'kid'));
      for (const considered of found) {
        for (const { linked, score } of casesIn(considered)) {
          const sum = linked.because.reduce((total, { points }) => total + points, 0);
          assert.ok(Math.abs(sum - linked.points) < 1e-9);
          assert.equal(score, linked.points);
        }
      }
    }),
  );
});

describe('that somebody is taken for a barred account', () => {
  const known = { device: 'phone', telephone: 't' };
  const likenessIn = (world: SmallWorld, account: string) => {
    const { beside, when, score } = explainAccount(world.k, account, Math.floor(world.now / 1000), world.policy);
    const [likeness] = beside().filter(({ term }) => term === 'likeness');
    return { points: likeness?.value ?? 0, ...when('likeness'), total: score.total };
  };

  it('is told beside its score, to which it adds nothing, until people cut the link', () => {
    const world = new SmallWorld();
    world.barred('max', { known });
    world.signUp('other');
    world.signUp('new', { known });
    const [link] = world.linksOf('new');
    assert.ok((link?.points ?? 0) > 0);
    assert.deepEqual(likenessIn(world, 'new'), { points: link?.points, at: link?.at, total: 0 });
    assert.deepEqual(likenessIn(world, 'other'), { points: 0, total: 0 });
    world.tell('link.judged', { actor: 'new', other: 'max', state: 'cut' });
    assert.deepEqual(likenessIn(world, 'new'), { points: 0, total: 0 });
  });

  it('is a fact for rules: 0 of whoever is taken for nobody', () => {
    const asks = rule.parse(
      parse(`
        name: taken-for-barred
        about: taken for somebody
        on: [message.sent]
        mode: live
        when: account.likeness > 3.0
        then: { signal: { weight: 1, words: is taken for another } }
        examples: []`),
    );
    const world = new SmallWorld({}, [asks]);
    world.children('kid');
    world.barred('max', { known });
    world.signUp('other');
    world.signUp('new', { known });
    const fired = (actor: string) => world.write(actor, 'kid').signals.some(isOfRule);
    assert.deepEqual([fired('other'), fired('new')], [false, true]);
    world.tell('link.judged', { actor: 'new', other: 'max', state: 'cut' });
    assert.equal(fired('new'), false);
  });
});

describe('what people say of a link', () => {
  it('holds: one that was cut makes nothing of the same again', () => {
    const world = new SmallWorld();
    world.children('kid', 'kit');
    world.barred('max', { known: { device: 'phone', telephone: 't' } }, ['kid', 'kit']);
    world.signUp('new', { known: { device: 'phone', telephone: 't' } });
    world.tell('link.judged', { actor: 'new', other: 'max', state: 'cut' });
    world.tell('enforcement.requested', { actor: 'new', kind: 'restore' });
    world.signUp('new', { known: { device: 'phone', telephone: 't', email: 'more' } }, 'account.updated');
    world.write('new', 'kid');
    world.write('new', 'kit');
    assert.deepEqual([world.statusOf('new'), world.linksOf('new').map(({ state }) => state)], ['active', ['cut']]);
  });

  it('makes whoever comes over a confirmed account known at once', () => {
    const world = new SmallWorld();
    world.barred('max', { known: { device: 'phone', telephone: 't' } });
    world.signUp('friend', { known: { device: 'tablet', telephone: 'u' } });
    world.tell('link.judged', { actor: 'friend', other: 'max', state: 'confirmed' });
    assert.equal(casesIn(world.signUp('next', { known: { device: 'tablet', telephone: 'u' } })).length, 1);
  });

  it('is never given up for what Kith finds, however much it finds', () => {
    const world = new SmallWorld();
    const phones = Array.from({ length: 12 }, (_, i) => ({ known: { device: `phone${i}`, telephone: `t${i}` } }));
    for (const [i, person] of phones.entries()) world.barred(`max${i}`, person);
    world.signUp('new', { known: { email: 'new' } });
    for (const [i, person] of phones.slice(0, 6).entries()) {
      world.signUp('new', person, 'account.updated');
      world.tell('link.judged', { actor: 'new', other: `max${i}`, state: 'cut' });
    }
    world.tell('enforcement.requested', { actor: 'new', kind: 'restore' });
    for (const person of phones.slice(0, 6)) {
      const told = world.signUp('new', { known: { ...person.known, email: 'again' } }, 'account.updated');
      assert.deepEqual(casesIn(told), []);
    }
    for (const person of phones.slice(6)) world.signUp('new', person, 'account.updated');
    const states = world.linksOf('new').map(({ other, state }) => [other, state]);
    assert.equal(states.filter(([, state]) => state === 'cut').length, 6);
    assert.ok(states.length > 6 && states.length <= 6 + LINKS_MAX);
  });

  it('outlives the account: whoever takes it back is not restricted for what was cut', () => {
    const world = new SmallWorld();
    world.barred('max', { known: { device: 'phone', telephone: 't' } });
    world.signUp('new', { known: { device: 'phone', telephone: 't' } });
    world.tell('link.judged', { actor: 'new', other: 'max', state: 'cut' });
    world.tell('enforcement.requested', { actor: 'new', kind: 'restore' });
    world.tell('account.deleted', { actor: 'new' });
    assert.deepEqual(
      world.linksOf('new').map(({ state }) => state),
      ['cut'],
    );
    world.tell('account.updated', { actor: 'new', status: 'active' });
    const back = world.signUp('new', { known: { device: 'phone', telephone: 't' } });
    assert.deepEqual([casesIn(back), world.statusOf('new')], [[], 'active']);
  });
});

describe('a crowd that signs up with what a barred account had', () => {
  it('hides it from nobody who comes after, though none of the crowd was recognised', () => {
    const world = new SmallWorld();
    world.barred('max', { known: { device: 'phone', telephone: 't', email: 'max' } });
    // no newcomers: accounts that have been there for long, and say now what they never said before
    for (let i = 0; i < 20; i++) world.tell('account.created', { actor: `old${i}`, createdAt: '2020-01-01T00:00:00Z' });
    for (let i = 0; i < 20; i++) world.signUp(`old${i}`, { known: { device: 'phone' } }, 'account.updated');
    for (let i = 0; i < 20; i++) world.signUp(`max${i}`, { known: { device: 'phone', telephone: 't', email: 'max' } });
    const next = world.signUp('last', { known: { device: 'phone', telephone: 't', email: 'max' } });
    assert.equal(casesIn(next)[0]?.linked.account, 'max');
  });
});
