/** Rulings, what follows from them (enforcements), and objections to those (appeals), as the staff API says them. */
import { z } from 'zod';
import { id, time } from './words.ts';

/** The longest reason, note or objection that people write, in UTF-16 code units: two pages. */
export const NOTE_LENGTH_MAX = 8_000;
/** The most pieces of content that one ruling removes; what goes beyond is a disabled account. */
export const CONTENT_MAX = 500;
/** The most enforcements, rulings or appeals that one answer names. */
export const JUDGED_SHOWN_MAX = 200;

/** What people write down: no zero bytes, which no database keeps. */
export const prose = z
  .string()
  .trim()
  .min(1)
  .max(NOTE_LENGTH_MAX)
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'must be Unicode text without zero bytes');

/** What can be ruled on a case. */
export const rulingKind = z.enum([
  'no_violation',
  'warn',
  'remove_content',
  /** from contacting children */
  'restrict',
  'suspend',
  'disable',
  /** what was enforced before is lifted */
  'restore',
]);
export type RulingKind = z.infer<typeof rulingKind>;

/** At most one of these can be ruled at once: each is how an account stands. */
export const STANDINGS: readonly RulingKind[] = ['restrict', 'suspend', 'disable'];

/** Nobody rules these before they have opened what the case has of evidence. */
export const RULED_UNSEEN_NEVER: readonly RulingKind[] = ['suspend', 'disable'];

/** What the platform is told to do. */
export const enforcementKind = z.enum([
  'warn',
  'remove_content',
  'restrict',
  'suspend',
  'disable',
  /** the account stands as it did before */
  'restore',
  /** content that was removed comes back */
  'restore_content',
]);
export type EnforcementKind = z.infer<typeof enforcementKind>;

/** How long a ruling can be taken back by whoever made it, milliseconds. Nothing leaves before. */
export const UNDO_MS = 10_000;

/** POST /v1/cases/{id}/rulings: what the one who holds the case decides. */
export const rulingInput = z
  .strictObject({
    /** of the case as it was looked at: where it has changed since, 409 `case_changed` */
    version: z.int().min(0),
    /** `no_violation` or `restore` alone; else one or more, of restrict, suspend and disable at most one */
    measures: z.array(rulingKind).min(1).max(rulingKind.options.length),
    /** the id of the named policy that it is ruled under: GET /v1/policies */
    policy: z.string().min(1).max(64),
    /** why, for the one who looks a second time and for the record; the affected person never reads it as it is */
    reason: prose,
    /** messages or media; needed for `remove_content`, and only for that */
    content: z.array(id).min(1).max(CONTENT_MAX).optional(),
    /** refer it to the authorities, too */
    refer: z.boolean().default(false),
    /** whether the person is told now; where it is left out, they are, unless a referral is pending and the policy says to wait */
    tellPerson: z.boolean().optional(),
    /** why they are not, where `tellPerson` is false */
    untoldBecause: prose.optional(),
  })
  .refine(({ measures }) => new Set(measures).size === measures.length, {
    error: 'must name each measure once',
    path: ['measures'],
  })
  .refine(({ measures }) => measures.length === 1 || !measures.some((m) => m === 'no_violation' || m === 'restore'), {
    error: 'no_violation and restore stand alone',
    path: ['measures'],
  })
  .refine(({ measures }) => measures.filter((m) => STANDINGS.includes(m)).length <= 1, {
    error: 'must name at most one of restrict, suspend and disable',
    path: ['measures'],
  })
  .refine(({ measures, content }) => measures.includes('remove_content') === (content !== undefined), {
    error: 'must name the content to remove where that is a measure, and only then',
    path: ['content'],
  })
  .refine(({ tellPerson, untoldBecause }) => (tellPerson === false) === (untoldBecause !== undefined), {
    error: 'must say why where `tellPerson` is false, and only then',
    path: ['untoldBecause'],
  });
export type RulingInput = z.output<typeof rulingInput>;

/**
 * `proposed`: waits for a second person; `in_force`: decided; `withdrawn`: undone in time by who ruled; `disagreed`: the second
 * person saw it otherwise; `overturned`: by an appeal.
 */
export const rulingState = z.enum(['proposed', 'in_force', 'withdrawn', 'disagreed', 'overturned']);
export type RulingState = z.infer<typeof rulingState>;

/**
 * What the affected person is told. `waiting`: goes out when the ruling can't be undone any more; `held`: telling would tip
 * them off; `sent`: the platform has it, to show or to send on; `by_hand`: no endpoint takes it, so that somebody must tell
 * them.
 */
