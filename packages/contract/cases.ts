/**
 * Cases, as the people who judge them see them: all that is to be judged about one account. What leads to one (signals,
 * reports, rules) joins it; who looks at it holds it; what happened to it is its history. docs/MODERATING.md draws the states.
 */
import { z } from 'zod';
import { accountView } from './decisions.ts';
import { riskView } from './risk.ts';
import { enforcementView, JUDGED_SHOWN_MAX, prose, rulingView } from './rulings.ts';
import { ageBand, evidenceCode, id, outcome, risk, time } from './words.ts';

/** The most cases of one page of the queue, and how many there are unless asked otherwise. */
export const CASES_PAGE_MAX = 200;
export const CASES_PAGE = 50;
/** The most lines of history that a case shows, the newest; it keeps all. */
export const HISTORY_SHOWN_MAX = 500;
/** The most contacts that a case's graph shows: those with most evidence, then those written to last. */
export const CASE_CONTACTS_MAX = 50;
/** The most reports that a case names, the newest first. */
export const CASE_REPORTS_MAX = 100;
/** The most messages of one page of a conversation, and how many there are unless asked otherwise. */
export const TIMELINE_PAGE_MAX = 500;
export const TIMELINE_PAGE = 100;
/** The longest name of a queue, in characters. */
const QUEUE_LENGTH_MAX = 64;

export const queueName = z
  .string()
  .max(QUEUE_LENGTH_MAX)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'must be small letters, digits and hyphens, such as risk');

/**
 * `open`: nobody holds it; `leased`: somebody does, until their lease ends; `second_review`: ruled, and waits for a second
 * person who is not the first; `decided`: ruled, and what follows is not done yet; `closed`: all is done, or it was merged
 * into another. A case that is opened again is `open` (`leased` after an undo), and `reopened` counts how often.
 */
export const caseState = z.enum(['open', 'leased', 'second_review', 'decided', 'closed']);
export type CaseState = z.infer<typeof caseState>;

/** What a priority is made of (measure ICU C5), each explained in words. */
export const priorityFactor = z.enum([
  /** a child may be in danger now: what was seen towards children, and how lately */
  'danger',
  /** how grave it is by its kind */
  'severity',
  /** how many children */
  'reach',
  /** how likely it is true: score, and reports that agree */
  'likelihood',
  /** who says so */
  'trust',
  /** an earlier case of this account was ruled a violation */
  'earlier',
  /** how long it has waited, so that nothing starves */
  'waiting',
]);
export type PriorityFactor = z.infer<typeof priorityFactor>;

export const priorityReason = z.strictObject({
  factor: priorityFactor,
  points: z.number(),
  /** for moderators, in their language */
  words: z.string(),
});
export type PriorityReason = z.infer<typeof priorityReason>;

/** From its priority: each has a target of time until it is decided (policy). */
export const priorityBand = z.enum(['urgent', 'high', 'normal']);
export type PriorityBand = z.infer<typeof priorityBand>;

/** How hard on people what is to be seen may be, 1 to 3: what budgets of exposure count. */
export const exposureSeverity = z.int().min(1).max(3);

/** A case as a row of the queue. */
export const caseSummary = z.strictObject({
  id,
  account: id,
  ageBand,
  queue: queueName,
  /** the queue's name in the reader's language */
  queueWords: z.string(),
  state: caseState,
  /** this look is, or will be, the second one: who ruled first can't take it */
  secondReview: z.boolean(),
  /** how often it was opened again */
  reopened: z.int().min(0),
  /** the most pressing first; grows as it waits */
  priority: z.number(),
  band: priorityBand,
  why: z.array(priorityReason),
  severity: exposureSeverity,
  openedAt: time,
  updatedAt: time,
  /** when it should be decided; null once it is */
  dueAt: time.nullable(),
  level: risk,
  /** pseudonym of who holds it */
  leasedBy: z.string().nullable(),
  leasedUntil: time.nullable(),
  /** I hold it */
  mine: z.boolean(),
  /** children that it is about, as far as is known */
  children: z.int().min(0),
  reports: z.int().min(0),
  /** rises with every change; sent back with what is done to the case, 409 `case_changed` where it is stale */
  version: z.int().min(0),
});
export type CaseSummary = z.infer<typeof caseSummary>;

/** GET /v1/cases */
export const casesQuery = z.strictObject({
  queue: queueName.optional(),
  /** all that wait for somebody (open, leased, second_review) where it is left out */
  state: caseState.optional(),
  /** `next` of the page before */
  after: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(CASES_PAGE_MAX).default(CASES_PAGE),
});
export type CasesQuery = z.output<typeof casesQuery>;

