/** Reports: what people say about an account, how they get to say it, and what those who judge it see. */
import { z } from 'zod';
import { prose } from './rulings.ts';
import { id, language, time } from './words.ts';

/** The longest text of a report by a trusted flagger, in UTF-16 code units: what they know, not what they have seen. */
export const REPORT_TEXT_LENGTH_MAX = 8_000;
/** The most reports of one call of POST /v1/reports. */
export const REPORTS_AT_ONCE_MAX = 100;
/** The most reports of one page of GET /v1/reports, and how many there are unless asked otherwise. */
export const REPORTS_PAGE_MAX = 200;
export const REPORTS_PAGE = 50;
/** The longest category, as in the event report.filed. */
const CATEGORY_LENGTH_MAX = 64;

const category = z
  .string()
  .min(1)
  .max(CATEGORY_LENGTH_MAX)
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'must be Unicode text without zero bytes');

/** What became of a report, as far as whoever reported may know. */
export const reportOutcome = z.enum([
  /** something was done about the account or what it wrote */
  'acted',
  /** somebody looked, and found that no rule was broken */
  'no_breach',
  /** marked as manifestly unfounded by a person, where policy allows that */
  'unfounded',
]);
export type ReportOutcome = z.infer<typeof reportOutcome>;

/** Who reports: somebody with an account, a parent or carer, somebody without an account, a trusted flagger, the platform's staff. */
export const reportSource = z.enum(['user', 'guardian', 'nobody', 'flagger', 'platform']);
export type ReportSource = z.infer<typeof reportSource>;

/** POST /v1/report-links: for somebody who is signed in on the platform and wants to report an account there. */
export const reportLinkInput = z.strictObject({
  /** who reports */
  reporter: id,
  /** whom it is about */
  about: id,
  /** the message or conversation that they were looking at */
  message: id.optional(),
  conversation: id.optional(),
  language: language.optional(),
  /** whether who reports is a child, where the platform knows: words are chosen by it */
  child: z.boolean().optional(),
});
export type ReportLinkInput = z.infer<typeof reportLinkInput>;

export const reportLink = z.strictObject({
  /** to be opened in a browser; it serves one report */
  url: z.url(),
  expires: time,
});
export type ReportLink = z.infer<typeof reportLink>;

/** One report by a trusted flagger. */
export const flaggedInput = z.strictObject({
  /** the flagger's own reference: the same one is the same report */
  id,
  about: id,
  category,
  conversation: id.optional(),
  message: id.optional(),
  /** what they know. Never pictures, and never a description of them */
  text: z
    .string()
    .max(REPORT_TEXT_LENGTH_MAX)
    .refine((text) => text.isWellFormed(), 'must be Unicode text')
    .optional(),
  /** when it happened */
  at: time.optional(),
});
export type FlaggedInput = z.infer<typeof flaggedInput>;

/** POST /v1/reports */
export const flaggedReports = z.strictObject({
  /** `platform`: what the platform's own staff took in elsewhere, by telephone for example */
  source: reportSource.extract(['flagger', 'platform']).default('flagger'),
  reports: z.array(flaggedInput).min(1).max(REPORTS_AT_ONCE_MAX),
});

export const flaggedReceipts = z.strictObject({
  results: z.array(
    z.strictObject({
      id,
      /** `duplicate`: it had come before */
      status: z.enum(['accepted', 'duplicate']),
      /** Kith's own id of it */
      report: id,
      reference: z.string(),
    }),
  ),
});
export type FlaggedReceipts = z.infer<typeof flaggedReceipts>;

/** A report without its words: reading those is a look at evidence. */
export const reportSummary = z.strictObject({
  id,
  /** what whoever reported was given, to ask after it */
  reference: z.string(),
  source: reportSource,
  trusted: z.boolean(),
  /** whoever reports is a child, as far as is known */
  child: z.boolean(),
  /** null where what was written names no account that is known */
  about: id.nullable(),
  category: z.string(),
  /** one of Kith's own categories in the reader's language; a platform's own as it is */
  categoryWords: z.string(),
  conversation: id.nullable(),
  message: id.nullable(),
  at: time,
  receivedAt: time,
  acknowledgedAt: time.nullable(),
  optedOut: z.boolean(),
  language: z.string(),
  state: z.enum(['open', 'closed']),
  closedAt: time.nullable(),
  outcome: reportOutcome.nullable(),
  hasText: z.boolean(),
  case: id.nullable(),
});
export type ReportSummary = z.infer<typeof reportSummary>;

/** GET /v1/reports */
export const reportsQuery = z.strictObject({
  state: z.enum(['open', 'closed']).optional(),
  source: reportSource.optional(),
  about: id.optional(),
  /** true: only those that name no account that is known, so that a person must say whom they are about */
  unplaced: z.stringbool().optional(),
  /** as it was given to whoever reported */
  reference: z.string().max(32).optional(),
  /** `next` of the page before */
  after: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(REPORTS_PAGE_MAX).default(REPORTS_PAGE),
});
export type ReportsQuery = z.output<typeof reportsQuery>;

export const reportPage = z.strictObject({
  reports: z.array(reportSummary).max(REPORTS_PAGE_MAX),
  /** what to send as `after` for the next page; null where there is none */
  next: z.string().nullable(),
});
export type ReportPage = z.infer<typeof reportPage>;

/** GET /v1/reports/{id}: leaves a line in the audit log. */
export const reportView = reportSummary.extend({
  /** the account of who reports: for those who judge, and for nobody else */
  reporter: id.nullable(),
  /** what they wrote; null where there is nothing, or it is not kept any more */
  text: z.string().nullable(),
  /** the account as it was written, by somebody who has none */
  aboutSaid: z.string().nullable(),
  /** where they may be written to, where they said */
  contact: z.string().nullable(),
  /** what they are to whom it is about, as they said */
  who: z.string().nullable(),
});
export type ReportView = z.infer<typeof reportView>;

/** POST /v1/reports/{id}/place: which account it is about. */
export const placeInput = z.strictObject({ about: id });
/** POST /v1/reports/{id}/close */
export const closeReportInput = z.strictObject({ outcome: reportOutcome.exclude(['unfounded']) });
/** POST /v1/reports/{id}/unfounded: always with a reason, which stays in the audit log */
export const unfoundedInput = z.strictObject({ reason: prose });

/** GET /v1/flaggers: how often what each flagger reported was acted on. Of organisations, never of a person of staff. */
export const flaggerAccuracy = z.strictObject({
  flaggers: z.array(
    z.strictObject({
      /** the key's public part, and its name */
      key: id,
      name: z.string(),
      reports: z.int().min(0),
      closed: z.int().min(0),
      acted: z.int().min(0),
      /** of those that were closed; null where none was */
      share: z.number().min(0).max(1).nullable(),
    }),
  ),
});
export type FlaggerAccuracy = z.infer<typeof flaggerAccuracy>;
