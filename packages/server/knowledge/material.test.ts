/** What is committed with the decision on known material, on both stores. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CompiledPolicy, compilePolicy, type KnownAs, type Told } from '@kith/engine';
import { verifyAudit } from '../ground/audit/index.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import type { KnowledgeStore } from './store.ts';
import { newHome } from './testing/homes.ts';
import { AT } from './testing/people.ts';
import { plainDuties, testPolicy } from './testing/plain.ts';

const shipped = loadShippedPolicy();
const removing = compilePolicy({ ...shipped, media: { ...shipped.media, removeVerifiedAtOnce: true } });

const exact: KnownAs = { list: 'police', entry: 'p-1', kind: 'exact', verified: true };
const near: KnownAs = { list: 'shared', entry: 's-1', kind: 'perceptual', verified: true, distance: 12 };
const uploaded = (actor: string, media: string, ...known: KnownAs[]): Told => ({
  ...{ id: `up-${actor}-${media}`, at: AT, type: 'media.uploaded' },
  data: { actor, media, known },
});
const sent = (actor: string, media: string[], links?: KnownAs[]): Told => ({
  ...{ id: `sent-${actor}-${media}`, at: AT + 1000, type: 'message.sent' },
  data: { actor, other: 'ann', message: `m-${actor}`, media, ...(links && { links }) },
});

for (const kind of ['resident', 'postgres'] as const) {
  async function on(policy: CompiledPolicy, work: (store: KnowledgeStore) => Promise<void>): Promise<void> {
    const home = await newHome(kind);
    try {
      const store = await home.open(plainDuties({ policy: () => policy }));
      try {
        await work(store);
      } finally {
        await store.close();
      }
    } finally {
      await home.leave();
    }
  }

  describe(`known material, on ${kind}`, () => {
    it('opens a case before all others, with a signal and an audit line for each match', () =>
      on(testPolicy, async (store) => {
        const { kysely } = store.records;
        const [refused, held, named, linked] = await store.commit([
          uploaded('max', 'pic', near, exact),
          uploaded('eve', 'other', near),
          sent('tom', ['pic', 'other']),
          sent('kim', [], [{ list: 'addresses', entry: 'a-1', kind: 'exact', verified: true }]),
        ]);
        const outcomes = [refused, held, named, linked].map((one) =>
          one === undefined || one.status === 'failed' ? null : one.decision.outcome,
        );
        assert.deepEqual(outcomes, ['block', 'hold', 'block', 'block']);
        const cases = await kysely.selectFrom('cases').select(['account', 'queue']).orderBy('rank', 'desc').execute();
        assert.deepEqual(new Set(cases.map(({ queue }) => queue)), new Set(['known-material']));
        assert.equal(cases.at(-1)?.account, 'eve');
        assert.equal(cases.length, 4);
        const signals = await kysely
          .selectFrom('signal')
          .select(['account', 'code', 'cue'])
          .orderBy('account')
          .execute();
        assert.deepEqual(signals.map(({ account, code, cue }) => `${account} ${code} ${cue}`).sort(), [
          'eve LIKELY_KNOWN_MATERIAL shared',
          'kim KNOWN_MATERIAL addresses',
          'max KNOWN_MATERIAL police',
          'max LIKELY_KNOWN_MATERIAL shared',
          'tom KNOWN_MATERIAL known-media',
          'tom LIKELY_KNOWN_MATERIAL known-media',
        ]);
        const lines = await kysely.selectFrom('audit_line').selectAll().orderBy('number').execute();
        assert.deepEqual([...new Set(lines.map(({ action }) => action))], ['material.matched']);
        assert.equal(lines.length, signals.length);
        assert.deepEqual(JSON.parse(lines[0]?.detail ?? ''), {
          ...{ event: 'up-max-pic', account: 'max', message: null, verdict: 'likely' },
          ...near,
        });
        assert.deepEqual((await verifyAudit(kysely)).faults, []);
        assert.deepEqual(await kysely.selectFrom('enforcement').selectAll().execute(), []);
      }));

    it('is removed at once only where the policy says so, only what is certain, and when it is preserved', () =>
      on(removing, async (store) => {
        await store.commit([uploaded('max', 'pic', exact), uploaded('eve', 'other', near), sent('tom', ['pic'])]);
        const { kysely } = store.records;
        const rows = await kysely.selectFrom('enforcement').selectAll().execute();
        const [removal] = rows;
        assert.ok(removal !== undefined && rows.length === 1);
        assert.equal(removal.kind, 'remove_content');
        assert.equal(removal.preserve, removal.id.replace('enf_', 'pre_'));
        const opened = await kysely
          .selectFrom('cases')
          .select('id')
          .where('account', '=', 'max')
          .executeTakeFirstOrThrow();
        for (const row of rows) {
          assert.deepEqual([row.account, row.content, row.source], ['max', '["pic"]', 'automatic']);
          assert.deepEqual([row.state, row.case_id, row.ruling], ['leaving', opened.id, null]);
        }
      }));
  });
}
