/**
 * Referrals: the filing of a case to an authority. Drafted from the case, completed and checked by a person, approved by a second
 * one, sent by a courier (or by hand through the authority's own portal), received, supplemented, kept, destroyed; or
 * covered by what another authority got, or not reported, with the reason. What is asked for differs by authority: each kind of
 * referral says, as data, which fields it has.
 */
import { z } from 'zod';
import { prose } from './rulings.ts';
import { id, time } from './words.ts';

/** The most referrals of one page. */
export const REFERRALS_PAGE_MAX = 200;
/** The largest content of a referral, bytes of JSON: what people fill in, and the accounts' details. */
export const REFERRAL_CONTENT_MAX = 1024 * 1024;

/** Whatever JSON can say: what it must be, the kind of referral says. */
export const json = z.json();

/** `ncmec`, `nca`, or an operator's own. */
export const referralKind = z.string().regex(/^[a-z][a-z0-9-]{1,31}$/, 'must be small letters, digits and hyphens');

/**
 * `drafted`: somebody completes it; `checked`: complete, and waits for a second person; `approved`: may leave, or must be filed
 * by hand; `sent`: the authority has it, and has not said so yet; `received`: it has said so, and that is stored; `supplemented`: it
 * got more since; `retained`: nothing more is to be done, and what was sent is kept as the law says; `destroyed`: that is over.
 * `covered`: another authority got it; `not_reported`: nobody gets it, and it says why.
 */
export const referralState = z.enum([
  'drafted',
  'checked',
  'approved',
  'sent',
  'received',
  'supplemented',
  'retained',
  'destroyed',
  'covered',
  'not_reported',
]);
export type ReferralState = z.infer<typeof referralState>;

/**
 * 1 to 3, as SI 2026/268 reg. 6(6) has them (grade Q for 1; the definitions of 2 and 3 are grade S and are the operator's to
 * edit): to be checked against the official text.
 */
export const referralPriority = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export type ReferralPriority = z.infer<typeof referralPriority>;

/** Words in the reader's language come from the server: kinds of referral are plug-ins. */
const words = z.string();

/** One field of a kind's form. `path` is where its value lies in the content, such as `reported.screenName`. */
export const formField = z.strictObject({
  path: z.string(),
  label: words,
  help: words.nullable(),
  type: z.enum([
    'text',
    'long_text',
    'number',
    'time',
    'date',
    'yes_no',
    'choice',
    'choices',
    'list',
    'rows',
    'evidence',
  ]),
  required: z.boolean(),
  /** the longest text, or the most rows */
  max: z.int().nullable(),
  /** of `choice` and `choices` */
  options: z.array(z.strictObject({ value: z.string(), label: words })).nullable(),
  /** of `rows`: the fields of each, their paths relative to the row */
  get fields() {
    return z.array(formField).nullable();
  },
  /** whether people see its value only by opening evidence */
  sensitive: z.boolean(),
});

export type FormField = z.infer<typeof formField>;

export const formSection = z.strictObject({ title: words, help: words.nullable(), fields: z.array(formField) });
export type FormSection = z.infer<typeof formSection>;

/** Something that keeps it from being checked, or that is there and was left out. */
export const referralProblem = z.strictObject({
  path: z.string(),
  /** `wrong` keeps it from being checked; `missing_available`: Kith or the platform has it, and the form leaves it out */
  kind: z.enum(['wrong', 'missing_required', 'missing_available', 'cut']),
  words,
});
export type ReferralProblem = z.infer<typeof referralProblem>;

/** How far the courier is with one that is sent by machine. */
export const filingView = z.strictObject({
  step: z.enum(['waiting', 'opened', 'uploading', 'finishing', 'finished', 'refused']),
  /** the authority's number of the open report; null before it gave one */
  report: z.string().nullable(),
  filesDone: z.int().min(0),
  files: z.int().min(0),
  attempts: z.int().min(0),
  nextAt: time.nullable(),
  /** in words, without what was sent */
  lastProblem: words.nullable(),
  /** a person must look: the authority refuses it, or it has failed for too long */
  stuck: z.boolean(),
  /** it goes to the authority's test system */
  test: z.boolean(),
});
export type FilingView = z.infer<typeof filingView>;