export const statementView = z.strictObject({
  id,
  /** null where it tells of a restriction that Kith itself asked for */
  ruling: id.nullable(),
  /** that restriction; null where it tells of a ruling */
  enforcement: id.nullable(),
  account: id,
  state: z.enum(['waiting', 'held', 'sent', 'by_hand', 'withdrawn']),
  heldBecause: z.string().nullable(),
  /** pseudonym */
  heldBy: z.string().nullable(),
  /** when it is to be looked at again whether they can be told */
  reviewAt: time.nullable(),
  sentAt: time.nullable(),
  appealUntil: time.nullable(),
});
export type StatementView = z.infer<typeof statementView>;

/** Who or what asked for an enforcement. */
const source = z.enum(['ruling', 'automatic', 'appeal']);

/** Something else decides how the account stands than when a ruling was proposed. */
export const standingChange = z.strictObject({
  /** what does now; null where what did then was taken back */
  now: z
    .strictObject({
      enforcement: id,
      kind: enforcementKind,
      source,
      ruling: id.nullable(),
      case: id.nullable(),
      at: time,
    })
    .nullable(),
});
export type StandingChange = z.infer<typeof standingChange>;

export const rulingView = z.strictObject({
  id,
  case: id,
  account: id,
  measures: z.array(rulingKind),
  state: rulingState,
  policy: z.string(),
  reason: z.string(),
  content: z.array(id),
  refer: z.boolean(),
  /** pseudonym */
  by: z.string(),
  at: time,
  /** until then who acted last may undo it; null where nothing can be undone any more */
  undoUntil: time.nullable(),
  /** the second look, where there was one */
  second: z.strictObject({ by: z.string(), at: time, agreed: z.boolean(), note: z.string().nullable() }).nullable(),
  /** nothing can change it any more: an appeal was decided, or the time for one is over */
  final: z.boolean(),
  /**
   * of one that waits for its second look, where the account has come to stand otherwise meanwhile: whoever confirms says that
   * they saw it (`seen`). Else null
   */
  standingChanged: standingChange.nullable(),
  statement: statementView.nullable(),
});
export type RulingView = z.infer<typeof rulingView>;

/** POST /v1/rulings/{id}/confirm and /disagree: by the second person, who holds the case. */
export const secondLookInput = z.strictObject({
  /** of the case as it was looked at */
  version: z.int().min(0),
  /** needed where one disagrees: the next one reads why */
  note: prose.optional(),
  /**
   * what decides how the account stands by now, as they saw it: `standingChanged.now.enforcement` of the ruling, null where nothing
   * does. Left out where nothing has changed since it was proposed; else 409 `standing_changed` says what has
   */
  seen: id.nullable().optional(),
});
export type SecondLookInput = z.infer<typeof secondLookInput>;

/**
 * `waiting`: can still be undone; `preserving`: the platform is asked to keep what it is about, first; `requested`: the platform
 * was told, and hasn't said that it is done; `applied`: it has; `withdrawn`: never told, as it was undone; `superseded`: a
 * later one took its place before it was done.
 */
export const enforcementState = z.enum(['waiting', 'preserving', 'requested', 'applied', 'withdrawn', 'superseded']);
export type EnforcementState = z.infer<typeof enforcementState>;

export const enforcementView = z.strictObject({
  id,
  /** null where Kith's own risk asked for it, before anybody had ruled */
  ruling: id.nullable(),
  case: id.nullable(),
  source,
  account: id,
  kind: enforcementKind,
  state: enforcementState,
  content: z.array(id),
  createdAt: time,
  requestedAt: time.nullable(),
  appliedAt: time.nullable(),
  /** the platform should have done it by now, and hasn't said so */
  overdue: z.boolean(),
  /** how often it was asked again */
  chased: z.int().min(0),
  nextChaseAt: time.nullable(),
  /** no endpoint takes it: it is to be done by hand, and marked as done */
  byHand: z.boolean(),
  /** the request to preserve that goes before the removal of content */
  preservation: z
    .strictObject({ id, requestedAt: time.nullable(), deliveredAt: time.nullable(), timedOut: z.boolean() })
    .nullable(),
});
export type EnforcementView = z.infer<typeof enforcementView>;

/** GET /v1/enforcements: those that are not done yet, the oldest first. */
export const enforcementPage = z.strictObject({
  enforcements: z.array(enforcementView).max(JUDGED_SHOWN_MAX),
  /** what to send as `after` for the next page; null where there is none */
  next: z.string().nullable(),
});
/** GET /v1/statements: those that are held back or to be told by hand, the first to be looked at again first. */
export const statementPage = z.strictObject({ statements: z.array(statementView).max(JUDGED_SHOWN_MAX) });

