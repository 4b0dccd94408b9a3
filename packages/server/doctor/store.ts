/** The store: is it there, in use, of this version, whole. */
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Config } from '../ground/config/index.ts';
import { DatabaseError, inspectPostgres, inspectSqlite, lockFolder, type Records } from '../ground/database/index.ts';
import { listKeys } from '../ground/keys/index.ts';
import { verifyFolder } from '../knowledge/index.ts';
import { countOutbox } from '../outbox/index.ts';
import { DATABASE_FILE, hasDatabase } from '../stores.ts';
import { type Finding, good, messageOf, warning, wrong } from './finding.ts';

/** A clock may differ by this much, milliseconds: events further ahead than this are refused. */
const CLOCK_DIFFERS_MAX_MS = 5 * 60_000;
/** Databases' clocks are kept by the same means as ours: more than this means that one of them is not kept, milliseconds. */
const DATABASE_CLOCK_DIFFERS_MAX_MS = 5_000;

/** `records`: whether the database can be asked for keys and letters as it is. */
export async function checkStore(config: Config): Promise<{ findings: Finding[]; records: boolean }> {
  if (!hasDatabase(config)) {
    return { findings: [good('store', 'nothing is stored yet: the first start begins')], records: false };
  }
  return config.store.databaseUrl === null
    ? residentStore(config.store.folder)
    : postgresStore(config.store.databaseUrl.reveal());
}

async function residentStore(folder: string): Promise<{ findings: Finding[]; records: boolean }> {
  const findings = [checkLock(folder)];
  let waiting = 0;
  try {
    const found = inspectSqlite(join(folder, DATABASE_FILE));
    waiting = found.waiting;
    findings.push(versionFinding(found), checkClock(found.lastBlockAt_ms));
  } catch (error) {
    findings.push(databaseFinding(error));
    return { findings, records: false };
  }
  if (waiting === 0) findings.push(await checkWhole(folder));
  return { findings, records: waiting === 0 };
}

function checkLock(folder: string): Finding {
  try {
    lockFolder(folder).release();
    return good('lock', 'no Kith is running on it');
  } catch (error) {
    if (error instanceof DatabaseError && error.code === 'folder_locked')
      return good('lock', 'a Kith is running on it');
    return wrong('lock', `the folder's lock can't be taken: ${messageOf(error)}`, 'see the rights of the folder above');
  }
}

const versionFinding = (found: { program: string; version: number; newest: number; waiting: number }): Finding =>
  found.waiting === 0
    ? good('database', `${found.program}, at version ${found.version}`)
    : warning(
        'database',
        `${found.program}, at version ${found.version} of ${found.newest}`,
        'start Kith: it brings the database up to date. Make a backup first',
      );

const databaseFinding = (error: unknown): Finding =>
  wrong(
    'database',
    messageOf(error),
    error instanceof DatabaseError
      ? 'start the Kith that fits this database'
      : 'restore a backup, or see docs/OPERATING.md',
  );

function checkClock(lastBlockAt_ms: number | null): Finding {
  if (lastBlockAt_ms === null || lastBlockAt_ms <= Date.now() + CLOCK_DIFFERS_MAX_MS) {
    return good('clock', `${new Date().toISOString()}, and not before what was stored last`);
  }
  const says = `the clock says ${new Date().toISOString()}, and the last events were stored at ${new Date(lastBlockAt_ms).toISOString()}`;
  return wrong(
    'clock',
    says,
    "set the machine's clock, and keep it (timedatectl set-ntp true): events that are ahead are refused",
  );
}

async function checkWhole(folder: string): Promise<Finding> {
  try {
    const { files, bytes } = await verifyFolder(folder);
    const size = `${files} files, ${(bytes / 1024 ** 2).toFixed(1)} MB`;
    return good('knowledge', `saved knowledge and log are whole and agree (${size})`);
  } catch (error) {
    return wrong('knowledge', messageOf(error), 'restore the last backup: kith restore BACKUP --folder NEW_FOLDER');
  }
}

async function postgresStore(url: string): Promise<{ findings: Finding[]; records: boolean }> {
  try {
    const found = await inspectPostgres(url);
    const off = Math.abs(found.behind_ms);
    const clock =
      off <= DATABASE_CLOCK_DIFFERS_MAX_MS
        ? good('clock', "agrees with the database's")
        : warning(
            'clock',
            `differs from the database's by ${Math.round(off / 1000)} s`,
            'keep both machines to the same time (NTP)',
          );
    return { findings: [versionFinding(found), clock], records: found.waiting === 0 };
  } catch (error) {
    if (error instanceof DatabaseError) return { findings: [databaseFinding(error)], records: false };
    const mend = 'see that PostgreSQL runs, and that host, port, user and password of KITH_DATABASE_URL are right';
    return { findings: [wrong('database', `can't be reached: ${messageOf(error)}`, mend)], records: false };
  }
}

/** Keys, and webhooks that were not taken. */
export async function checkRecords(records: Kysely<Records>): Promise<Finding[]> {
  const keys = (await listKeys(records)).filter((key) => key.revokedAt === null);
  const { waiting, dead } = await countOutbox(records);
  return [
    keys.length === 0
      ? warning('keys', 'there is no key: nobody can tell anything', 'kith keys create NAME')
      : good('keys', `${keys.length} in use`),
    dead === 0
      ? good('outbox', `${waiting} waiting, no dead letters`)
      : warning(
          'outbox',
          `${dead} dead letters: the platform didn't take them`,
          'kith outbox list, then kith outbox replay',
        ),
  ];
}