/** One line of what happened to it. */
export const referralStep = z.strictObject({
  at: time,
  what: z.enum([
    ...referralState.options,
    'edited',
    'given_back',
    'reference_noted',
    'request_received',
    'request_answered',
    /** the courier has begun to tell the authority: it can't be given back any more */
    'filing_begun',
    /** the authority refused it, and nothing is open there */
    'filing_failed',
    /** somebody lets it be tried again as it is */
    'filing_again',
  ]),
  /** pseudonym; null where Kith itself did it */
  by: z.string().nullable(),
  note: z.string().nullable(),
});
export type ReferralStep = z.infer<typeof referralStep>;

/** What an authority asked, and when it must have its answer. */
export const authorityRequest = z.strictObject({
  id,
  receivedAt: time,
  dueAt: time,
  /** null when it is destroyed, and for those who only read how referrals stand */
  what: z.string().nullable(),
  answeredAt: time.nullable(),
  /** what was answered; null before, too */
  answer: z.string().nullable(),
  overdue: z.boolean(),
});
export type AuthorityRequest = z.infer<typeof authorityRequest>;

export const referralSummary = z.strictObject({
  id,
  case: id,
  account: id,
  kind: referralKind,
  authority: words,
  state: referralState,
  priority: referralPriority,
  /** the operator's own target; not the law's */
  dueAt: time.nullable(),
  overdue: z.boolean(),
  /** the authority's reference number */
  reference: z.string().nullable(),
  createdAt: time,
  sentAt: time.nullable(),
  /** an answer to an authority that is due */
  requestDueAt: time.nullable(),
  stuck: z.boolean(),
  test: z.boolean(),
  version: z.int().min(0),
});
export type ReferralSummary = z.infer<typeof referralSummary>;

/** GET /v1/referrals */
export const referralsQuery = z.strictObject({
  state: referralState.optional(),
  case: id.optional(),
  after: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(REFERRALS_PAGE_MAX).default(50),
});
export const referralPage = z.strictObject({
  referrals: z.array(referralSummary).max(REFERRALS_PAGE_MAX),
  next: z.string().nullable(),
  /** who is registered with the NCA (SI 2026/268 reg. 4 and 5, grade Q), by the operator's file; null where that names nobody */
  nca: z
    .strictObject({
      registeredOn: z.iso.date().nullable(),
      administrators: z.array(z.strictObject({ name: z.string(), role: z.string(), email: z.string() })),
    })
    .nullable(),
  /** what can be drafted here */
  kinds: z.array(
    z.strictObject({
      kind: referralKind,
      authority: words,
      byHand: z.boolean(),
      test: z.boolean(),
      /** the one that this operator files by, unless something else is said */
      usual: z.boolean(),
    }),
  ),
});
export type ReferralPage = z.infer<typeof referralPage>;

/** GET /v1/referrals/{id}: all but its content. */
export const referralView = referralSummary.extend({
  /** pseudonyms; null where Kith drafted it, as a ruling asked for it */
  draftedBy: z.string().nullable(),
  /** who changed it last */
  editedBy: z.string().nullable(),
  checkedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  /** why I may not approve it */
  barred: z.enum(['checked_it', 'edited_it']).nullable(),
  /** it adds to an earlier one */
  supplements: id.nullable(),
  /** evidence that goes with it */
  evidence: z.array(id),
  /** neither a conversation nor a file goes with it; of one that was not sent yet */
  bare: z.boolean(),
  /** of a draft, for whoever works on it: content of the case that goes with another referral */
  taken: z.array(id),
  problems: z.array(referralProblem),
  filing: filingView.nullable(),
  requests: z.array(authorityRequest),
  steps: z.array(referralStep),
  /** where it is filed by hand: the authority's portal */
  portal: z.strictObject({ name: words, url: z.url().nullable(), steps: z.array(words) }).nullable(),
  /** what must be known before it is filed: nobody is registered, it is urgent and nobody is there to take it */
  warnings: z.array(words),
  /** what of this kind has not been compared with the official text; null where nothing */
  unverified: words.nullable(),
  /** why it is filed beside another authority's; null where it is the first of its case */
  besides: z.string().nullable(),
  /** which referral covers it, or what was filed elsewhere; null unless it is `covered` */
  covered: z.strictObject({ by: id.nullable(), reference: z.string().nullable() }).nullable(),
  /** evidence: what was sent, and what came back; null as long as there is none */
  copy: id.nullable(),
  receipt: id.nullable(),
  /**
   * evidence that went with it by what was approved, of which custody does not say that the authority got it: it is not what it was
   * (any more), or, where people filed it, nobody saved it to be handed on
   */
  unmarked: z.array(z.strictObject({ evidence: id, why: z.enum(['not_saved', 'damaged', 'destroyed', 'not_known']) })),
  /** until when the reference number is kept (SI 2026/268 reg. 8(1)(a), grade Q) */
  referenceKeptUntil: time.nullable(),
  keptUntil: time.nullable(),
});
export type ReferralView = z.infer<typeof referralView>;

