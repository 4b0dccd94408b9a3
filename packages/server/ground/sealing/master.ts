/**
 * The keys that all others are wrapped with. They are never in the database, so that nobody who has a copy of that can read what
 * is kept. The operator gives one (a secret store, a file on another disk, a program that asks a key service); else it is
 * made beside the keys. While one takes the place of another there are several: the first wraps, all unwrap.
 */
import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { KeepError } from './errors.ts';
import { makeFile, readIfThere } from './files.ts';
import { runProgram } from './program.ts';
import { KEY_BYTES, seal, unseal } from './seal.ts';

/** In the folder of keys, where the operator gives no master key. */
const MASTER_FILE = 'master';
/** In the folder of keys: which turn of a key service's key it is. */
export const GENERATION_FILE = 'generation';
/** Characters of what tells one master key from another. */
const FINGERPRINT_LENGTH = 16;
/** Master keys at most: the new and the old, and some that were never taken away. */
const MASTERS_MAX = 16;

export interface MasterSettings {
  /** holds the keys */
  folder: string;
  /** the key itself, as text, before older ones where there are; null where it is not given */
  master: string | null;
  /** a file that holds it; null where none is named */
  masterFile: string | null;
  /** a program that wraps and unwraps: see program.ts; none unless it is named */
  program?: string | null;
}

/** What wraps keys. */
export interface Master {
  /** stands beside what it wrapped; tells nothing of it */
  readonly id: string;
  /** @param what the key's name and id, which it is bound to */
  wrap(what: string, key: Buffer): Promise<Buffer>;
  /** null where it was wrapped by another, for something else, or altered since */
  unwrap(what: string, wrapped: Buffer): Promise<Buffer | null>;
  /** whether it may have wrapped what has that id; null: from before ids were written down */
  knows(id: string | null): boolean;
}

/** The first wraps. @throws KeepError `master_unreadable` */
export async function mastersOf(settings: MasterSettings): Promise<readonly [Master, ...Master[]]> {
  const program = settings.program ?? null;
  if (program === null) return some(await localMasters(settings, true));
  const generation = (await readIfThere(join(settings.folder, GENERATION_FILE)))?.trim() ?? 'first';
  return [new ProgramMaster(program, generation), ...(await localMasters(settings, false))];
}

function some(masters: Master[]): [Master, ...Master[]] {
  const [first, ...rest] = masters;
  if (first === undefined) throw new KeepError('master_unreadable', 'there is no master key');
  return [first, ...rest];
}

/** Where the master keys of the settings are written; null where they are in the environment. */
export const masterPath = ({ folder, master, masterFile }: MasterSettings): string | null =>
  master !== null ? null : (masterFile ?? join(folder, MASTER_FILE));

/** @param make one where there is none and none is named */
async function localMasters(settings: MasterSettings, make: boolean): Promise<Master[]> {
  const { master, masterFile } = settings;
  if (master !== null) return keysIn(master, 'KITH_KEEP_KEY').map((key) => new LocalMaster(key));
  const path = masterPath(settings) ?? '';
  const there = await readIfThere(path);
  if (there !== null) return keysIn(there, path).map((key) => new LocalMaster(key));
  if (masterFile !== null) throw new KeepError('master_unreadable', `KITH_KEEP_KEY_FILE: ${masterFile} is not there`);
  if (!make) return [];
  await makeFile(path, `${newMasterText()}\n`);
  // perhaps another process's, which was first
  return keysIn((await readIfThere(path)) ?? '', path).map((key) => new LocalMaster(key));
}

export const newMasterText = (): string => randomBytes(KEY_BYTES).toString('hex');

/** Each 32 bytes as 64 hexadecimal digits, or in base64 (what `openssl rand` gives), with blanks or commas between them. */
function keysIn(text: string, from: string): KeyObject[] {
  const parts = textsIn(text);
  if (parts.length > MASTERS_MAX) {
    throw new KeepError('master_unreadable', `${from} holds more than ${MASTERS_MAX} master keys`);
  }
  return (parts.length === 0 ? [''] : parts).map((part) => {
    const bytes = Buffer.from(part, /^[0-9a-fA-F]{64}$/.test(part) ? 'hex' : 'base64');
    if (bytes.length === KEY_BYTES) return createSecretKey(bytes);
    throw new KeepError(
      'master_unreadable',
      `${from} must hold ${KEY_BYTES} random bytes, as 64 hexadecimal digits or in base64: openssl rand -hex ${KEY_BYTES}`,
    );
  });
}

export const textsIn = (text: string): string[] => text.split(/[\s,]+/).filter((part) => part !== '');

class LocalMaster implements Master {
  readonly id: string;
  readonly #key: KeyObject;

  constructor(key: KeyObject) {
    this.#key = key;
    this.id = createHmac('sha256', key).update('kith master 1').digest('hex').slice(0, FINGERPRINT_LENGTH);
  }

  async wrap(what: string, key: Buffer): Promise<Buffer> {
    return seal(this.#key, what, key);
  }

  async unwrap(what: string, wrapped: Buffer): Promise<Buffer | null> {
    return unseal(this.#key, what, wrapped);
  }

  knows(id: string | null): boolean {
    return id === null || id === this.id;
  }
}

const PROGRAM = 'program';

class ProgramMaster implements Master {
  readonly id: string;
  readonly #program: string;

  constructor(program: string, generation: string) {
    this.#program = program;
    this.id = `${PROGRAM}:${generation}`;
  }

  wrap(what: string, key: Buffer): Promise<Buffer> {
    return runProgram(this.#program, 'wrap', Buffer.from(JSON.stringify([what, key.toString('base64')])));
  }

  async unwrap(what: string, wrapped: Buffer): Promise<Buffer | null> {
    const text = (await runProgram(this.#program, 'unwrap', wrapped)).toString('utf8');
    // a key service may know no additional data: what it is bound to lies inside
    const expected = `[${JSON.stringify(what)},"`;
    if (!text.startsWith(expected) || !text.endsWith('"]')) return null;
    const key = Buffer.from(text.slice(expected.length, -2), 'base64');
    return key.length === KEY_BYTES ? key : null;
  }

  knows(id: string | null): boolean {
    return id?.startsWith(`${PROGRAM}:`) ?? false;
  }
}