/** POST /v1/statements/{id}/tell: what to tell somebody by hand. The link is new each time; those from before go on working. */
export const statementText = z.strictObject({
  language: z.string(),
  title: z.string(),
  body: z.array(z.string()),
  /** null where nothing can be appealed */
  appeal: z.strictObject({ url: z.string(), until: time }).nullable(),
});

/** What a step of ruling answers: the ruling as it became, and the case's version from now on. */
export const ruledView = z.strictObject({ ruling: rulingView, version: z.int().min(0) });

/** GET /v1/policies: what can be ruled under what. */
export const namedPoliciesView = z.strictObject({
  policies: z.array(
    z.strictObject({
      id: z.string(),
      title: z.strictObject({ en: z.string(), cy: z.string() }),
      /** which rule was broken, in the words that the affected person reads */
      told: z.strictObject({ en: z.string(), cy: z.string() }),
      measures: z.array(rulingKind),
      /** of these, what needs a second person */
      secondPerson: z.array(rulingKind),
      referralNeedsSecondPerson: z.boolean(),
      /** whether restoring what two people agreed on needs a second person */
      restoreNeedsSecondPerson: z.boolean(),
    }),
  ),
});
export type NamedPoliciesView = z.infer<typeof namedPoliciesView>;

/** `open`: nobody has judged it; `upheld`: the enforcement stays; `overturned`: it is lifted. */
export const appealState = z.enum(['open', 'upheld', 'overturned']);
export type AppealState = z.infer<typeof appealState>;

export const appealView = z.strictObject({
  id,
  case: id,
  account: id,
  ruling: rulingView,
  enforcements: z.array(enforcementView).max(JUDGED_SHOWN_MAX),
  state: appealState,
  filedAt: time,
  /** when the person was told to expect an answer */
  dueAt: time,
  /** what the person wrote; null where they wrote nothing */
  text: z.string().nullable(),
  language: z.string(),
  /** pseudonym of who holds it */
  leasedBy: z.string().nullable(),
  leasedUntil: time.nullable(),
  mine: z.boolean(),
  /** why I may not judge it: I ruled on this case, or I am the one who proposed to overturn it; null where I may */
  barred: z.enum(['ruled', 'proposed']).nullable(),
  /** two people ruled it: overturning it proposes that to a second person, who overturns it, too, or upholds it */
  needsSecond: z.boolean(),
  /** who proposed to overturn it (pseudonym), and why; null where nobody has */
  proposed: z.strictObject({ by: z.string(), at: time, reason: z.string() }).nullable(),
  /** how it was judged, by whom (pseudonym) */
  judged: z.strictObject({ by: z.string(), at: time, reason: z.string() }).nullable(),
  version: z.int().min(0),
});
export type AppealView = z.infer<typeof appealView>;

/** GET /v1/appeals: the most urgent first. */
export const appealPage = z.strictObject({
  appeals: z.array(appealView).max(JUDGED_SHOWN_MAX),
  /** what to send as `after` for the next page; null where there is none */
  next: z.string().nullable(),
});
export type AppealPage = z.infer<typeof appealPage>;

/** Somebody objects to a restriction that Kith itself asked for, before anybody ruled: the ruling on the case is the answer. */
export const objectionView = z.strictObject({
  /** of the statement that told them */
  id,
  /** which waits to be ruled */
  case: id,
  account: id,
  enforcement: id,
  kind: enforcementKind,
  restrictedAt: time,
  objectedAt: time,
  /** what they wrote; null where it is not kept any more */
  text: z.string().nullable(),
  /** pseudonym of who holds the case */
  leasedBy: z.string().nullable(),
  mine: z.boolean(),
  /** why I may not rule on the case, as the case says it; null where I may */
  barred: z.enum(['held', 'first_look', 'role', 'over']).nullable(),
});
export type ObjectionView = z.infer<typeof objectionView>;

/** GET /v1/objections: those that wait, the first to object first. */
export const objectionPage = z.strictObject({
  objections: z.array(objectionView).max(JUDGED_SHOWN_MAX),
  /** whether there are more than are shown */
  more: z.boolean(),
});
export type ObjectionPage = z.infer<typeof objectionPage>;

/** POST /v1/appeals/{id}/uphold and /overturn, by whoever holds it; `needsSecond` says what the latter does */
export const appealInput = z.strictObject({
  version: z.int().min(0),
  /** for the record: the person reads the outcome, and not this */
  reason: prose,
});
export type AppealInput = z.output<typeof appealInput>;