export const casePage = z.strictObject({
  cases: z.array(caseSummary).max(CASES_PAGE_MAX),
  /** what to send as `after` for the next page; null where there is none */
  next: z.string().nullable(),
  /** how many wait in each queue (open, leased and second_review) */
  counts: z.record(z.string(), z.int().min(0)),
  queues: z.array(z.strictObject({ name: queueName, words: z.string() })),
});
export type CasePage = z.infer<typeof casePage>;

/** What can be in a case's history. */
export const caseEventKind = z.enum([
  // from events of the platform
  'opened',
  'risk_rose',
  'rule_hit',
  'report_joined',
  'material_matched',
  'link_found',
  // by people who look at it
  'leased',
  'released',
  'moved',
  'noted',
  'merged',
  'took_in',
  // by those who rule, and what follows
  'ruled',
  'proposed',
  'confirmed',
  'disagreed',
  'undone',
  'closed',
  'appealed',
  'reopened',
  // of what follows, of what is preserved of it, and of who is told of it; `what` in the detail says which step
  'enforcement',
  'statement',
  'referral',
  'evidence',
  'preservation',
]);
export type CaseEventKind = z.infer<typeof caseEventKind>;

/** One line of a case's history. Lines are only ever added. */
export const caseEvent = z.strictObject({
  id,
  at: time,
  kind: caseEventKind,
  /** pseudonym; null where Kith did it */
  by: z.string().nullable(),
  /** names and numbers: which rule, which level; queue and category in the reader's language */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** what somebody wrote */
  note: z.string().nullable(),
});
export type CaseEvent = z.infer<typeof caseEvent>;

/** A report that joined the case, without its text: reading that is a look at evidence of its own. */
export const caseReport = z.strictObject({
  id,
  at: time,
  /** who reported, by kind; never shown to the account that it is about */
  source: z.enum(['child', 'adult', 'guardian', 'anonymous', 'trusted']),
  category: z.string(),
  /** one of Kith's own categories in the reader's language; a platform's own as it is */
  categoryWords: z.string(),
  /** the reporting account, where it has one */
  from: id.nullable(),
  message: id.nullable(),
  hasText: z.boolean(),
});
export type CaseReport = z.infer<typeof caseReport>;

/** Another account that this one has turned to: a node of the small graph. */
export const caseContact = z.strictObject({
  account: id,
  ageBand,
  connected: z.boolean(),
  /** messages it was sent, its replies, and those withheld */
  messages: z.int().min(0),
  replies: z.int().min(0),
  withheld: z.int().min(0),
  /** it was asked for a connection, whatever became of that */
  asked: z.boolean(),
  firstAt: time.nullable(),
  lastAt: time.nullable(),
  level: risk,
  /** evidence seen towards it */
  codes: z.array(evidenceCode),
  blocked: z.boolean(),
  reported: z.boolean(),
});
export type CaseContact = z.infer<typeof caseContact>;

/** How much one has looked at in this shift, against what is good for people. Only ever one's own. */
export const exposureView = z.strictObject({
  /** weighted by severity, this shift */
  seen: z.number().min(0),
  budget: z.number().positive(),
  over: z.boolean(),
});
export type ExposureView = z.infer<typeof exposureView>;

/** What I must open before I suspend or disable (else 409 `not_looked`): a conversation, or a report's own words. */
export const unopened = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('conversation'), of: id, with: id }),
  z.strictObject({ what: z.literal('report'), report: id }),
]);
export type Unopened = z.infer<typeof unopened>;

/** GET /v1/cases/{id} */
export const caseView = caseSummary.extend({
  /** this one and those merged into it */
  accounts: z.array(id),
  /** as it is known; null where it is not any more */
  risk: riskView.nullable(),
  signals: riskView.shape.signals,
  reportsFiled: z.array(caseReport).max(CASE_REPORTS_MAX),
  contacts: z.array(caseContact).max(CASE_CONTACTS_MAX),
  /** the oldest first */
  history: z.array(caseEvent).max(HISTORY_SHOWN_MAX),
  rulings: z.array(rulingView).max(JUDGED_SHOWN_MAX),
  enforcements: z.array(enforcementView).max(JUDGED_SHOWN_MAX),
  /** earlier and later cases of the same account, and that it was merged into */
  related: z.array(
    z.strictObject({ id, state: caseState, openedAt: time, how: z.enum(['earlier', 'later', 'merged_into']) }),
  ),
  /** what I must open before I can suspend or disable; null where I have, or where there is nothing to open */
  unopened: unopened.nullable(),
  /** I may not take or rule it: somebody else holds it, I took the first look, my roles give no second one, or it is over */
  barred: z.enum(['held', 'first_look', 'role', 'over']).nullable(),
  exposure: exposureView,
});
export type CaseView = z.infer<typeof caseView>;

