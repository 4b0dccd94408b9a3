/** Which policies have decided: each kept whole, so that an old decision can be explained and considered again. */
import { hash } from 'node:crypto';
import { type Policy, policy as policySchema } from '@kith/contract';
import type { Kysely } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { canonicalJson } from '../ground/json/index.ts';

/** Versions on one page of a list: a policy changes some times a month, so this is years. */
const LISTED_MAX = 1_000;

export interface PolicyVersion {
  version: string;
  /** SHA-256 of the policy's text, hexadecimal: two that differ have different rules */
  digest: string;
  /** when a Kith on this database first decided by it, milliseconds since 1970 */
  firstUsedAt_ms: number;
}

/** The same for the same rules, however a file writes them down. */
const digestOfPolicy = (policy: Policy): string => hash('sha256', canonicalJson(policy));

/**
 * Writes down that a policy decides from now on; one that is known already stays as it is.
 * @returns what of the same version has other rules: empty, unless somebody changed them and kept the name
 */
export async function recordPolicy(
  db: Kysely<Records>,
  policy: Policy,
  now_ms: number,
): Promise<readonly PolicyVersion[]> {
  const digest = digestOfPolicy(policy);
  const { version } = policy;
  await db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('policy_version')
      .values({ version, digest, text: canonicalJson(policy), first_used_at: now_ms })
      .onConflict((c) => c.columns(['version', 'digest']).doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) return;
    const entry = { at_ms: now_ms, by: 'system', action: 'policy.first_used', subject: `policy:${version}` } as const;
    await appendAudit(trx, { ...entry, detail: { digest } });
  });
  return otherRulesOf(db, policy);
}

/** What has decided under this policy's version with other rules than it has. */
export async function otherRulesOf(db: Kysely<Records>, policy: Policy): Promise<readonly PolicyVersion[]> {
  const rows = await listed(db)
    .where('version', '=', policy.version)
    .where('digest', '!=', digestOfPolicy(policy))
    .execute();
  return rows.map(asVersion);
}

/** What has decided, the newest first. */
export async function listPolicyVersions(db: Kysely<Records>): Promise<readonly PolicyVersion[]> {
  return (await listed(db).execute()).map(asVersion);
}

/**
 * The policies that decided under a version: one, unless its rules were changed under the same name. One that this Kith
 * can't read any more (another Kith's) is null.
 */
export async function policiesOfVersion(db: Kysely<Records>, version: string): Promise<readonly (Policy | null)[]> {
  const rows = await db
    .selectFrom('policy_version')
    .select('text')
    .where('version', '=', version)
    .orderBy('first_used_at', 'desc')
    .limit(LISTED_MAX)
    .execute();
  return rows.map(({ text }) => policySchema.safeParse(JSON.parse(text)).data ?? null);
}

const listed = (db: Kysely<Records>) =>
  db
    .selectFrom('policy_version')
    .select(['version', 'digest', 'first_used_at'])
    .orderBy('first_used_at', 'desc')
    .orderBy('digest')
    .limit(LISTED_MAX);

const asVersion = (row: { version: string; digest: string; first_used_at: number }): PolicyVersion => ({
  version: row.version,
  digest: row.digest,
  firstUsedAt_ms: row.first_used_at,
});
