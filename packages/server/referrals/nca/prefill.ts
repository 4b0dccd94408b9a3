/** From what is known to what the NCA is told: whatever stands in it was in what is known, or in the operator's settings. */
import type { AccountDetails } from '@kith/contract';
import type { KnownAccount, KnownEvidence, KnownOfCase } from '../kinds/known.ts';
import type { ReferralSettings } from '../settings.ts';
import {
  ACCOUNTS_MAX,
  ITEMS_MAX,
  LINE_MAX,
  type NcaAccount,
  type NcaContent,
  type NcaItem,
  TEXT_MAX,
} from './content.ts';

/** Written in English, as the authority reads it; the form beside it is in the language of whoever fills it in. */
const WRITTEN_IN = 'en';

const iso = (at_ms: number): string => new Date(at_ms).toISOString();
const isoOf = (at_ms: number | null): string | undefined => (at_ms === null ? undefined : iso(at_ms));
/** A list that has nothing is not there. */
const some = <T>(list: readonly T[] | undefined): T[] | undefined =>
  list === undefined || list.length === 0 ? undefined : [...list];

export function prefillNca(known: KnownOfCase, { provider, reporter }: ReferralSettings): NcaContent {
  return {
    reporter: {
      ...{ firstName: reporter?.firstName ?? '', lastName: reporter?.lastName ?? '', email: reporter?.email ?? '' },
      telephone: reporter?.telephone,
    },
    ...{ provider: provider?.name ?? '', platform: provider?.platform ?? '' },
    detected: detectedBy(known),
    summary: '',
    ...{ firstAt: isoOf(known.first_ms), lastAt: isoOf(known.last_ms) },
    seen: some(
      known.seen.map(({ at_ms, words, account, other, message }) => ({
        ...{ at: iso(at_ms), what: words[WRITTEN_IN].slice(0, LINE_MAX), account },
        ...{ other: other ?? undefined, message: message ?? undefined },
      })),
    ),
    judged: some(
      known.rulings.map(({ at_ms, title, reason }) => ({
        ...{ at: iso(at_ms), what: title[WRITTEN_IN], reason: reason.slice(0, TEXT_MAX) },
      })),
    ),
    items: some(itemsOf(known)),
    accounts: accountsOf(known),
    earlier: some(
      known.earlier.map(({ kind, reference, sentAt_ms }) => ({ authority: kind, reference, at: iso(sentAt_ms) })),
    ),
    supplements: known.supplements?.reference,
    declared: false,
  };
}

/** Only what the records say: that Kith's own detection brought it to people, that somebody reported it, or both. */
function detectedBy({ rulings, reports, seen }: KnownOfCase): NcaContent['detected'] {
  const own = rulings.some(({ byMachine }) => byMachine) || seen.length > 0;
  if (own && reports.length > 0) return 'both';
  if (own) return 'own_systems';
  return reports.length > 0 ? 'report' : undefined;
}

/** What can go with it: content, and no details of accounts, which stand with the accounts. */
const itemsOf = ({ evidence }: KnownOfCase): NcaItem[] =>
  evidence
    .filter(({ kind }) => kind === 'media' || kind === 'conversation')
    .slice(0, ITEMS_MAX)
    .map(itemOf);

function itemOf({ id, kind, name, mediaType, sha256, account, details }: KnownEvidence): NcaItem {
  return {
    ...{ evidence: id, what: kind === 'media' ? 'media' : kind === 'conversation' ? 'conversation' : 'other' },
    ...{ name: details?.fileName ?? name ?? undefined, mediaType, sha256, account: account ?? undefined },
    ...{ uploadedAt: details?.uploadedAt, upload: details?.upload, url: details?.url },
    exif: some(Object.entries(details?.exif ?? {}).map(([label, value]) => ({ name: label, value }))),
  };
}

function accountsOf({ reported, others }: KnownOfCase): NcaAccount[] {
  return [
    ...reported.map((one) => accountOf(one, 'reported')),
    ...others.map((one) => accountOf(one, roleOf(one))),
  ].slice(0, ACCOUNTS_MAX);
}

const roleOf = ({ child, attempt }: KnownOfCase['others'][number]): NcaAccount['role'] =>
  !child ? 'other' : attempt === null ? 'recipient' : 'intended';

function accountOf(known: KnownAccount, role: NcaAccount['role']): NcaAccount {
  const { account, ageBand, country, createdAt_ms, links, enforced } = known;
  const details: AccountDetails = known.details ?? {};
  // what people have said of links, never what Kith takes for likely
  const linked = links.filter(({ confirmed }) => confirmed).map((link) => link.account);
  return {
    ...{ account, role, screenName: details.screenName, displayNames: some(details.displayNames) },
    ...{ firstName: details.firstName, lastName: details.lastName, dateOfBirth: details.dateOfBirth },
    ...{ ageBand: ageBand === 'unknown' ? undefined : ageBand, country: country ?? undefined },
    ...{ emails: some(details.emails), telephones: some(details.telephones), billing: details.billing },
    ...{ addresses: some(details.addresses), profileUrl: details.profileUrl, profileText: details.profileText },
    ...{ ipEvents: some(details.ipEvents), devices: some(details.devices), createdAt: isoOf(createdAt_ms) },
    otherAccounts: some([...new Set([...(details.otherAccounts ?? []), ...linked])]),
    enforced: some(enforced.map(({ kind, appliedAt_ms }) => ({ what: kind, at: iso(appliedAt_ms) }))),
    more: details.more,
  };
}
