/** The audit log, as its readers see it: who looked at evidence, ruled, changed a role, a key or the policy. */
import { z } from 'zod';
import { auditAction } from './audit-actions.ts';
import { time } from './words.ts';

/** The most lines of one page, and how many there are unless asked otherwise. */
export const AUDIT_LINES_MAX = 500;
export const AUDIT_LINES = 100;

export const auditLineView = z.strictObject({
  /** below 1 where somebody put it in by hand: verifying names it */
  number: z.int(),
  at: time,
  by: z.string().meta({
    description: 'staff:ID, key:ID, family:ACCOUNT (in the Family Centre), operator (the command line) or system',
  }),
  pseudonym: z.string().nullable().meta({ description: 'Of the person, where one did it' }),
  action: z.string(),
  subject: z.string().meta({ description: 'What it was done to: case:ID, account:ID' }),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  hash: z.string(),
});
export type AuditLineView = z.infer<typeof auditLineView>;

/** GET /v1/audit */
export const auditQuery = z.strictObject({
  subject: z.string().min(1).max(512).optional(),
  by: z.string().min(1).max(256).optional(),
  action: z.string().min(1).max(64).optional(),
  from: time.optional(),
  to: time.optional(),
  /** `next` of the page before */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(AUDIT_LINES_MAX).default(AUDIT_LINES),
});

export const auditPage = z.strictObject({
  /** the newest first */
  lines: z.array(auditLineView).max(AUDIT_LINES_MAX),
  next: z.int().nullable(),
});
export type AuditPageView = z.infer<typeof auditPage>;

/** The most people and keys that can be chosen from. */
export const AUDIT_ACTORS_MAX = 1_000;

/** GET /v1/audit/choices: what the log can be filtered by. */
export const auditChoices = z.strictObject({
  actions: z.array(auditAction),
  /** whoever may have done something, by pseudonym or a key's name; Kith itself and the command line have none */
  by: z.array(z.strictObject({ by: z.string(), name: z.string().nullable() })).max(AUDIT_ACTORS_MAX),
});
export type AuditChoices = z.infer<typeof auditChoices>;

/** POST /v1/audit/verification: every line is read and compared with the one before. */
export const auditVerification = z.strictObject({
  sound: z.boolean(),
  lines: z.int().min(0),
  faults: z.array(
    z.strictObject({
      number: z.int(),
      /** of a gap, its last line */
      to: z.int().optional(),
      fault: z.enum(['altered', 'missing', 'beyond_head', 'not_as_anchored']),
    }),
  ),
  head: z.strictObject({ number: z.int().min(0), hash: z.string() }),
});
export type AuditVerification = z.infer<typeof auditVerification>;
