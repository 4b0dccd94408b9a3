import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { AuditLineView } from '@kith/contract';
import { appendAudit } from '../ground/audit/index.ts';
import { databases } from '../ground/testing/records.ts';
import { openRecords } from '../stores.ts';
import { type Running, runKithOn } from '../testing/kith.ts';
import { signIn } from '../testing/sign-in.ts';

for (const kind of databases) {
  describe(`the audit log over HTTP, on ${kind}`, () => {
    let kith: Running;
    before(async () => {
      kith = await runKithOn(kind, 'audit_routes');
    });
    after(() => kith.end());

    it('shows who did what, by pseudonym, page by page, and verifies', async () => {
      const auditor = await signIn(kith, ['auditor']);
      const moderator = await signIn(kith, ['moderator'], 'Heron');
      const { records, close } = await openRecords(kith.config);
      const look = { action: 'kept.read_conversation', subject: 'case:c1', detail: { messages: 12 } } as const;
      await records.transaction().execute(async (trx) => {
        await appendAudit(trx, { at_ms: 5000, by: `staff:${moderator.id}`, ...look });
        await appendAudit(trx, { at_ms: 6000, by: 'system', action: 'kept.held', subject: 'case:c1' });
      });
      await close();
      const first = await (await auditor.get('/v1/audit?subject=case:c1&limit=1')).json();
      assert.deepEqual([first.lines.length, first.lines[0].action], [1, 'kept.held']);
      const rest = await (await auditor.get(`/v1/audit?subject=case:c1&before=${first.next}`)).json();
      const [{ at, by, pseudonym, detail }] = rest.lines;
      assert.deepEqual(
        { at, by, pseudonym, detail },
        { at: '1970-01-01T00:00:05.000Z', by: `staff:${moderator.id}`, pseudonym: 'Heron', detail: { messages: 12 } },
      );
      assert.equal(rest.next, null);
      const verified = await (await auditor.send('/v1/audit/verification')).json();
      assert.equal(verified.sound, true);
      assert.equal(verified.lines, verified.head.number);
    });

    it('is shown whole where lines were altered or put in by hand so that they can not be read, and verifying names these', async () => {
      const auditor = await signIn(kith, ['auditor']);
      const { records, close } = await openRecords(kith.config);
      const look = { by: 'system', action: 'kept.held', subject: 'case:c2' } as const;
      await records.transaction().execute((trx) => appendAudit(trx, { at_ms: 1, ...look }));
      const last = await records
        .selectFrom('audit_line')
        .selectAll()
        .orderBy('number', 'desc')
        .executeTakeFirstOrThrow();
      const forged = { ...last, subject: 'case:c3' };
      await records
        .insertInto('audit_line')
        .values([
          { ...forged, number: -1, detail: '{' },
          { ...forged, number: -2, at: 9e15 },
          { ...forged, number: -3, detail: '[{"a":{}}]' },
        ])
        .execute();
      await close();
      const { lines } = await (await auditor.get('/v1/audit?subject=case:c3')).json();
      assert.deepEqual(
        lines.map(({ number, detail }: AuditLineView) => [number, detail]),
        [-1, -2, -3].map((number) => [number, {}]),
      );
      const { sound, faults } = await (await auditor.send('/v1/audit/verification')).json();
      assert.equal(sound, false);
      assert.deepEqual(
        faults.map(({ number }: { number: number }) => number),
        [-3, -2, -1],
      );
    });

    it('is not there for those who judge cases, and a wrong query names what is wrong', async () => {
      const moderator = await signIn(kith, ['moderator', 'administrator']);
      assert.equal((await moderator.get('/v1/audit')).status, 404);
      assert.equal((await moderator.send('/v1/audit/verification')).status, 404);
      const officer = await signIn(kith, ['compliance']);
      const wrong = await officer.get('/v1/audit?before=x');
      assert.equal(wrong.status, 400);
      assert.match((await wrong.json()).error.field, /before/);
    });
  });
}
