/** What the two sides are told, by way of the platform: notices of the outbox, committed with what they tell of. */
import { hash } from 'node:crypto';
import type { FamilyNews, GuardianPower, Webhook } from '@kith/contract';
import { type DecidedNotice, familyNotice, isToGuardian } from '@kith/engine';
import type { Transaction } from 'kysely';
import type { GuardianshipRow, Records } from '../ground/database/index.ts';
import { send } from '../outbox/index.ts';
import { renderNotice } from '../words/index.ts';
import type { FamilyOptions } from './options.ts';
import { activeOf } from './rows.ts';
import { invitedRole } from './states.ts';
import { type Terms, termsAt, termsId } from './terms.ts';

/** Something that one person is to be told. */
export interface News {
  news: FamilyNews;
  to: string;
  about: string;
  /** the invitation that a child is asked about */
  asks?: GuardianshipRow;
  /** what it belongs to and the how manieth it is of that: told twice it is one */
  of: string;
}

export type FamilyChange = 'began' | 'ended' | 'paused' | 'resumed' | 'came_of_age';

/** What the one who is named is told of an invitation. */
export function newsOfInvitation(row: GuardianshipRow): News[] {
  const { id, guardian, child } = row;
  if (guardian === null || child === null) return [];
  return invitedRole(row) === 'child'
    ? [{ news: 'guardian_asks', to: child, about: guardian, of: id, asks: row }]
    : [{ news: 'child_asks', to: guardian, about: child, of: id }];
}

/** What both are told of a change of guardian, and the child's other guardians of one more. */
export async function newsOfChange(
  { db }: Pick<FamilyOptions, 'db'>,
  { id, guardian, child, paused_at, resumed_at }: GuardianshipRow,
  change: FamilyChange,
): Promise<News[]> {
  if (guardian === null || child === null) return [];
  // of their account the platform tells the guardian; it may happen again, so each time is news of its own
  if (change === 'paused' || change === 'resumed')
    return [{ news: change, to: child, about: guardian, of: `${id}:${paused_at ?? resumed_at}` }];
  const both: News[] = [
    { news: change, to: child, about: guardian, of: id },
    { news: `${change}_for_guardian`, to: guardian, about: child, of: id },
  ];
  if (change !== 'began') return both;
  const others = (await activeOf(db, child)).flatMap(({ guardian: other, paused_at: out }) =>
    other === null || out !== null ? [] : [other],
  );
  const rest = others.filter((other) => other !== guardian);
  return [...both, ...rest.map((to): News => ({ news: 'another_began_for_guardian', to, about: child, of: id }))];
}

/** Notices that are ready to be sent: made before the transaction, which is kept short. */
export async function wordNews(o: FamilyOptions, all: readonly News[]): Promise<(News & { notice: DecidedNotice })[]> {
  return o.ask((k) =>
    all.flatMap((one) => {
      const { status, language, country } = k.account(one.to);
      if (status === 'deleted') return [];
      const child = isToGuardian(one.news) ? one.about : one.to;
      const terms = termsAt(o.policy(), k.account(child).ageBand);
      const notice = familyNotice(one.news, {
        ...{ to: one.to, about: one.about, language, country, powers: powersOf(terms), mayEnd: terms.mayEnd },
        ...(one.asks !== undefined && { terms: termsId(one.asks, terms) }),
      });
      return [{ ...one, notice }];
    }),
  );
}

/** What a notice names of that beyond what every guardian sees. */
function powersOf({ sees, may }: Terms): GuardianPower[] {
  const powers: GuardianPower[] = [];
  if (sees.includes('warnings')) powers.push('see_warnings');
  if (may.includes('settings')) powers.push('approve_settings');
  if (may.includes('quiet_hours')) powers.push('quiet_hours');
  if (may.includes('summary')) powers.push('summary');
  return powers;
}

/** The id of one notice among those of an event. @param of to whom; or where one person is told of several, which */
export const noticeId = (event: string, of: string): string =>
  `not_${hash('sha256', JSON.stringify([event, of])).slice(0, 32)}`;

/** Puts them into the outbox. */
export async function tellNews(
  { endpoints, words }: Pick<FamilyOptions, 'endpoints' | 'words'>,
  trx: Transaction<Records>,
  all: Awaited<ReturnType<typeof wordNews>>,
  now_ms: number,
): Promise<void> {
  for (const { news, to, of, notice } of all) {
    const event = `kith:${of}:${news}`;
    const timestamp = new Date(now_ms).toISOString();
    const data = { event, id: noticeId(event, to), notice: renderNotice(notice, words()) };
    const webhook: Webhook = { type: 'notice.requested', timestamp, data };
    await send(trx, endpoints, webhook, { about: `${event}:${to}`, time: 0, now_ms });
  }
}
