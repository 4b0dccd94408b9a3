/** Who lives with somebody who was disabled shares what a home shares: that alone stops nobody. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Considered } from '@kith/engine';
import { HOUR, type Known, SmallWorld } from './testing/world.ts';

const casesIn = ({ effects }: Considered) =>
  effects.filter((effect) => effect.type === 'case.opened' && 'linked' in effect);

describe('somebody of the same home', () => {
  const home: Known = { device: 'tablet', ip: 'home', network: 'net', payment: 'card' };
  const after = (world: SmallWorld, days: number) => {
    world.now += days * 24 * HOUR;
  };
  const pointsOf = (world: SmallWorld, id: string) =>
    world.linksOf(id).find(({ other }) => other === 'max')?.points ?? 0;

  it('is not stopped for that alone, though nobody else uses its device and they sign up within the hour', () => {
    for (const band of ['adult', 'unknown', '16to17'] as const) {
      const world = new SmallWorld();
      world.barred('max', { band, known: home });
      assert.deepEqual(casesIn(world.signUp('other', { band, known: { ...home, email: 'other' } })), [], band);
      assert.equal(world.statusOf('other'), 'active', band);
    }
  });

  it('is the less taken for the barred one, the later they sign up', () => {
    const points = [0, 1, 3, 9, 20].map((days) => {
      const world = new SmallWorld();
      world.barred('max', { known: home });
      after(world, days);
      world.signUp('other', { known: home });
      return pointsOf(world, 'other');
    });
    assert.ok(
      points.every((here, i) => i === 0 || here < (points[i - 1] ?? 0)),
      points.join(' '),
    );
  });

  it('is the less taken for the barred one where they have a device of their own beside', () => {
    const [own, none] = [true, false].map((hasOwn) => {
      const world = new SmallWorld();
      world.barred('max', { known: home });
      if (hasOwn) world.signUp('other', { known: { device: 'own' } });
      world.signUp('other', { known: home }, hasOwn ? 'account.updated' : 'account.created');
      return pointsOf(world, 'other');
    });
    assert.ok((own ?? 0) < (none ?? 0), `${own} ${none}`);
  });

  it('is the less taken for the barred one where others are on the device, and where they sign up from home', () => {
    const points = (others: number, from: Known) => {
      const world = new SmallWorld();
      for (let i = 0; i < others; i++) world.signUp(`child${i}`, { band: '13to15', known: { device: 'tablet' } });
      world.barred('max', { known: home });
      world.signUp('other', { known: { device: 'tablet', ...from } });
      return pointsOf(world, 'other');
    };
    const [atHome, away] = [
      { ip: 'home', network: 'net' },
      { ip: 'cafe', network: 'far' },
    ];
    assert.ok(points(0, atHome) < points(0, away));
    assert.ok(points(1, away) < points(0, away) - 2.5);
    // the platform tells of no addresses: that says neither
    assert.ok(points(0, atHome) < points(0, {}) && points(0, {}) < points(0, away));
  });

  it('is the less taken for the barred one where they had signed up in the days before, as one who does long after', () => {
    const [before, later] = [true, false].map((isBefore) => {
      const world = new SmallWorld();
      world.signUp('max', { known: home });
      if (isBefore) world.signUp('other', { known: { email: 'other' } });
      world.bar('max');
      after(world, 20);
      world.signUp('other', { known: { device: 'tablet' } }, isBefore ? 'account.updated' : 'account.created');
      return pointsOf(world, 'other');
    });
    assert.ok((before ?? 0) > 0);
    assert.equal(before, later);
  });

  it('may be told of with the same parent’s number as another child of it: that and its device count once', () => {
    const world = new SmallWorld();
    world.children('kid', 'kit');
    const shared = { ...home, telephone: 'parent', email: 'parent' };
    world.barred('max', { band: '16to17', known: shared });
    const sister = world.signUp('sister', { band: '13to15', known: shared });
    assert.deepEqual([casesIn(sister), world.statusOf('sister')], [[], 'active']);
    world.write('sister', 'kid');
    assert.equal(world.statusOf('sister'), 'active');
  });
});
