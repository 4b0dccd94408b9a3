/** A process of its own that has the keys of its days: with the database's address, the folder of keys and the time. */
import { createHash } from 'node:crypto';
import { openPostgresRecords } from '../../ground/database/index.ts';
import { dayOf, KeyFolder } from '../../ground/sealing/index.ts';
import { DayKeys } from '../day-keys.ts';

const [url = '', folder = '', now = '0'] = process.argv.slice(2);
const now_ms = Number(now);
const { kysely, close } = await openPostgresRecords(url);
const keys = new DayKeys(await KeyFolder.open({ folder, master: null, masterFile: null }), kysely);
const problems = await keys.prepare(now_ms, 14);
await close();
const days = Array.from({ length: 16 }, (_, i) => dayOf(now_ms) - 14 + i);
const prints = days.map((day) => {
  const key = keys.of(day)?.key.export();
  return key === undefined ? null : createHash('sha256').update(key).digest('hex');
});
process.stdout.write(JSON.stringify({ prints, problems: problems.map(({ code }) => code) }));
