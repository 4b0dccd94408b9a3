/** From what is known to a report: whatever stands in it was in what is known, or in the operator's settings. */
import type { MediaDetails } from '@kith/contract';
import type { KnownAccount, KnownEvidence, KnownOfCase } from '../kinds/known.ts';
import type { NcmecContent } from './content.ts';
import { accountOf, ipOf, iso, personOf, some } from './prefill-account.ts';
import { ENGLISH } from './prefill-words.ts';
import { incidentTypes, KNOWN_MATERIAL_TYPE } from './schema/values.ts';

export const NCMEC = 'ncmec';
const REPORT_NUMBER = /^[1-9][0-9]{0,17}$/;
/** The longest text about what was seen, UTF-16 code units: beyond it, the files say it better. */
const SEEN_MAX = 20_000;
/** Whoever is read stands in English: NCMEC's language. */
const READ_IN = 'en';

export interface Prefilling {
  platform: string | null;
  /** those that the operator offers, the usual one first */
  incidentTypes: readonly (typeof incidentTypes)[number][];
}

/** Somebody who checks the report says which it is; it begins as what was exactly recognised, else as the usual. */
function typeOf({ seen }: KnownOfCase, offered: Prefilling['incidentTypes']): (typeof incidentTypes)[number] {
  const recognised = seen.some(({ code }) => code === 'KNOWN_MATERIAL') && offered.includes(KNOWN_MATERIAL_TYPE);
  return recognised ? KNOWN_MATERIAL_TYPE : (offered[0] ?? incidentTypes[0]);
}

export function prefillNcmec(known: KnownOfCase, { platform, incidentTypes: offered }: Prefilling): NcmecContent {
  const { first_ms, last_ms, openedAt_ms, others, evidence, goesWith } = known;
  const [reported, ...merged] = known.reported;
  const service = platform === null ? {} : { platform: platform.slice(0, 256) };
  const conversations = evidence.filter(({ kind }) => kind === 'conversation');
  return {
    incidentSummary: {
      ...{ incidentType: typeOf(known, offered), ...service, incidentDateTime: iso(first_ms ?? openedAt_ms) },
      ...(first_ms !== null &&
        last_ms !== null && { incidentDateTimeDescription: ENGLISH.firstAndLast(iso(first_ms), iso(last_ms)) }),
    },
    internetDetails: [
      {
        chatImIncident: {
          ...(platform !== null && { chatClient: platform.slice(0, 255) }),
          ...(conversations.length > 0 && { additionalInfo: ENGLISH.conversation }),
        },
      },
    ],
    personOrUserReported: reportedOf(reported, merged, known),
    intendedRecipient: some(
      others
        .filter((one) => !isReached(one))
        .map((one) => ({ intendedRecipientPerson: personOf(one), ...accountOf(one), ...tried(one) })),
    ),
    victim: some(others.filter(isReached).map((one) => ({ victimPerson: personOf(one), ...accountOf(one) }))),
    additionalInfo: whatWasSeen(known),
    files: some(evidence.filter((one) => goesAlong(one) && goesWith?.includes(one.id) !== false).map(fileOf)),
  };
}

type Other = KnownOfCase['others'][number];

/** A child whom something reached; it was meant for others, and for children whom nothing reached (cybertipline.md names no more). */
const isReached = ({ child, attempt }: Other): boolean => child && attempt === null;

function tried(one: Other): { additionalInfo?: string } {
  const { additionalInfo } = accountOf(one);
  if (one.attempt === null) return {};
  const { askedAt_ms, withheld } = one.attempt;
  const said = ENGLISH.attempt(askedAt_ms === null ? null : iso(askedAt_ms), withheld);
  return { additionalInfo: additionalInfo === undefined ? said : `${additionalInfo}\n${said}` };
}

function reportedOf(
  one: KnownAccount,
  merged: readonly KnownAccount[],
  { earlier, supplements }: KnownOfCase,
): NonNullable<NcmecContent['personOrUserReported']> {
  const numbers = [
    ...(one.details?.earlierReports ?? []),
    ...[...earlier, ...(supplements === null ? [] : [supplements])]
      .filter(({ kind }) => kind === NCMEC)
      .map(({ reference }) => reference),
  ].filter((number) => REPORT_NUMBER.test(number));
  // what people have said of links, never what Kith takes for likely
  const linked = new Set([
    ...merged.map(({ account }) => account),
    ...one.links.filter(({ confirmed }) => confirmed).map(({ account }) => account),
  ]);
  const own = (one.details?.otherAccounts ?? []).filter((account) => !linked.has(account));
  return {
    personOrUserReportedPerson: personOf(one),
    ...accountOf(one),
    priorCTReports: some([...new Set(numbers)]),
    associatedAccount: some([
      ...[...linked].map((account) => ({
        ...{ type: 'Linked' as const, espIdentifier: account, additionalInfo: ENGLISH.linked },
      })),
      ...own.map((account) => ({ type: 'Linked' as const, espIdentifier: account })),
    ]),
  };
}

const goesAlong = ({ kind }: KnownEvidence): boolean => kind === 'media' || kind === 'conversation';

function fileOf({ id, kind, name, details }: KnownEvidence): NonNullable<NcmecContent['files']>[number] {
  if (kind !== 'media') return { evidence: id, details: { fileRelevance: 'Supplemental Reported' } };
  return {
    evidence: id,
    details: {
      ...{ originalFileName: details?.fileName ?? name ?? undefined, fileRelevance: 'Reported' },
      ...(details === null ? {} : mediaOf(details)),
    },
  };
}

const mediaOf = ({ uploadedAt, url, public: isPublic, upload, exif }: MediaDetails) => ({
  ...{ uploadedToEspTimestamp: uploadedAt, locationOfFile: url, publiclyAvailable: isPublic },
  ...(upload !== undefined && { ipCaptureEvent: ipOf(upload) }),
  ...(exif !== undefined &&
    Object.keys(exif).length > 0 && {
      details: [
        { nameValuePair: Object.entries(exif).map(([name, value]) => ({ type: 'EXIF' as const, name, value })) },
      ],
    }),
});

function whatWasSeen({ seen, rulings, reports, supplements }: KnownOfCase): string | undefined {
  const parts = [
    ...(supplements === null ? [] : [ENGLISH.earlier(supplements.reference)]),
    ...part(
      ENGLISH.seen,
      seen.map(({ at_ms, words, account, other, message }) =>
        [iso(at_ms), words[READ_IN], account, other ?? '-', message ?? '-'].join('; '),
      ),
    ),
    ...part(
      ENGLISH.reported,
      reports.map(({ at_ms, category, message }) => [iso(at_ms), category[READ_IN], message ?? '-'].join('; ')),
    ),
    ...part(
      ENGLISH.ruled,
      rulings.map(({ at_ms, title }) => `${iso(at_ms)}; ${title[READ_IN]}`),
    ),
  ];
  return parts.length === 0 ? undefined : parts.join('\n').slice(0, SEEN_MAX);
}

const part = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [title, ...lines]);
