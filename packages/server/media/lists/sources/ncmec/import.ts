/** A list from NCMEC's hash sharing. */
import { ImportError } from '../../failure.ts';
import type { Imported, Importing } from '../../importing.ts';
import { importChanges } from '../changes.ts';
import { ncmecChanges } from './changes.ts';
import { NcmecClient } from './client.ts';
import type { NcmecSource } from './settings.ts';

const MINUTE_MS = 60_000;

export async function importNcmec(importing: Importing, source: NcmecSource): Promise<Imported> {
  const client = await NcmecClient.open(source, importing.limits);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(new ImportError('timed_out')), source.minutesMax * MINUTE_MS);
  const signal = AbortSignal.any([importing.signal, timeout.signal]);
  try {
    return await importChanges({ ...importing, signal }, ncmecChanges(client, source, { ...importing, signal }));
  } finally {
    clearTimeout(timer);
    await client.close();
  }
}