/**
 * Why a message has no text here. `none_sent`: the platform sent none with it; `not_kept`: by the policy nothing is kept between
 * these two; `over`: the time that it was kept for is over; `unreadable`: it is kept, and its key is not here or damaged.
 */
export const noTextReason = z.enum(['none_sent', 'not_kept', 'over', 'unreadable']);
export type NoTextReason = z.infer<typeof noTextReason>;

/** One message of a conversation. Its text is there where it is kept. */
export const timelineItem = z.strictObject({
  message: id,
  at: time,
  from: id,
  /** null where it went to a group */
  to: id.nullable(),
  text: z.string().nullable(),
  /** null where there is a text */
  noText: noTextReason.nullable(),
  media: z.array(id),
  /** what was decided about it, where that is kept */
  outcome: outcome.nullable(),
  evidence: z.array(
    z.strictObject({
      /** a code of evidence; or RULE, or RULE_IN_SHADOW */
      code: z.string(),
      cue: z.string(),
      words: z.string(),
    }),
  ),
  deleted: z.boolean(),
});
export type TimelineItem = z.infer<typeof timelineItem>;

/** GET /v1/cases/{id}/conversation: leaves a line in the audit log. */
export const conversationQuery = z.strictObject({
  /** the other account */
  with: id,
  /** which of the case's accounts; its first where it is left out */
  of: id.optional(),
  /** messages before, or after, this moment; the newest page where both are left out */
  before: time.optional(),
  after: time.optional(),
  limit: z.coerce.number().int().min(1).max(TIMELINE_PAGE_MAX).default(TIMELINE_PAGE),
});
export type ConversationQuery = z.output<typeof conversationQuery>;

export const conversationPage = z.strictObject({
  /** the oldest first */
  items: z.array(timelineItem).max(TIMELINE_PAGE_MAX),
  /** there are older, or newer, ones */
  older: z.boolean(),
  newer: z.boolean(),
  /** whether the texts of this pair are kept, by the policy and by what is known of the two */
  textKept: z.boolean(),
});
export type ConversationPage = z.infer<typeof conversationPage>;

/** POST /v1/cases/next: the most pressing case that one may take, held by oneself from then on. */
export const nextInput = z.strictObject({ queue: queueName.optional() });
export type NextInput = z.infer<typeof nextInput>;

export const nextAnswer = z.discriminatedUnion('found', [
  z.strictObject({ found: z.literal('case'), case: caseSummary, exposure: exposureView }),
  /** nothing waits that one may take */
  z.strictObject({ found: z.literal('nothing'), exposure: exposureView }),
  /** one has seen enough for this shift, and nothing lighter waits */
  z.strictObject({ found: z.literal('break'), exposure: exposureView }),
]);
export type NextAnswer = z.infer<typeof nextAnswer>;

/* What is done to a case. Each answers with the case as it became, or 409: `case_changed`, `case_held`, `not_held`, `case_over`. */

const version = z.int().min(0);
/** POST /v1/cases/{id}/lease (also renews one's own) and /release */
export const leaseInput = z.strictObject({ version });
/** POST /v1/cases/{id}/move */
export const moveInput = z.strictObject({ version, queue: queueName, note: prose.optional() });
/** POST /v1/cases/{id}/note */
export const noteInput = z.strictObject({ version, text: prose });
/** POST /v1/cases/{id}/merge: into another case that is open; this one closes */
export const mergeInput = z.strictObject({ version, into: id, note: prose });
/** POST /v1/cases/{id}/reopen: to be judged again */
export const reopenInput = z.strictObject({ version, note: prose });

/** The most that one search finds. */
export const SEARCH_FOUND_MAX = 20;

/** GET /v1/search */
export const searchQuery = z.strictObject({ q: id });
export const searchView = z.strictObject({
  found: z
    .array(
      z.strictObject({
        kind: z.enum(['account', 'case', 'report', 'message']),
        id: z.string(),
        /** whose it is, or whom it is about */
        account: id,
        /** the case to open, where there is one */
        case: z.string().nullable(),
      }),
    )
    // accounts, cases, reports and messages, each so many at most
    .max(SEARCH_FOUND_MAX),
});
export type SearchView = z.infer<typeof searchView>;

/** The most cases that the overview of an account names, the newest. */
export const OVERVIEW_CASES_MAX = 50;

/** GET /v1/accounts/{id}/overview: what is known of an account, for those who judge. */
export const accountOverview = z.strictObject({
  /** null where nothing is known (any more) */
  account: accountView.nullable(),
  /** its country in the reader's language; null where that is not known */
  countryWords: z.string().nullable(),
  risk: riskView.nullable(),
  cases: z.array(caseSummary).max(OVERVIEW_CASES_MAX),
  contacts: z.array(caseContact).max(CASE_CONTACTS_MAX),
});
export type AccountOverview = z.infer<typeof accountOverview>;
