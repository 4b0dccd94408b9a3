/**
 * Ten thousand families in the world of the benchmarks: of the first accounts every third is a child, and the next its guardian.
 * Each child has friends, groups, and a week in which something happened; both are signed in to the Family Centre.
 */
import { blankContact, blankConversation } from '@kith/engine';
import type { Kysely } from 'kysely';
import type { Records } from '../packages/server/ground/database/index.ts';
import { hashSecret } from '../packages/server/ground/keys/index.ts';
import type { KnowledgeRow } from '../packages/server/knowledge/index.ts';
import { accountId, rowsOfWorld, type WorldSize } from './world.ts';

const DAY_MS = 86_400_000;
const SESSION_MS = 12 * 3_600_000;
/** As many on each side of a child, counted in children. */
const FRIENDS = 80;
const NEW_FRIENDS = 3;
/** Friends whom a child wrote with this week, each on several days. */
const IN_TOUCH = 15;
const DAYS_IN_TOUCH = 3;
const GROUPS = 5;
const GROUP_MEMBERS = 12;
/** Rows that one statement inserts: SQLite takes 32,766 values. */
const ROWS_AT_ONCE = 2_000;
const ROWS_A_CHUNK = 5_000;

export const childOf = (family: number): string => accountId(family * 3);
export const guardianOf = (family: number): string => accountId(family * 3 + 1);
export const guardianshipOf = (family: number): string => `gua_${family.toString(16).padStart(32, '0')}`;
/** What a browser's cookie says: of the child, or of the guardian. */
export const secretOf = (family: number, of: 'child' | 'guardian'): string =>
  `${of}-${family}-`.padEnd(43, 'x').slice(0, 43);

const groupOf = (families: number, family: number, layer: number): string =>
  `group-${layer}-${Math.floor(((family + layer * 5) % families) / GROUP_MEMBERS)}`;

/** Everybody whom children are friends with stands beside them. */
const neighbour = (families: number, family: number, step: number): string =>
  childOf((family + step + families) % families);

/** Knowledge: the world, with its children guarded, their friends and groups. */
export async function* rowsOfFamilies(size: WorldSize, families: number): AsyncGenerator<readonly KnowledgeRow[]> {
  const guarded = new Set(Array.from({ length: families }, (_, family) => childOf(family)));
  for await (const rows of rowsOfWorld(size)) {
    yield rows.map((row) =>
      row.row === 'account' && guarded.has(row.value.id) ? { ...row, value: { ...row.value, guarded: true } } : row,
    );
  }
  let chunk: KnowledgeRow[] = [];
  let place = size.contacts;
  const last_s = Math.floor(Date.now() / 1000);
  for (let step = 1; step <= FRIENDS / 2; step++) {
    for (let family = 0; family < families; family++) {
      place++;
      const value = {
        ...blankContact(childOf(family), neighbour(families, family, step)),
        ...{ firstAt: last_s, lastAt: last_s, began: true, messages: 1, acceptStep: 1 },
      };
      chunk.push({ row: 'contact', acceptedPlace: place, flaggedPlace: 0, value });
      if (chunk.length < ROWS_A_CHUNK) continue;
      yield chunk;
      chunk = [];
    }
  }
  yield chunk;
  yield* groupRows(families, last_s);
}

async function* groupRows(families: number, last_s: number): AsyncGenerator<readonly KnowledgeRow[]> {
  const members = new Map<string, string[]>();
  for (let family = 0; family < families; family++) {
    for (let layer = 0; layer < GROUPS; layer++) {
      const group = groupOf(families, family, layer);
      const of = members.get(group);
      if (of === undefined) members.set(group, [childOf(family)]);
      else of.push(childOf(family));
    }
  }
  let place = 0;
  for (const [conversation, accounts] of members) {
    const value = { ...blankConversation(conversation), known: true, members: accounts.length };
    yield [
      { row: 'conversation', value: { ...value, lastAt: last_s } },
      ...accounts.map((account) => ({ row: 'member', conversation, account, joinedPlace: ++place }) as const),
    ];
  }
}

/** Records: guardianships of a month, a week of what was noted, and sessions. */
export async function writeFamilies(db: Kysely<Records>, families: number): Promise<void> {
  const now_ms = Date.now();
  const today = Math.floor(now_ms / DAY_MS);
  const each = Array.from({ length: families }, (_, family) => family);
  const insert = async <T extends keyof Records>(table: T, rows: readonly object[]): Promise<void> => {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      // rows of the table that is named: their type can't follow its name here
      await db
        .insertInto(table)
        .values(rows.slice(from, from + ROWS_AT_ONCE) as never)
        .execute();
    }
  };
  await insert(
    'guardianship',
    each.map((family) => ({
      ...{ id: guardianshipOf(family), state: 'active', invited_by: 'guardian' },
      ...{
        guardian: guardianOf(family),
        child: childOf(family),
        adulthood: 'verified',
        code_hash: null,
        language: null,
      },
      ...{ invited_at: now_ms - 31 * DAY_MS, until: now_ms - 29 * DAY_MS, answered_at: now_ms - 30 * DAY_MS },
      ...{ ended_at: null, ended_by: null, end_wished_at: null, tell_at: null },
    })),
  );
  await insert(
    'family_session',
    each.flatMap((family) =>
      (['child', 'guardian'] as const).map((of) => ({
        ...{ hash: hashSecret(secretOf(family, of)), account: of === 'child' ? childOf(family) : guardianOf(family) },
        ...{ language: 'en', created_at: now_ms, seen_at: now_ms, expires_at: now_ms + SESSION_MS },
      })),
    ),
  );
  for (const family of each) {
    if (family % 100 !== 0) continue;
    const some = each.slice(family, family + 100);
    await insert(
      'family_day',
      some.flatMap((one) => daysOf(families, one, today)),
    );
    await insert(
      'family_group',
      some.flatMap((one) => {
        const groups = new Set(Array.from({ length: GROUPS }, (_, layer) => groupOf(families, one, layer)));
        return [...groups].map((conversation) => ({ child: childOf(one), conversation }));
      }),
    );
    await insert(
      'family_friend',
      some.flatMap((one) => withDay(families, one, today, NEW_FRIENDS)),
    );
    await insert(
      'family_kept_away',
      some.map((one) => ({ child: childOf(one), day: today, other: guardianOf(one + 1) })),
    );
    await insert(
      'family_warning',
      some.map((one) => ({ child: childOf(one), day: today - 1, kind: 'stranger_message' })),
    );
  }
}

const withDay = (families: number, family: number, day: number, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    ...{ child: childOf(family), other: neighbour(families, family, n + 1), day: day - n },
  }));

/** With friends on some days, and in one group. */
function daysOf(families: number, family: number, today: number) {
  const child = childOf(family);
  const direct = Array.from({ length: IN_TOUCH * DAYS_IN_TOUCH }, (_, n) => ({
    ...{
      child,
      day: today - Math.floor(n / IN_TOUCH) * 2,
      other: neighbour(families, family, 1 + (n % IN_TOUCH)),
      grouped: 0,
    },
  }));
  const grouped = Array.from({ length: GROUP_MEMBERS - 1 }, (_, n) => ({
    ...{ child, day: today - (n % 2), other: neighbour(families, family, -1 - n), grouped: 1 },
  }));
  return [...direct, ...grouped];
}
