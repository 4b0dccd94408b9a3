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

/** What the platform is told to do: everything that can be ruled but that there is nothing to do. */
export const enforcementKind = rulingKind.exclude(['no_violation']);
export type EnforcementKind = z.infer<typeof enforcementKind>;

/** POST /v1/cases/{id}/rulings: what the one who holds the case decides. */
export const rulingInput = z.strictObject({
  /** of the case as it was looked at: where it has changed since, 409 `case_changed` */
  version: z.int().min(0),
  kind: rulingKind,
  /** the name of the policy it is ruled under: one of the policy file's */
  policy: z.string().min(1).max(64),
  /** why, for the one who looks a second time and for the record; the affected person never reads it as it is */
  reason: prose,
  /** messages or media; needed for `remove_content`, and only for that */
  content: z.array(id).min(1).max(CONTENT_MAX).optional(),
  /** refer it to the authorities, too: needs a second person, always */
  refer: z.boolean().default(false),
  /** false: telling the person would tip them off */
  tellPerson: z.boolean().default(true),
});
export type RulingInput = z.output<typeof rulingInput>;

/**
 * `proposed`: waits for a second person; `in_force`: decided; `withdrawn`: undone in time by who ruled; `disagreed`: the second
 * person saw it otherwise; `overturned`: by an appeal.
 */
export const rulingState = z.enum(['proposed', 'in_force', 'withdrawn', 'disagreed', 'overturned']);
export type RulingState = z.infer<typeof rulingState>;

export const rulingView = z.strictObject({
  id,
  case: id,
  kind: rulingKind,
  state: rulingState,
  policy: z.string(),
  reason: z.string(),
  content: z.array(id),
  refer: z.boolean(),
  tellPerson: z.boolean(),
  /** pseudonym */
  by: z.string(),
  at: time,
  /** until then who ruled may undo it; null where nothing can be undone any more */
  undoUntil: time.nullable(),
  /** the second look, where there was one */
  second: z.strictObject({ by: z.string(), at: time, agreed: z.boolean(), note: z.string().nullable() }).nullable(),
});
export type RulingView = z.infer<typeof rulingView>;

/** POST /v1/rulings/{id}/confirm and /disagree: by the second person, who holds the case. */
export const secondLookInput = z.strictObject({
  /** of the case as it was looked at */
  version: z.int().min(0),
  /** needed where one disagrees: the next one reads why */
  note: prose.optional(),
});
export type SecondLookInput = z.infer<typeof secondLookInput>;

/**
 * `waiting`: can still be undone; `requested`: the platform was told, and hasn't said that it is done; `applied`: it has;
 * `withdrawn`: never told, as it was undone.
 */
export const enforcementState = z.enum(['waiting', 'requested', 'applied', 'withdrawn']);
export type EnforcementState = z.infer<typeof enforcementState>;

export const enforcementView = z.strictObject({
  id,
  case: id,
  ruling: id,
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
});
export type EnforcementView = z.infer<typeof enforcementView>;

/** `open`: nobody has judged it; `upheld`: the enforcement stays; `overturned`: it is lifted. */
export const appealState = z.enum(['open', 'upheld', 'overturned']);
export type AppealState = z.infer<typeof appealState>;

export const appealView = z.strictObject({
  id,
  case: id,
  enforcement: enforcementView,
  ruling: rulingView,
  state: appealState,
  filedAt: time,
  dueAt: time,
  /** what the person wrote; null where they wrote nothing */
  text: z.string().nullable(),
  /** why I may not judge it: I ruled, or looked second; null where I may */
  barred: z.enum(['ruled']).nullable(),
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

/** POST /v1/appeals/{id}/judge */
export const appealInput = z.strictObject({
  version: z.int().min(0),
  outcome: appealState.exclude(['open']),
  reason: prose,
});
export type AppealInput = z.infer<typeof appealInput>;
