/** The record of a past day says what was so on that day, whatever comes later, on both databases. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Kysely } from 'kysely';
import { extractText } from 'unpdf';
import { type DocumentFormat, documentFormats, renderParts } from '../../documents/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { databases, type TestRecords, testRecords } from '../../ground/testing/records.ts';
import { answer } from '../answered.ts';
import { attest, withdraw } from '../attestations.ts';
import { dayOf } from '../counts/index.ts';
import { setProgress } from '../counts/progress.ts';
import { readQuestions, shippedCodes } from '../registry.ts';
import { recordOf } from './record.ts';

const registry = { codes: shippedCodes(), questions: readQuestions() };
const at = (time: string) => Date.parse(time);
const dayIn = (date: string) => dayOf(at(date));

async function bytesOf(db: Kysely<Records>, day: string, format: DocumentFormat): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of renderParts(await recordOf(db, registry, day), format)) parts.push(part);
  return Buffer.concat(parts);
}

for (const kind of databases)
  describe(`the record of a day on ${kind}`, () => {
    let records: TestRecords;
    let db: Kysely<Records>;
    before(async () => {
      records = await testRecords(kind, 'record');
      db = records.kysely;
      await setProgress(db, 'finished_through', dayIn('2026-03-01'));
      await answered(1, '2026-02-01T10:00:00Z', 'low');
      await attested('att_1', '2026-02-10T10:00:00Z');
      await counted('2026-02-28', 7);
      await counted('2026-03-01', 9);
      await counted('2024-01-01', 1234);
    });
    after(() => records.close());

    const answered = (version: number, time: string, grooming: string) =>
      db
        .insertInto('measure_answers')
        .values({
          ...{ version, at: at(time), by: 'staff:a' },
          answers: JSON.stringify({ facts: { large: true }, risks: { grooming }, otherKinds: null }),
        })
        .execute();
    const attested = (id: string, time: string) =>
      db
        .insertInto('attestation')
        .values({
          ...{
            id,
            code: 'ICU',
            measure: id === 'att_1' ? 'A2' : 'A3',
            statement: 'One named person',
            words: `MARKED ${id}`,
          },
          ...{ owner: 'b', made_by: 'c', made_at: at(time), valid_until: at('2027-01-01') },
          ...{ file_name: null, file_bytes: null, file_hash: null, ended_at: null, ended_by: null, ended_how: null },
        })
        .execute();
    const counted = (date: string, n: number) =>
      db
        .insertInto('daily_count')
        .values({ day: dayIn(date), name: 'blocks', key: '', n })
        .execute();

    it('has what was answered, attested and counted until then, and nothing older than a year', async () => {
      const json = JSON.parse((await bytesOf(db, '2026-03-01', 'json')).toString());
      const text = JSON.stringify(json);
      assert.match(text, /Version 1, of 2026-02-01, by staff:a/);
      assert.match(text, /MARKED att_1/);
      assert.match(text, /\["2026-02-28","",7\],\["2026-03-01","",9\]/);
      assert.ok(!text.includes('1234'));
      assert.match(text, /Counted since 2024-01-01: of days before, nobody knows how much there was/);
      // of the day before the last one, that one is not there
      assert.ok(
        !JSON.stringify(JSON.parse((await bytesOf(db, '2026-02-28', 'json')).toString())).includes('"2026-03-01"'),
      );
    });

    it('has months on paper, and how it stood at their ends, with the hash of the form that has the days', async () => {
      const waiting = (date: string, n: number) => ({ day: dayIn(date), name: 'cases_waiting', key: '', n });
      await db
        .insertInto('daily_count')
        .values([waiting('2026-02-03', 50), waiting('2026-02-27', 40)])
        .execute();
      await counted('2026-02-03', 5);
      const pdf = await bytesOf(db, '2026-03-01', 'pdf');
      const { text } = await extractText(new Uint8Array(pdf), { mergePages: true });
      const said = text.replaceAll(/\s+/g, ' ');
      assert.match(said, /Added up by month, from 2025-03-02 to 2026-03-01\. Every single day stands in/);
      assert.match(said, /\(blocks\) Month Key Count 2026-02 12 2026-03 9/);
      assert.match(said, /As it stood on the last day of each month .* 2026-02 40/);
      assert.doesNotMatch(said, /2026-02-28/);
      const { sha256 } = JSON.parse((await bytesOf(db, '2026-03-01', 'json')).toString());
      assert.ok(said.includes(sha256));
    });

    it('is not there for a day that is not over', async () => {
      await assert.rejects(
        recordOf(db, registry, '2026-03-02'),
        /isn't counted whole yet: Kith has counted through 2026-03-01/,
      );
    });

    it('has the same bytes weeks later, in every form, whatever happened since', async () => {
      const before_ = await Promise.all(documentFormats.map((format) => bytesOf(db, '2026-03-01', format)));
      await setProgress(db, 'finished_through', dayIn('2026-03-20'));
      await answered(2, '2026-03-02T00:00:00Z', 'high');
      await attested('att_2', '2026-03-02T00:00:00Z');
      await db
        .updateTable('attestation')
        .set({ ended_at: at('2026-03-05'), ended_by: 'c', ended_how: 'withdrawn' })
        .where('id', '=', 'att_1')
        .execute();
      await counted('2026-03-02', 11);
      for (const [i, format] of documentFormats.entries())
        assert.ok((await bytesOf(db, '2026-03-01', format)).equals(before_[i] ?? Buffer.alloc(0)), format);
      const later = (await bytesOf(db, '2026-03-20', 'json')).toString();
      assert.match(later, /Version 2/);
      assert.ok(later.includes('MARKED att_2') && !later.includes('MARKED att_1'));
    });

    it('is not changed by what is answered, attested or withdrawn while the clock is back', async () => {
      const before_ = await bytesOf(db, '2026-03-20', 'json');
      const back = { by: 'c', at_ms: at('2026-03-10T12:00:00Z') };
      await answer(db, registry.questions, {
        ...{ after: 2, answers: { facts: {}, risks: {}, otherKinds: null } },
        ...{ by: 'staff:a', at_ms: back.at_ms },
      });
      const one = { statement: 'One named person', words: 'MARKED late' };
      await attest(db, one, { ...back, code: 'ICU', measure: 'A3' });
      await attest(db, one, { ...back, code: 'ICU', measure: 'A4' });
      await withdraw(db, await attest(db, one, { ...back, code: 'ICU', measure: 'A5' }), back);
      assert.ok((await bytesOf(db, '2026-03-20', 'json')).equals(before_));
      await setProgress(db, 'finished_through', dayIn('2026-03-21'));
      const next = (await bytesOf(db, '2026-03-21', 'json')).toString();
      assert.match(next, /Version 3, of 2026-03-21/);
      assert.equal(next.match(/MARKED late/g)?.length, 2);
      assert.ok(!next.includes('MARKED att_2'));
    });

    it('has attestations and counts by code points, whatever order the database has for text', async () => {
      const made = at('2026-03-21T10:00:00Z');
      for (const measure of ['a1', 'F15', 'B1', 'F1.5a'])
        await attest(db, { statement: 's', words: 'SORTED' }, { code: 'HOUSE', measure, by: 'c', at_ms: made });
      for (const key of ['apple/user', 'ab/user', 'Zoo/user', 'a_b/user'])
        await db
          .insertInto('daily_count')
          .values({ day: dayIn('2026-03-22'), name: 'reports_received', key, n: 1 })
          .execute();
      await setProgress(db, 'finished_through', dayIn('2026-03-22'));
      const text = (await bytesOf(db, '2026-03-22', 'json')).toString();
      const inOrder = (found: RegExp) => [...text.matchAll(found)].map(([, one]) => one);
      assert.deepEqual(inOrder(/"HOUSE ([^"]*)"/g), ['B1', 'F1.5a', 'F15', 'a1']);
      assert.deepEqual(inOrder(/"2026-03-22","([^"]+\/user)"/g), ['Zoo/user', 'a_b/user', 'ab/user', 'apple/user']);
    });

    it('says so where nothing was counted then, and is not there for days before any Kith', async () => {
      assert.match((await bytesOf(db, '2023-12-31', 'json')).toString(), /Nothing was counted then/);
      assert.ok(!(await bytesOf(db, '2024-01-01', 'json')).toString().includes('Nothing was counted then'));
      for (const day of ['0001-01-01', '1969-12-31', '1999-12-31'])
        await assert.rejects(recordOf(db, registry, day), /day: must not be before 2000-01-01/);
    });
  });
