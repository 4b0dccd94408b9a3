import assert from 'node:assert/strict';
import { it } from 'node:test';
import { verifyAudit } from '../../ground/audit/index.ts';
import { databases, testRecords } from '../../ground/testing/records.ts';
import { feedbackCsv, noteHandedOver, waitingFeedback } from './hand-over.ts';
import { hashOf } from './testing/lists.ts';

for (const kind of databases) {
  it(`what a source is to be told is handed over once, with its reason and nobody's name (${kind})`, async () => {
    const records = await testRecords(kind, 'hand_over');
    const db = records.kysely;
    try {
      const row = (id: string, list: string, made_at: number) => ({
        ...{ id, list, algorithm: 'md5', hash: hashOf('md5', made_at), source_id: 'a, "b"', verdict: 'wrong' as const },
        ...{ reason: 'common_content' as const, made_at, attempts: 0, next_at: 0 },
        ...{ sent_at: null, dead_at: null, last_error: null },
      });
      await db
        .insertInto('known_feedback')
        .values([row('2', 'ours', 2_000), row('1', 'ours', 1_000), row('3', 'other', 3_000)])
        .execute();
      const waiting = await waitingFeedback(db, 'ours');
      assert.equal(
        feedbackCsv(waiting),
        [
          'said,algorithm,hash,id,reason,at',
          `wrong,md5,${hashOf('md5', 1_000)},"a, ""b""",common_content,1970-01-01T00:00:01.000Z`,
          `wrong,md5,${hashOf('md5', 2_000)},"a, ""b""",common_content,1970-01-01T00:00:02.000Z`,
          '',
        ].join('\n'),
      );
      await noteHandedOver(db, 'ours', waiting, 9_000);
      assert.deepEqual(await waitingFeedback(db, 'ours'), []);
      assert.equal((await waitingFeedback(db, 'other')).length, 1);
      const lines = await db.selectFrom('audit_line').select('action').execute();
      assert.deepEqual(lines, [{ action: 'known_feedback.handed_over' }]);
      assert.deepEqual((await verifyAudit(db)).faults, []);
    } finally {
      await records.close();
    }
  });
}
