/**
 * Keyed hashes of what a platform gave, so that the same given twice is one thing and the table of what was given says neither
 * names nor contents. The secret is made when the first of it is given, and lies in the request's row, sealed with the key of its
 * case: when that is destroyed, nobody can test a name or a content against the marks any more.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { PreservationRow, Records } from '../../ground/database/index.ts';
import type { Vault } from '../vault/vault.ts';

const SECRET_BYTES = 32;
const secret = z.strictObject({ secret: z.base64() });

export type GivenKind = 'account' | 'message' | 'media' | 'media_details' | 'named';

export class Marks {
  readonly #secret: Buffer;

  constructor(base64: string) {
    this.#secret = Buffer.from(base64, 'base64');
  }

  name(kind: GivenKind, name: string): string {
    return this.#mark(`name ${kind}`, name);
  }

  print(kind: GivenKind, content: string): string {
    return this.#mark(`content ${kind}`, content);
  }

  #mark(use: string, text: string): string {
    return createHmac('sha256', this.#secret).update(`${use}\n`).update(text).digest('hex');
  }
}

/** Of a request that has a case. @throws EvidenceError */
export async function marksOf(db: Kysely<Records>, vault: Vault, { id, case_id, secret: has }: Keyed): Promise<Marks> {
  const place = `preservation:${id}:secret`;
  const sealed = has ?? (await makeSecret(db, id, await vault.sealJson(case_id, newSecret(), place)));
  return new Marks(secret.parse(await vault.openJson(case_id, sealed, place)).secret);
}

export interface Keyed extends Pick<PreservationRow, 'id' | 'secret'> {
  case_id: string;
}

/** The same for reading; null where nothing was given yet. @throws EvidenceError */
export const marksIfAny = (db: Kysely<Records>, vault: Vault, row: Keyed): Promise<Marks | null> =>
  row.secret === null ? Promise.resolve(null) : marksOf(db, vault, row);

const newSecret = () => ({ secret: randomBytes(SECRET_BYTES).toString('base64') });

/** Who is first makes it; all others use that. */
async function makeSecret(db: Kysely<Records>, id: string, sealed: Buffer): Promise<Uint8Array> {
  await db
    .updateTable('preservation')
    .set({ secret: sealed })
    .where('id', '=', id)
    .where('secret', 'is', null)
    .execute();
  const row = await db.selectFrom('preservation').select('secret').where('id', '=', id).executeTakeFirstOrThrow();
  return row.secret ?? sealed;
}
