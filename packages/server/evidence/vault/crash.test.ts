/** Whoever puts evidence in is killed (kill -9): what was said to be there is, whole; what was not finished is taken away. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSqliteRecords } from '../../ground/database/index.ts';
import { KeyFolder } from '../../ground/sealing/index.ts';
import { FolderStorage } from './folder-storage.ts';
import { caseRow } from './testing/vault.ts';
import { Vault } from './vault.ts';

const script = fileURLToPath(new URL('./testing/put-process.ts', import.meta.url));
const KILLS = 6;
const LATER_MS = 3 * 86_400_000;

for (const where of ['the database', 'a folder'] as const) {
  it(`evidence in ${where} is whole after its process was killed`, async () => {
    const home = await mkdtemp(join(tmpdir(), 'kith-vault-crash-'));
    const [path, keys] = [join(home, 'kith.db'), join(home, 'keys')];
    const shelf = where === 'a folder' ? join(home, 'evidence') : '';
    if (shelf !== '') await mkdir(shelf);
    const before = await openSqliteRecords(path);
    await before.kysely.insertInto('cases').values(caseRow('c1', 'max')).execute();
    await before.close();
    const said: { id: string; sha256: string }[] = [];
    for (let i = 0; i < KILLS; i++) {
      const args = [script, path, keys, shelf, String(i * 1000)];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      let out = '';
      child.stdout.on('data', (piece) => {
        out += piece;
      });
      await once(child.stdout, 'data');
      await sleep(20 + i * 37);
      child.kill('SIGKILL');
      await once(child, 'close');
      // the last line may be cut
      said.push(
        ...out
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line)),
      );
    }
    const { kysely: db, close } = await openSqliteRecords(path);
    try {
      const folder = await KeyFolder.open({ folder: keys, master: null, masterFile: null });
      const storage = shelf === '' ? null : new FolderStorage(shelf);
      const vault = new Vault({ db, folder, storage, clock: () => LATER_MS });
      assert.ok(said.length >= KILLS);
      for (const { id, sha256 } of said) {
        const { bytes } = await vault.use(id, 'a test');
        assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256);
      }
      assert.deepEqual((await vault.verify()).faults, []);
      await vault.collect();
      const blobs = await db.selectFrom('evidence_blob').select(['address', 'there_at']).execute();
      assert.ok(blobs.every(({ there_at }) => there_at !== null));
      assert.deepEqual((await vault.verify()).faults, []);
    } finally {
      await close();
      await rm(home, { recursive: true });
    }
  });
}
