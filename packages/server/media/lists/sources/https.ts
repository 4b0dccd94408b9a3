/** A list as a file over https: downloaded where it has changed, then imported as a file of this machine is. */
import { open } from 'node:fs/promises';
import { CHECKSUM_BYTES_MAX, checksumIn } from '../checksum.ts';
import { ImportError, type ImportFailure } from '../failure.ts';
import { type FileImport, howRead, importOpened } from '../import-file.ts';
import type { Imported, Importing } from '../importing.ts';
import type { HttpsSource } from '../settings.ts';
import { certificatesOf } from './certificates.ts';
import { download } from './download.ts';
import { Reach, textOf } from './reach.ts';
import { persist } from './retry.ts';
import { authorizationOf } from './secret.ts';
import { Spool, type Validators, validators } from './spool.ts';

const MINUTE_MS = 60_000;
const MB = 1024 * 1024;

export async function importHttps(importing: Importing, source: HttpsSource): Promise<Imported> {
  const { settings, spool: folder, limits, clock } = importing;
  const url = new URL(source.url);
  const authorization = source.auth === undefined ? null : await authorizationOf(source.auth);
  const ca = await certificatesOf(source.ca);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(new ImportError('timed_out')), source.minutesMax * MINUTE_MS);
  const signal = AbortSignal.any([importing.signal, timeout.signal]);
  const reach = new Reach({ origin: url.origin, allowPrivate: source.allowPrivate, ca, authorization, limits });
  const spool = new Spool(folder, settings.name, source.url);
  try {
    const got = await download(reach, spool, {
      ...{ path: url.pathname + url.search, live: await liveValidators(importing), limits, signal },
      bytesMax: source.bytesMax_MB * MB,
    });
    if (got.kind === 'unchanged') {
      await importing.noteUnchanged(freshAt(source, null, clock()));
      return { kind: 'unchanged' };
    }
    const expected = source.checksumUrl === undefined ? null : await checksumFrom(reach, source.checksumUrl, importing);
    const file = {
      ...{ expected, freshAt_ms: freshAt(source, got.of, clock()) },
      cursor: JSON.stringify({ of: got.of, read: howRead(importing) }),
    };
    return await importSpooled({ ...importing, signal }, spool, file);
  } finally {
    clearTimeout(timer);
    await reach.close();
  }
}

/** A download that can be no list is let go; one that somebody may accept stays, so that it need not come again. */
const LET_GO: readonly ImportFailure[] = ['compressed_badly', 'checksum_differs', 'changed_meanwhile', 'too_large'];

async function importSpooled(importing: Importing, spool: Spool, how: FileImport): Promise<Imported> {
  const file = await open(spool.path);
  try {
    const done = await importOpened(importing, file, how);
    await spool.drop();
    return done;
  } catch (error) {
    if (error instanceof ImportError && LET_GO.includes(error.code)) await spool.drop();
    throw error;
  } finally {
    await file.close();
  }
}

/** What the version in use was told by; null where it was read by other settings, or the source does not say. */
async function liveValidators(importing: Importing): Promise<Validators | null> {
  const { cursor } = await importing.db
    .selectFrom('known_list')
    .select('cursor')
    .where('name', '=', importing.lease.list)
    .executeTakeFirstOrThrow();
  if (cursor === null) return null;
  const { of, read }: { of?: unknown; read?: unknown } = JSON.parse(cursor);
  if (read !== howRead(importing)) return null;
  const found = validators.safeParse(of);
  return found.success && (found.data.etag !== null || found.data.lastModified !== null) ? found.data : null;
}

/** Where only the file's own time counts, an answer that nothing has changed makes it no fresher. */
function freshAt(source: HttpsSource, of: Validators | null, now_ms: number): number | null {
  if (source.freshBy === 'answer') return now_ms;
  const at = Date.parse(of?.lastModified ?? '');
  return Number.isNaN(at) ? null : Math.min(at, now_ms);
}

async function checksumFrom(reach: Reach, checksumUrl: string, { limits, signal }: Importing): Promise<string> {
  const url = new URL(checksumUrl);
  const text = await persist(
    async () => textOf(await reach.ask(url.pathname + url.search, { signal }), CHECKSUM_BYTES_MAX),
    limits,
    signal,
  ).catch((error: unknown) => {
    const none = error instanceof ImportError && error.code === 'not_there';
    throw none ? new ImportError('checksum_missing', error) : error;
  });
  return checksumIn(text);
}
