/** Imports a list of a Kith that runs, for tests of what it says of it. */
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { openRecords } from '../../../stores.ts';
import type { Running } from '../../../testing/kith.ts';
import { ImportError } from '../failure.ts';
import { importList } from '../import.ts';
import { readLists } from '../settings.ts';

/** @returns what came of it: a kind of import, or the code of what failed */
export async function importNow(config: Running['config'], name: string): Promise<string> {
  const { records, close } = await openRecords(config);
  try {
    const settings = readLists(config).find((one) => one.name === name);
    assert.ok(settings !== undefined);
    return (await importList(settings, { db: records, clock: Date.now, spool: tmpdir() })).kind;
  } catch (error) {
    if (error instanceof ImportError) return error.code;
    throw error;
  } finally {
    await close();
  }
}
