/** Whatever people do, in whatever order: who is no guardian now gets nothing, and can do nothing; on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { webhook } from '@kith/contract';
import fc from 'fast-check';
import { ProblemError } from '../ground/http/index.ts';
import { DAY_MS, Keeping } from '../kept/testing/keeping.ts';
import { answerById } from './answer.ts';
import { FamilyDoor } from './door.ts';
import { end } from './end.ts';
import { showById } from './invitation.ts';
import { invite } from './invite.ts';
import { settleAll, workOnFamilies } from './jobs.ts';
import type { FamilyOptions } from './options.ts';
import { familyOptions } from './testing/options.ts';

const ADULTS = ['g0', 'g1'] as const;
const CHILDREN = ['c0', 'c1'] as const;
const pair = { guardian: fc.constantFrom(...ADULTS), child: fc.constantFrom(...CHILDREN) };
const act = fc.oneof(
  fc.record({ act: fc.constant<'invite'>('invite'), ...pair }),
  fc.record({ act: fc.constant<'accept'>('accept'), ...pair }),
  fc.record({ act: fc.constant<'decline'>('decline'), ...pair }),
  fc.record({ act: fc.constant<'end'>('end'), ...pair, by: fc.constantFrom('guardian', 'child', 'platform') }),
  fc.record({ act: fc.constant<'wait'>('wait'), ...pair }),
  fc.record({ act: fc.constant<'age'>('age'), ...pair }),
  fc.record({ act: fc.constant<'bar'>('bar'), ...pair }),
  fc.record({ act: fc.constant<'delete'>('delete'), ...pair }),
  fc.record({ act: fc.constant<'jobs'>('jobs'), ...pair }),
);

for (const kind of ['resident', 'postgres'] as const) {
  describe(`the Family Centre's door (${kind})`, () => {
    let k: Keeping;
    let o: FamilyOptions;
    let door: FamilyDoor;
    let run = 0;

    before(async () => {
      k = await Keeping.begin(kind);
      o = familyOptions(k);
      door = new FamilyDoor(o);
    });
    after(() => k.end());

    it('opens for active guardians alone, whatever came before', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(act, { maxLength: 14 }), async (acts) => {
          const name = (id: string) => `${id}-${run}`;
          run++;
          for (const id of ADULTS) await k.person(name(id), 'adult');
          for (const id of CHILDREN) await k.person(name(id), '13to15');
          const ids = new Map<string, string>();
          const state = new Map<string, 'invited' | 'active' | 'over'>();
          const out = new Set<string>();
          const by = () => ({ by: 'key:k' as const, now_ms: k.now });
          for (const one of acts) {
            const [guardian, child] = [name(one.guardian), name(one.child)];
            const key = `${guardian} ${child}`;
            const id = ids.get(key) ?? '';
            const tried = async (what: () => Promise<unknown>): Promise<boolean> => {
              try {
                await what();
                return true;
              } catch (error) {
                assert.ok(error instanceof ProblemError, String(error));
                return false;
              }
            };
            switch (one.act) {
              case 'invite': {
                const ok = await tried(async () => {
                  const made = await invite(o, { invitedBy: 'guardian', guardian, child }, by());
                  ids.set(key, made.guardianship.id);
                });
                if (ok) state.set(key, 'invited');
                break;
              }
              case 'accept':
              case 'decline': {
                const answered = async () => {
                  const { terms } =
                    one.act === 'accept' ? await showById(o, id, { account: child }, by()) : { terms: undefined };
                  await answerById(o, id, { account: child, answer: one.act, terms }, by());
                };
                if (await tried(answered)) {
                  state.set(key, one.act === 'accept' ? 'active' : 'over');
                }
                break;
              }
              case 'end':
                if (await tried(() => end(o, id, asBy(one), by()))) state.set(key, 'over');
                break;
              case 'wait':
                k.now += 3 * DAY_MS;
                break;
              case 'age':
                await k.tell('account.updated', {
                  actor: child,
                  age: { band: 'adult', method: 'verified', confidence: 1 },
                });
                out.add(child);
                break;
              case 'bar':
                await k.tell('enforcement.requested', { actor: guardian, kind: 'disable', turnedTo: [] });
                out.add(guardian);
                break;
              case 'delete':
                await k.tell('account.deleted', { actor: child });
                out.add(child);
                break;
              case 'jobs':
                await workOnFamilies(o);
                await settleAll(o);
                break;
              default:
                one satisfies never;
            }
            for (const g of ADULTS.map(name)) {
              const sees = await door.childrenOf(g);
              for (const c of CHILDREN.map(name)) {
                const is = state.get(`${g} ${c}`) === 'active' && !out.has(g) && !out.has(c);
                assert.equal(
                  sees.some(({ child: seen }) => seen.account === c),
                  is,
                  `${g} ${c} after ${one.act}`,
                );
                const guardianship = ids.get(`${g} ${c}`) ?? 'gua_none';
                const looked = await door.look(g, guardianship);
                assert.equal(looked?.state === 'active', is);
                if (is) continue;
                assert.equal(await door.setQuietHours(g, guardianship, { from: '20:00', to: '07:00' }), 'changed');
                assert.equal(await door.answerSetting(g, guardianship, 'showLocation', 'true', true), 'changed');
                assert.equal(await door.askReview(g, guardianship, c), 'changed');
              }
            }
          }
        }),
        { seed: 7, numRuns: 12 },
      );
    });

    it('sends a summary once a week, in counts alone, and the child sees that look', async () => {
      const endpoint = { name: 'platform', url: 'https://p.example/', secret: 'whsec_', allowPrivate: false };
      const told: FamilyOptions = { ...o, endpoints: [endpoint] };
      const by = () => ({ by: 'key:k' as const, now_ms: k.now });
      for (const [id, band] of [
        ['sum', 'adult'],
        ['sky', '13to15'],
      ] as const) {
        await k.person(id, band);
      }
      const { guardianship } = await invite(told, { invitedBy: 'guardian', guardian: 'sum', child: 'sky' }, by());
      const { terms } = await showById(told, guardianship.id, { account: 'sky' }, by());
      await answerById(told, guardianship.id, { account: 'sky', answer: 'accept', terms }, by());
      const sent = () => k.db.selectFrom('outbox').select('body').where('type', '=', 'summary.requested').execute();
      await workOnFamilies(told);
      assert.equal((await sent()).length, 0, 'there is nothing to sum up yet');
      for (let week = 1; week <= 2; week++) {
        k.now += 7 * DAY_MS + 1;
        for (let again = 0; again < 2; again++) await workOnFamilies(told);
        assert.equal((await sent()).length, week);
      }
      const [letter] = await sent();
      const { data } = webhook.parse(JSON.parse(letter?.body ?? ''));
      assert.ok('body' in data && 'child' in data);
      assert.deepEqual(data.body.slice(0, 3), [
        'No new friends this week.',
        'In touch with nobody that we know of.',
        'No stranger had to be kept away.',
      ]);
      const own = await door.own('sky');
      assert.deepEqual(
        own?.child.looks.map(({ part }) => part),
        ['summary', 'summary'],
      );
      await end(told, guardianship.id, 'child', by());
      k.now += 8 * DAY_MS;
      await workOnFamilies(told);
      assert.equal((await sent()).length, 2);
    });

    it('shows nobody the guardianship of others, nor lets them act by it', async () => {
      for (const [id, band] of [
        ['mum', 'adult'],
        ['eve', 'adult'],
        ['kid', '13to15'],
        ['pal', '13to15'],
      ] as const) {
        await k.person(id, band);
      }
      const by = { by: 'key:k', now_ms: k.now } as const;
      const { guardianship } = await invite(o, { invitedBy: 'guardian', guardian: 'mum', child: 'kid' }, by);
      const { id } = guardianship;
      assert.equal((await door.look('mum', id))?.state, 'invited');
      const terms = (await door.own('kid'))?.termsOf.get(id) ?? assert.fail('nobody asks');
      assert.equal(await door.answerInvitation('pal', id, true, terms), 'changed');
      assert.equal(await door.answerInvitation('kid', id, true, 'of another day'), 'changed');
      assert.equal(await door.answerInvitation('kid', id, true, terms), 'done');
      for (const other of ['eve', 'pal', 'kid']) {
        assert.equal(await door.look(other, id), null);
        assert.equal(await door.endAsGuardian(other, id), 'changed');
      }
      assert.equal(await door.endAsChild('pal', id), 'changed');
      assert.equal(await door.endAsChild('kid', id), 'ended');
      assert.equal((await door.look('mum', id))?.state, 'ended');
    });
  });
}

const asBy = ({ by }: { by?: string }): 'guardian' | 'child' | 'platform' =>
  by === 'guardian' || by === 'child' ? by : 'platform';
