/** A database without the keys shows nothing of what is in the vault, whatever way it came in or was spoken of; on both databases. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { sql } from 'kysely';
import { type DatabaseKind, databases } from '../ground/testing/records.ts';
import { VaultAtHand } from './vault/testing/vault.ts';

/** Told from everything else, in every form that it may be written in. */
const MARK = 'Zq7Marked';
const marked = (what: string): string => `${MARK}-${what}`;

for (const kind of databases) {
  it(`a stolen database shows no name, identifier, word or byte of the vault (${kind})`, async () => {
    const v = await VaultAtHand.open(kind);
    try {
      const id = await v.vault.put(
        v.given({
          ...{ name: marked('name.jpg'), mediaType: `image/${marked('type')}`, about: marked('about') },
          details: { email: `${marked('who')}@example.com`, ip: marked('192.0.2.1') },
          bytes: Buffer.from(marked('bytes').repeat(100)),
        }),
        'key:k1',
      );
      await v.vault.open(id, { by: 'staff:sta_1', reason: marked('reason') });
      await v.vault.hold('c1', marked('hold'), 'operator');
      const sealed = await v.vault.sealJson('c1', { words: marked('referral') }, 'referral:r1');
      await v.vault.unhold('c1', marked('release'), 'operator');
      assert.ok(!sealed.includes(MARK));
      // it is there for whoever has the keys, so that what is looked for is what was put in
      assert.match(JSON.stringify(await v.vault.list('c1', { names: true })), new RegExp(MARK));
      const { tables, bytes } = await stolen(v, kind);
      assert.ok(tables > 30 && bytes.includes(id), 'the database was not read');
      for (const form of [MARK, Buffer.from(MARK).toString('hex'), Buffer.from(MARK).toString('base64').slice(0, 10)]) {
        assert.ok(!bytes.includes(form), `${form} is in the database`);
      }
      const known = (await v.vault.item(id, { names: true }))?.sha256 ?? assert.fail();
      assert.ok(!bytes.includes(known) && !bytes.includes(Buffer.from(known, 'hex')), 'a hash of what is in it');
    } finally {
      await v.end();
    }
  });
}

/** Every table as whoever has the database reads it; of SQLite the very bytes of its files, too. */
async function stolen({ db }: VaultAtHand, kind: DatabaseKind): Promise<{ tables: number; bytes: Buffer }> {
  const names =
    kind === 'SQLite'
      ? sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table'`
      : sql<{ name: string }>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`;
  const tables = (await names.execute(db)).rows;
  const pieces: Buffer[] = [];
  for (const { name } of tables) {
    for (const row of (await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(db)).rows) {
      for (const value of Object.values(row)) {
        pieces.push(value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value)), Buffer.from('\n'));
      }
    }
  }
  if (kind === 'SQLite') {
    const [main] = (await sql<{ file: string }>`PRAGMA database_list`.execute(db)).rows;
    for (const end of ['', '-wal']) pieces.push(await readFile(`${main?.file}${end}`));
  }
  return { tables: tables.length, bytes: Buffer.concat(pieces) };
}
