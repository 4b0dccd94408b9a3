/** API keys as records: make one, list them, revoke one. */
import { KEY_NAME_LENGTH_MAX, type KeyScope, keyScope } from '@kith/contract';
import type { Kysely } from 'kysely';
import { type AuditBy, appendAudit } from '../audit/index.ts';
import type { ApiKeyRow, Records } from '../database/index.ts';
import { hashSecret, newToken, tokenText } from './token.ts';

export const scopes = keyScope.options;
export type Scope = KeyScope;

export const isScope = (text: string): text is Scope => scopes.some((scope) => scope === text);

/** Keys at most, revoked ones included: each process holds them all in memory. */
export const KEYS_MAX = 10_000;

export interface KeyShown {
  id: string;
  name: string;
  scopes: readonly Scope[];
  /** milliseconds since 1970 */
  createdAt: number;
  revokedAt: number | null;
}

export class KeysError extends Error {
  readonly code: 'key_name' | 'too_many_keys';
  constructor(code: KeysError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Makes a key. Its text is given here and never again. @param by who makes it, for the audit log */
export async function createKey(
  db: Kysely<Records>,
  { name, scopes: allowed }: { name: string; scopes: readonly Scope[] },
  now_ms: number,
  by: AuditBy = 'operator',
): Promise<{ id: string; key: string }> {
  if (name.trim() === '' || name.length > KEY_NAME_LENGTH_MAX) {
    throw new KeysError(
      'key_name',
      `a key's name has 1 to ${KEY_NAME_LENGTH_MAX} characters: say which service has it`,
    );
  }
  const { count } = await db
    .selectFrom('api_key')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  if (Number(count) >= KEYS_MAX) throw new KeysError('too_many_keys', `there are ${KEYS_MAX} keys, which is the limit`);
  const token = newToken();
  const row: ApiKeyRow = {
    id: token.id,
    name,
    scopes: [...new Set(allowed)].join(' '),
    hash: hashSecret(token.secret),
    created_at: now_ms,
    revoked_at: null,
  };
  await db.transaction().execute(async (trx) => {
    await trx.insertInto('api_key').values(row).execute();
    const detail = { name, scopes: row.scopes };
    await appendAudit(trx, { at_ms: now_ms, by, action: 'key.created', subject: `key:${token.id}`, detail });
  });
  return { id: token.id, key: tokenText(token) };
}

export const shown = ({ id, name, scopes: text, created_at, revoked_at }: Omit<ApiKeyRow, 'hash'>): KeyShown => ({
  id,
  name,
  // a scope that this Kith doesn't know allows nothing
  scopes: text.split(' ').filter(isScope),
  createdAt: Number(created_at),
  revokedAt: revoked_at === null ? null : Number(revoked_at),
});

/** All keys, the newest first. */
export async function listKeys(db: Kysely<Records>): Promise<KeyShown[]> {
  const rows = await db
    .selectFrom('api_key')
    .select(['id', 'name', 'scopes', 'created_at', 'revoked_at'])
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(KEYS_MAX)
    .execute();
  return rows.map(shown);
}

/** Revokes a key: it stops working within KEYS_FRESH_MS. Says what became of it. @param by who, for the audit log */
export async function revokeKey(
  db: Kysely<Records>,
  id: string,
  now_ms: number,
  by: AuditBy = 'operator',
): Promise<'revoked' | 'was_revoked' | 'not_known'> {
  const revoked = await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('api_key')
      .set({ revoked_at: now_ms })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await appendAudit(trx, { at_ms: now_ms, by, action: 'key.revoked', subject: `key:${id}` });
    return true;
  });
  if (revoked) return 'revoked';
  const known = await db.selectFrom('api_key').select('id').where('id', '=', id).executeTakeFirst();
  return known === undefined ? 'not_known' : 'was_revoked';
}