/** What is to be sent as sections of labelled text: to be read by the second person, and copied into a portal one by one. */
export const readableSection = z.strictObject({
  title: words,
  lines: z.array(z.strictObject({ label: words, text: z.string() })),
});
export type ReadableSection = z.infer<typeof readableSection>;

/** POST /v1/referrals/{id}/open: what is to be sent. Leaves a line in the audit log. */
export const referralContent = z.strictObject({
  version: z.int().min(0),
  content: json,
  form: z.array(formSection),
  readable: z.array(readableSection),
  /** when each priority applies, in the operator's words */
  priorities: z.array(z.strictObject({ priority: referralPriority, words })),
  /** what Kith or the platform has and the content leaves out: of each problem `missing_available`, by the same path */
  available: z.array(z.strictObject({ path: z.string(), value: json })),
});
export type ReferralContent = z.infer<typeof referralContent>;

/** POST /v1/cases/{id}/referrals */
export const draftInput = z.strictObject({
  kind: referralKind,
  /** an earlier one of the same case and kind that the authority has: this one adds to it */
  supplements: id.optional(),
  /**
   * why it is filed although another authority has one of this case, or will (else 409 `reported_elsewhere`): the same content
   * is never reported by two routes
   */
  besides: prose.optional(),
});

/** PUT /v1/referrals/{id} */
export const editInput = z.strictObject({
  version: z.int().min(0),
  content: json,
  priority: referralPriority,
  evidence: z.array(id).max(500),
});

/** POST /v1/referrals/{id}/approve, /retain, and /send-again of one that the authority refused */
export const stepInput = z.strictObject({ version: z.int().min(0) });
/** POST /v1/referrals/{id}/check */
export const checkInput = stepInput.extend({
  /** whoever checks it knows that neither a conversation nor a file goes with it (else 409 `nothing_attached`) */
  withoutContent: z.literal(true).optional(),
});
/** POST /v1/referrals/{id}/give-back, /not-reported, and /requests/{request}/answer (`reason` is what was answered) */
export const reasonedInput = z.strictObject({ version: z.int().min(0), reason: prose });
/** GET /v1/referrals/{id}/bundle: to be saved, read, printed, or read by a program. Leaves a line in the audit log */
export const bundleFormat = z.enum(['html', 'pdf', 'json']);
export type BundleFormat = z.infer<typeof bundleFormat>;
export const bundleQuery = z.strictObject({ format: bundleFormat.default('html') });
/** POST /v1/referrals/{id}/covered: by which referral, or what was filed elsewhere */
export const coveredInput = reasonedInput.extend({ by: id.nullable(), reference: z.string().max(255).nullable() });
/** POST /v1/referrals/{id}/reference: it was filed by hand, and this came back. The receipt is kept in the vault */
export const referenceInput = z.strictObject({
  version: z.int().min(0),
  reference: z.string().trim().min(1).max(255),
  receivedAt: time,
  /** the receipt's text, as it was shown or mailed */
  receipt: z.string().max(20_000).optional(),
});
/** POST /v1/referrals/{id}/requests */
export const requestInput = z.strictObject({ version: z.int().min(0), receivedAt: time, what: prose });
