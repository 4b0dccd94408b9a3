/** A process of its own that puts evidence into a vault until it is killed, and says of each item that it is there. */
import { createHash } from 'node:crypto';
import { openSqliteRecords } from '../../../ground/database/index.ts';
import { KeyFolder } from '../../../ground/sealing/index.ts';
import { CHUNK_BYTES } from '../chunks.ts';
import { FolderStorage } from '../folder-storage.ts';
import { Vault } from '../vault.ts';

const [path = '', keys = '', storage = '', from = '0'] = process.argv.slice(2);
const { kysely: db } = await openSqliteRecords(path);
const folder = await KeyFolder.open({ folder: keys, master: null, masterFile: null });
const vault = new Vault({ db, folder, storage: storage === '' ? null : new FolderStorage(storage), clock: () => 0 });
for (let i = Number(from); ; i++) {
  const bytes = Buffer.alloc(1 + ((i * 400_001) % (3 * CHUNK_BYTES)), `${i} `);
  const id = await vault.put(
    {
      ...{ case: 'c1', kind: 'media', source: 'platform', name: `n${i}`, mediaType: 'image/png', account: 'max' },
      ...{ about: `m${i}`, bytes, at_ms: i },
    },
    'key:k1',
  );
  process.stdout.write(`${JSON.stringify({ id, sha256: createHash('sha256').update(bytes).digest('hex') })}\n`);
}
