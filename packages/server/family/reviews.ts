/** A guardian asks the child to look at a contact together; the child says whether they talked, or that it would rather not. */
import type { FamilyPage, ReviewState } from '@kith/contract';
import { appendAudit } from '../ground/audit/index.ts';
import type { FamilyReviewRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { DAY_MS } from './limits.ts';
import type { Act, FamilyOptions } from './options.ts';
import { newId } from './rows.ts';
import type { Standing } from './standing.ts';
import { tellNews, wordNews } from './telling.ts';

/** A question stays on the page for so long, milliseconds. */
export const REVIEWS_SHOWN_MS = 30 * DAY_MS;
/** Questions of one guardian a day: more would be pressing. */
const REVIEWS_A_DAY_MAX = 5;
/** Questions on one page at most. */
const REVIEWS_SHOWN_MAX = 100;

/** The newest first. */
export const reviewsOf = (
  { db }: Pick<FamilyOptions, 'db'>,
  child: string,
  now_ms: number,
): Promise<FamilyReviewRow[]> =>
  db
    .selectFrom('family_review')
    .selectAll()
    .where('child', '=', child)
    .where('asked_at', '>', now_ms - REVIEWS_SHOWN_MS)
    .orderBy('asked_at', 'desc')
    .orderBy('id')
    .limit(REVIEWS_SHOWN_MAX)
    .execute();

/** Whether somebody is on a page: nobody else can be asked about. */
export const isOnPage = ({ friends, contacts, groups }: FamilyPage, account: string): boolean =>
  [...friends, ...contacts, ...groups.flatMap(({ members }) => members)].some((one) => one.account === account);

/** @throws ProblemError `not_known` where the page names no such person, `too_many_requests` */
export async function askReview(
  o: FamilyOptions,
  { id: guardianship, guardian, child }: Standing,
  page: FamilyPage,
  about: string,
  { by, now_ms }: Act,
): Promise<FamilyReviewRow> {
  if (about === child || !isOnPage(page, about)) {
    throw new ProblemError('not_known', 'about: is nobody on this page', 'about');
  }
  const row: FamilyReviewRow = {
    ...{ id: newId('rev'), guardianship, child, guardian, about },
    ...{ asked_at: now_ms, state: 'asked', answered_at: null },
  };
  const worded = await wordNews(o, [{ news: 'review_asked', to: child, about, of: row.id }]);
  const asked = await o.db.transaction().execute(async (trx) => {
    // first: whoever writes a line waits for the one before, so that two who ask at once see each other here
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by, action: 'family.review_asked', subject: `account:${child}` },
      detail: { guardian, about, review: row.id },
    });
    const { count } = await trx
      .selectFrom('family_review')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('guardianship', '=', guardianship)
      .where('asked_at', '>', now_ms - DAY_MS)
      .executeTakeFirstOrThrow();
    if (Number(count) >= REVIEWS_A_DAY_MAX) {
      throw new ProblemError('too_many_requests', 'enough has been asked today: talk with the child first');
    }
    const open = await trx
      .selectFrom('family_review')
      .selectAll()
      .where('guardianship', '=', guardianship)
      .where('about', '=', about)
      .where('state', 'in', ['asked', 'seen'])
      .executeTakeFirst();
    if (open !== undefined) return open;
    await trx.insertInto('family_review').values(row).execute();
    await tellNews(o, trx, worded, now_ms);
    return row;
  });
  o.wake();
  return asked;
}

/** @throws ProblemError `not_known` where it is none of the child's, `not_possible` where it was answered */
export async function answerReview(
  o: FamilyOptions,
  child: string,
  id: string,
  state: Exclude<ReviewState, 'asked'>,
  { by, now_ms }: Act,
): Promise<FamilyReviewRow> {
  const row = await o.db
    .selectFrom('family_review')
    .selectAll()
    .where('id', '=', id)
    .where('child', '=', child)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('not_known', 'no such review', 'id');
  const { guardian, about } = row;
  const news = state === 'seen' ? null : state === 'talked' ? 'review_talked' : 'review_declined';
  const worded = await wordNews(o, news === null ? [] : [{ news, to: guardian, about: child, of: id }]);
  await o.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('family_review')
      .set({ state, answered_at: now_ms })
      .where('id', '=', id)
      .where('state', 'in', state === 'seen' ? ['asked'] : ['asked', 'seen'])
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new ProblemError('not_possible', 'it is answered already');
    await tellNews(o, trx, worded, now_ms);
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by, action: 'family.review_answered', subject: `account:${child}` },
      detail: { guardian, about, review: id, answer: state },
    });
  });
  o.wake();
  return { ...row, state, answered_at: now_ms };
}
