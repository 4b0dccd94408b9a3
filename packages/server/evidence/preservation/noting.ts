/** Writes down that something was given: beside what is in the vault already, so that a crash between leaves nothing to mend. */
import type { Kysely, Transaction } from 'kysely';
import type { PreservationGivenRow, Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { GIVEN_MEDIA_MAX, GIVEN_MESSAGES_MAX, VERSIONS_MAX } from './limits.ts';
import type { GivenKind } from './marks.ts';

/** Rows of one statement: databases take some thousands of parameters. */
const ROWS_MAX = 500;

type Named = Pick<PreservationGivenRow, 'name' | 'print'>;

/** What was given of these names before: contents by name. */
export async function givenBefore(
  db: Kysely<Records>,
  preservation: string,
  kind: GivenKind,
  names: readonly string[],
): Promise<Map<string, Map<string, string>>> {
  const found = new Map<string, Map<string, string>>();
  for (let from = 0; from < names.length; from += ROWS_MAX) {
    const rows = await db
      .selectFrom('preservation_given')
      .select(['name', 'print', 'item'])
      .where('preservation', '=', preservation)
      .where('kind', '=', kind)
      .where('name', 'in', names.slice(from, from + ROWS_MAX))
      .execute();
    for (const { name, print, item } of rows) found.set(name, (found.get(name) ?? new Map()).set(print, item));
  }
  return found;
}

/** @throws ProblemError `too_many_given` where a name has as many contents as it may */
export function refuseVersions(contents: ReadonlyMap<string, string> | undefined): void {
  if ((contents?.size ?? 0) < VERSIONS_MAX) return;
  throw new ProblemError(
    'too_many_given',
    `${VERSIONS_MAX} different contents were given under this name: that is all`,
  );
}

const counters = { account: 'given_accounts', message: 'given_messages', media: 'given_media' } as const;
const isCounted = (kind: GivenKind): kind is keyof typeof counters => Object.hasOwn(counters, kind);

/** Of one name there may be several contents, and it counts once. What is there already changes nothing. */
export async function noteGiven(
  db: Kysely<Records>,
  preservation: string,
  kind: GivenKind,
  given: readonly (Named & { item: string })[],
  now_ms: number,
): Promise<void> {
  if (given.length === 0) return;
  await db.transaction().execute(async (trx) => {
    await took(trx, preservation, now_ms);
    const before = await givenBefore(
      trx,
      preservation,
      kind,
      given.map(({ name }) => name),
    );
    const rows = given.map((one): PreservationGivenRow => ({ preservation, kind, ...one, given_at: now_ms }));
    for (let from = 0; from < rows.length; from += ROWS_MAX) {
      await trx
        .insertInto('preservation_given')
        .values(rows.slice(from, from + ROWS_MAX))
        .onConflict((c) => c.columns(['preservation', 'kind', 'name', 'print']).doNothing())
        .execute();
    }
    const fresh = new Set(given.map(({ name }) => name).filter((name) => !before.has(name))).size;
    if (isCounted(kind) && fresh > 0) await count(trx, preservation, counters[kind], fresh);
  });
}

/** It has the request, whatever its endpoint said. First, so that of two who note the same one waits, and counts it once. */
async function took(trx: Transaction<Records>, preservation: string, now_ms: number): Promise<void> {
  await trx
    .updateTable('preservation')
    .set(({ fn, val }) => ({ delivered_at: fn.coalesce('delivered_at', val(now_ms)) }))
    .where('id', '=', preservation)
    .execute();
}

async function count(
  trx: Transaction<Records>,
  preservation: string,
  column: (typeof counters)[keyof typeof counters],
  fresh: number,
): Promise<void> {
  await trx
    .updateTable('preservation')
    .set(({ eb }) => ({ [column]: eb(column, '+', fresh) }))
    .where('id', '=', preservation)
    .execute();
}

/** @throws ProblemError `too_many_given` */
export function refuseMore(row: { given_messages: number; given_media: number }, kind: 'message' | 'media'): void {
  const [has, max] = kind === 'message' ? [row.given_messages, GIVEN_MESSAGES_MAX] : [row.given_media, GIVEN_MEDIA_MAX];
  if (has >= max) {
    const what = kind === 'message' ? 'messages' : 'media';
    throw new ProblemError('too_many_given', `${max} ${what} were given for this preservation, which is the limit`);
  }
}
