/** What Kith answers, and the questions that can be asked without telling. */
import { z } from 'zod';
import { event } from './events.ts';
import { linkReason } from './returning.ts';
import { besideScore, contribution } from './risk.ts';
import {
  ageBand,
  choice,
  familyNews,
  id,
  measure,
  noticeKind,
  outcome,
  reasonCode,
  time,
  warningSign,
} from './words.ts';

/** The most candidates that one question may name. */
export const CANDIDATES_MAX = 1000;

export const reason = z.strictObject({
  code: reasonCode,
  measure: measure.optional(),
  /** the warning signs that it rests on */
  signs: z.array(warningSign).optional(),
  /** the name of the policy's rule, where one decided */
  rule: z.string().optional(),
  /** what a risk is made of, the largest first */
  because: z.array(contribution).optional(),
  /** what was observed beside, and adds nothing to it */
  beside: z.array(besideScore).optional(),
  /** an earlier account that the actor is taken for, and why, the strongest first */
  linked: z.strictObject({ account: id, points: z.number(), because: z.array(linkReason) }).optional(),
  /** for the moderator and the integrator, in English */
  words: z.string(),
});
export type Reason = z.infer<typeof reason>;

export const notice = z.strictObject({
  /** the account to show it to */
  to: id,
  kind: noticeKind,
  /** the account that it is about */
  about: id.optional(),
  /** of a notice about a guardianship: what it tells of */
  news: familyNews.optional(),
  /** of an invitation to a child: goes back with its yes, which counts for what this notice says alone */
  terms: z.string().optional(),
  language: z.string(),
  title: z.string(),
  /** paragraphs, plain text */
  body: z.array(z.string()),
  choices: z.array(z.strictObject({ choice, label: z.string() })),
  help: z.array(z.strictObject({ name: z.string(), contact: z.string(), url: z.string().optional() })),
});
export type Notice = z.infer<typeof notice>;

export const decision = z.strictObject({
  outcome,
  reasons: z.array(reason),
  notices: z.array(notice),
  /** the version of the policy that decided */
  policy: z.string(),
});
export type Decision = z.infer<typeof decision>;

export const problem = z.strictObject({
  /** stable; see the table of codes in docs/INTEGRATING.md */
  code: z.string(),
  /** for the person who can mend it */
  message: z.string(),
  /** the field at fault, as a path: data.actor */
  field: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

/** The line that answers one event. */
export const receipt = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('accepted'), id, decision }),
  z.strictObject({ status: z.literal('duplicate'), id, decision }),
  z.strictObject({ status: z.literal('rejected'), id: z.string().optional(), error: problem }),
]);
export type Receipt = z.infer<typeof receipt>;

export const receipts = z.strictObject({ results: z.array(receipt) });
export const failure = z.strictObject({ error: problem });

const candidates = z.array(id).min(1).max(CANDIDATES_MAX);

export const question = z.discriminatedUnion('question', [
  /** what would be decided about this event, if it were told now */
  z.strictObject({ question: z.literal('event'), event }),
  /** which of these accounts may be suggested to the viewer */
  z.strictObject({ question: z.literal('suggest'), viewer: id, candidates }),
  /** which of these accounts may the viewer see in the owner's connection list */
  z.strictObject({ question: z.literal('connections'), viewer: id, owner: id, candidates }),
  /** whose location may the viewer see */
  z.strictObject({ question: z.literal('location'), viewer: id, candidates }),
]);
export type Question = z.infer<typeof question>;
/** A question as it is sent (defaults not yet filled in). */
export type QuestionInput = z.input<typeof question>;

export const answer = z.union([
  z.strictObject({ decision }),
  z.strictObject({
    answers: z.array(z.strictObject({ account: id, outcome: z.enum(['allow', 'block']), reason: reason.optional() })),
    policy: z.string(),
  }),
]);
export type Answer = z.infer<typeof answer>;

/** What is known of an account: GET /v1/accounts/{id}. */
export const accountView = z.strictObject({
  id,
  known: z.boolean(),
  age: z.strictObject({ band: ageBand, method: z.string(), confidence: z.number() }),
  child: z.strictObject({ whenContacted: z.boolean(), whenContacting: z.boolean() }),
  country: z.string().optional(),
  region: z.string().optional(),
  language: z.string().optional(),
  createdAt: time.optional(),
  status: z.string(),
  risk: z.string(),
  settings: z.record(z.string(), z.union([z.boolean(), z.string()])),
  pendingSettings: z.record(z.string(), z.union([z.boolean(), z.string()])).optional(),
  childrenAgainst30d: z.number(),
});
export type AccountView = z.infer<typeof accountView>;

/** What is known of a contact: GET /v1/contacts/{actor}/{other}. */
export const contactView = z.strictObject({
  actor: id,
  other: id,
  known: z.boolean(),
  connected: z.boolean(),
  mutualConnections: z.number(),
  began: z.boolean(),
  firstAt: time.optional(),
  lastAt: time.optional(),
  messages: z.number(),
  groupMessages: z.number(),
  withheld: z.number(),
  replies: z.number(),
  inContacts: z.boolean(),
  blocking: z.boolean(),
  blockedAt: time.optional(),
  reportedAt: time.optional(),
  requestedAt: time.optional(),
  answer: z.enum(['none', 'accepted', 'declined']),
});
export type ContactView = z.infer<typeof contactView>;
