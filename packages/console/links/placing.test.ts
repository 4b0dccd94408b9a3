import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LinkEdge, LinkedAccount, LinksView } from '@kith/contract';
import fc from 'fast-check';
import { DRAWING, inOrder, placedLinks } from './placing.ts';

const account = (id: string): LinkedAccount => ({
  ...{ id, ageBand: 'adult', status: 'active', barred: false, createdAt: null, case: null },
});
const edge = (actor: string, other: string, points = 1, state: LinkEdge['state'] = 'seen'): LinkEdge => ({
  ...{ actor, other, points, level: 'low', byDevice: false, state, at: '2026-01-01T00:00:00Z', reasons: [] },
  judged: null,
});
const names = Array.from({ length: 32 }, (_, i) => `a${i}`);
const views: fc.Arbitrary<LinksView> = fc
  .record({
    ids: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 32 }),
    pairs: fc.array(fc.tuple(fc.nat(31), fc.nat(31)), { maxLength: 60 }),
  })
  .map(({ ids, pairs }) => ({
    account: ids[0] ?? '',
    accounts: ids.map(account),
    edges: pairs.flatMap(([a, b]) => {
      const [one, two] = [ids[a], ids[b]];
      return one === undefined || two === undefined || one === two ? [] : [edge(one, two)];
    }),
    more: false,
  }));

describe('the drawing of linked accounts', () => {
  it('has each account once, the case’s own in the middle, none outside the drawing and no two in one place', () => {
    fc.assert(
      fc.property(views, (view) => {
        const placed = placedLinks(view);
        assert.deepEqual(new Set(placed.map((one) => one.account.id)), new Set(view.accounts.map(({ id }) => id)));
        assert.equal(placed.length, view.accounts.length);
        assert.deepEqual(
          placed.map(({ number }) => number),
          placed.map((_, i) => i + 1),
        );
        assert.deepEqual(
          [placed[0]?.account.id, placed[0]?.x, placed[0]?.y],
          [view.account, DRAWING.width / 2, DRAWING.height / 2],
        );
        for (const { x, y } of placed) {
          assert.ok(x > 0 && x < DRAWING.width && y > 0 && y < DRAWING.height, `${x} ${y}`);
        }
        assert.equal(new Set(placed.map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`)).size, placed.length);
      }),
    );
  });

  it('names the strongest link first, and what people cut last', () => {
    const edges = [edge('a', 'b', 20, 'cut'), edge('c', 'b', 3), edge('d', 'b', 9, 'confirmed')];
    assert.deepEqual(
      inOrder(edges).map(({ actor }) => actor),
      ['d', 'c', 'a'],
    );
  });
});
