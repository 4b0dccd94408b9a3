/** What was attested or signed stays as it was, whatever a statement of SQL asks for, on both databases. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { databases, testRecords } from '../ground/testing/records.ts';
import { attest, withdraw } from './attestations.ts';

const REFUSED = /never changes|is kept/;

for (const kind of databases)
  describe(`what was said on ${kind}`, () => {
    it('is refused to every statement that would change, replace or delete it; that it ended is written once', async () => {
      const { kysely: db, close } = await testRecords(kind, 'kept-as-said');
      try {
        const by = { code: 'ICU', measure: 'A2', by: 'c', at_ms: 5 };
        const file = { name: 'a.pdf', base64: 'AAAA' };
        const id = await attest(db, { statement: 's', words: 'w', file }, by);
        await sql`insert into assessment_version (kind, number, content, sha256, signed_by, signed_at, due_day)
          values ('illegal_content', 1, '{}', 'a', 'me', 1, 1)`.execute(db);
        const tables = ['attestation', 'attestation_piece', 'assessment_version'] as const;
        const all = async () =>
          JSON.stringify(await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute())));
        const before = await all();
        const columns = 'code, measure, statement, words, owner, made_by, made_at, valid_until';
        const sqlite = [
          `insert or replace into attestation (id, ${columns}) values ('${id}', 'ICU', 'A2', 's', 'evil', 'o', 'c', 5, 9)`,
          `insert or replace into attestation (id, ${columns}) values ('other', 'ICU', 'A2', 's', 'evil', 'o', 'c', 5, 9)`,
          `insert or replace into attestation (rowid, id, ${columns})
            select rowid, 'third', 'ICU', 'A9', 't', 'evil', 'o', 'c', 5, 9 from attestation`,
          `insert or replace into attestation_piece (attestation, place, bytes) values ('${id}', 0, x'00')`,
          `insert or replace into assessment_version (kind, number, content, sha256, signed_by, signed_at, due_day)
            values ('illegal_content', 1, '{"evil":1}', 'b', 'me', 1, 1)`,
          `update or replace attestation set words = 'evil'`,
        ];
        const others = [
          `update attestation set words = 'evil'`,
          `update attestation set valid_until = valid_until + 1`,
          `update attestation set words = 'evil', ended_at = 6, ended_by = 'c', ended_how = 'withdrawn'`,
          ...tables.map((table) => `delete from ${table}`),
        ];
        const postgres = tables.map((table) => `truncate ${table}`);
        for (const statement of [...others, ...(kind === 'SQLite' ? sqlite : postgres)])
          await assert.rejects(sql.raw(statement).execute(db), REFUSED, statement);
        assert.equal(await all(), before);
        await sql`update attestation set words = words`.execute(db);
        await withdraw(db, id, { by: 'c', at_ms: 7 });
        for (const set of ['ended_at = null', 'ended_at = 8', `ended_how = 'replaced'`])
          await assert.rejects(sql.raw(`update attestation set ${set}`).execute(db), REFUSED, set);
      } finally {
        await close();
      }
    });
  });
