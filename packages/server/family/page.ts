/** The page that a guardian sees of a child, and that the child sees of itself: one function makes it for both. */
import type { FamilyPage, FamilyPart, FamilyPerson, FamilyReview, FamilySetting } from '@kith/contract';
import { type Account, settingNames, settingOf } from '@kith/engine';
import type { FamilyReviewRow } from '../ground/database/index.ts';
import { dayOf, type FamilyFacts, familyFacts } from './facts.ts';
import type { Names } from './names.ts';
import type { Act, FamilyOptions } from './options.ts';
import { quietHoursOf } from './quiet-hours.ts';
import { reviewsOf } from './reviews.ts';
import { guardiansOf, type Standing, seenSince, standingIn } from './standing.ts';

/**
 * What a guardian sees now. The look is in the child's log before anything is given.
 * @throws ProblemError `not_known` where they are not its guardian
 */
export async function guardianPage(
  o: FamilyOptions,
  { guardian, child }: Pick<Standing, 'guardian' | 'child'>,
  part: FamilyPart,
  act: Act,
): Promise<FamilyPage> {
  const guardians = await guardiansOf(o, child);
  const standing = standingIn(guardians, guardian);
  await o.looks.note(standing, part, act);
  return pageSeenBy(o, standing, act.now_ms, guardians);
}

/** The same without a look: for an act that shows nothing of it. @param known the child's guardians, where whoever asks has them */
export async function pageSeenBy(
  o: FamilyOptions,
  standing: Standing,
  now_ms: number,
  known?: readonly Standing[],
): Promise<FamilyPage> {
  const guardians = known ?? (await guardiansOf(o, standing.child));
  return (await makePage(o, standing.child, guardians, seenSince(standing), [], now_ms)).page;
}

/**
 * @param guardians of the child, now
 * @param since_ms when the child said yes to whoever looks: nothing is shown from before that day
 * @param more accounts whose names are needed beside the page's
 */
export async function makePage(
  o: FamilyOptions,
  child: string,
  guardians: readonly Standing[],
  since_ms: number,
  more: readonly string[],
  now_ms: number,
): Promise<{ page: FamilyPage; account: Account; person: (account: string) => FamilyPerson }> {
  const [facts, asked, quiet] = await Promise.all([
    familyFacts(o.store, child, now_ms, since_ms),
    reviewsOf(o, child, now_ms),
    quietHoursOf(o.db, child),
  ]);
  const account = facts.child;
  // what another guardian asked before is not of this one's time
  const reviews = asked.filter(({ asked_at }) => dayOf(asked_at) >= dayOf(since_ms));
  const about = reviews.map((review) => review.about);
  const adults = guardians.map(({ guardian }) => guardian);
  const names = await o.names.of(namesIn(facts, [child, ...adults, ...about, ...more]));
  const person = (id: string): FamilyPerson => ({ account: id, name: names.account(id) });
  const page: FamilyPage = {
    child: { ...person(child), age: account.ageBand },
    guardians: adults.map(person),
    notedSince: dayOf(since_ms),
    ...named(facts, names),
    settings: settingsOf(account),
    warnings: seesWarnings(o, account) ? [...facts.warnings] : null,
    strangersKeptAway: facts.strangersKeptAway,
    quietHours: quiet,
    reviews: reviews.map((review) => reviewNamed(review, person)),
  };
  return { page, account, person };
}

const reviewNamed = (
  { id, about, asked_at, state }: FamilyReviewRow,
  person: (account: string) => FamilyPerson,
): FamilyReview => ({ id, about: person(about), askedOn: dayOf(asked_at), state });

/** One question, as its answer shows it. */
export async function reviewView({ names }: Pick<FamilyOptions, 'names'>, row: FamilyReviewRow): Promise<FamilyReview> {
  const known = await names.of({ accounts: [row.about], conversations: [] });
  return reviewNamed(row, (account) => ({ account, name: known.account(account) }));
}

export const seesWarnings = (
  { policy }: Pick<FamilyOptions, 'policy'>,
  { ageBand }: Pick<Account, 'ageBand'>,
): boolean => policy().seesWarnings.some((band) => band === ageBand);

function namesIn({ friends, contacts, groups }: FamilyFacts, more: readonly string[]) {
  const accounts = new Set(more);
  for (const { account } of friends) accounts.add(account);
  for (const { account } of contacts) accounts.add(account);
  for (const { members } of groups) for (const member of members) accounts.add(member);
  return { accounts: [...accounts], conversations: groups.map(({ group }) => group) };
}

function named(
  { friends, contacts, groups }: FamilyFacts,
  names: Names,
): Pick<FamilyPage, 'friends' | 'contacts' | 'groups'> {
  const withName = <T extends { account: string }>(one: T) => ({ ...one, name: names.account(one.account) });
  return {
    friends: friends.map((friend) => ({ ...withName(friend), how: [...friend.how] })),
    contacts: contacts.map(withName),
    groups: groups.map(({ group, size, members }) => ({
      ...{ group, size, name: names.conversation(group) },
      members: members.map((account) => withName({ account })),
    })),
  };
}

export const settingsOf = (account: Account): FamilySetting[] =>
  settingNames.map((setting) => {
    const wanted = account.pendingSettings[setting] ?? null;
    return {
      ...{ setting, now: settingOf(account, setting), wanted },
      waitsForGuardian: wanted !== null && account.guarded && account.pendingConfirmed,
    };
  });
