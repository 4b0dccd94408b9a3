/** Imports a list from a file on this machine: checked whole first, then staged, then put in use. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { whatIsWrong, wouldVanish } from './acceptance.ts';
import { applyStaged, undoApplied } from './apply.ts';
import { checkFile, entriesOf, type FileChecked } from './check-file.ts';
import { readChecksum } from './checksum.ts';
import { ImportError, type ImportFailure } from './failure.ts';
import type { Imported, Importing } from './importing.ts';
import type { FileSource } from './settings.ts';
import { beginVersion, clearStaged, countStaged, stage, tallied, unfinished } from './staging.ts';
import { noTally, type Tally } from './tally.ts';

export async function importFile(importing: Importing, { path, checksum }: FileSource): Promise<Imported> {
  const expected = checksum === 'none' ? null : await readChecksum(`${path}.sha256`);
  if (expected === null && checksum === 'required') throw new ImportError('checksum_missing');
  const file = await openFile(path);
  try {
    const { mtimeMs } = await file.stat();
    return await importOpened(importing, file, { expected, freshAt_ms: Math.floor(mtimeMs), cursor: null });
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    throw new ImportError(code === 'ENOENT' ? 'not_there' : 'unreadable', error);
  }
}

export interface FileImport {
  /** SHA-256 that it must have; null where nobody says */
  expected: string | null;
  /** when its source says so, milliseconds since 1970; null: when it did the last time */
  freshAt_ms: number | null;
  /** what the source's own answer is told by; null where there is none */
  cursor: string | null;
}

/** The same of a file that is open. */
export async function importOpened(
  importing: Importing,
  file: FileHandle,
  { expected, freshAt_ms, cursor }: FileImport,
): Promise<Imported> {
  const { settings, signal, next_ms } = importing;
  const before = await file.stat();
  const checked = await checkFile(file, settings.format, signal);
  if (expected !== null && expected !== checked.sha256) throw new ImportError('checksum_differs');
  const checksum = `${checked.sha256}:${howRead(importing)}`;
  if (await isLive(importing, checksum)) {
    await importing.noteUnchanged(freshAt_ms, cursor);
    return { kind: 'unchanged' };
  }
  const wrong =
    (await whatIsWrong(importing, { ...checked, whole: true })) ??
    ((await wasRefused(importing, checksum, 'vanishing')) && !importing.accepted ? 'vanishing' : null);
  if (wrong !== null) {
    await noteRefused(importing, checked, checksum, wrong);
    throw new ImportError(wrong);
  }
  const { number, after } = await goOn(importing, checked, checksum, expected !== null);
  for await (const { entries, upTo } of entriesOf(file, settings.format, noTally(), { signal, after })) {
    await stage(importing, number, { entries, resume: String(upTo) });
    importing.onProgress?.(upTo, checked.lines);
  }
  const now = await file.stat();
  if (now.size !== before.size || now.mtimeMs !== before.mtimeMs) throw new ImportError('changed_meanwhile');
  if (await wouldVanish(importing, true)) {
    await refuse(importing, number, checked, 'vanishing');
    throw new ImportError('vanishing');
  }
  const version = await applyStaged(importing, { number, whole: 1 }, { freshAt_ms, next_ms, cursor });
  return { kind: 'imported', version };
}

/** The same file read by other settings is another list. */
export const howRead = ({ settings }: Importing): string =>
  createHash('sha256').update(JSON.stringify(settings.format)).digest('hex').slice(0, 12);

async function isLive({ db, lease }: Importing, checksum: string): Promise<boolean> {
  const live = await db
    .selectFrom('known_version')
    .select('checksum')
    .where('list', '=', lease.list)
    .where('state', '=', 'live')
    .executeTakeFirst();
  return live?.checksum === checksum;
}

/** The history says what was refused, and why; the same again is noted once. */
async function noteRefused(
  importing: Importing,
  checked: FileChecked,
  checksum: string,
  error: ImportFailure,
): Promise<void> {
  if (await wasRefused(importing, checksum, error)) return;
  await undoUnfinished(importing);
  const number = await beginVersion(importing, {
    ...{ whole: true, checksum, verifiedBy: 'none', resume: null, tally: checked },
  });
  await refuse(importing, number, checked, error);
}

/** Whether the last version is this one, refused for that. */
async function wasRefused({ db, lease }: Importing, checksum: string, error: ImportFailure): Promise<boolean> {
  const last = await db
    .selectFrom('known_version')
    .select(['state', 'checksum', 'error'])
    .where('list', '=', lease.list)
    .orderBy('number', 'desc')
    .executeTakeFirst();
  return last?.state === 'refused' && last.checksum === checksum && last.error === error;
}

/** A version that was begun is none; what is staged of it is let go with the next. */
export async function refuse(importing: Importing, number: number, tally: Tally, error: ImportFailure): Promise<void> {
  const { db, lease, clock } = importing;
  await undoUnfinished(importing);
  await db
    .updateTable('known_version')
    .set({ state: 'refused', finished_at: clock(), error, ...tallied(tally) })
    .where('list', '=', lease.list)
    .where('number', '=', number)
    .execute();
  await clearStaged(importing);
}

/** Goes on with an import of the same file, or begins one. */
async function goOn(
  importing: Importing,
  checked: FileChecked,
  checksum: string,
  verified: boolean,
): Promise<{ number: number; after: number }> {
  const started = await unfinished(importing.db, importing.lease.list);
  if (started?.checksum === checksum) {
    // staged rows may have been lost with a database that was restored: then all is read again
    const after = (await countStaged(importing.db, importing.lease.list)) === 0 ? 0 : Number(started.resume ?? 0);
    return { number: Number(started.number), after };
  }
  await undoUnfinished(importing);
  const number = await beginVersion(importing, {
    ...{ whole: true, checksum, verifiedBy: verified ? 'sha256' : 'none', resume: '0', tally: checked },
  });
  return { number, after: 0 };
}

/** An import that was given up after it had begun to write entries leaves none of them. */
export async function undoUnfinished(importing: Importing): Promise<void> {
  const started = await unfinished(importing.db, importing.lease.list);
  if (started === undefined || Number(started.added) + Number(started.removed) === 0) return;
  await undoApplied(importing, Number(started.number));
}
