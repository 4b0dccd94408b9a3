/**
 * The records that people and couriers handle: rows, one schema on SQLite and on PostgreSQL, through Kysely.
 * The migrations (migrations/) make it; times are milliseconds since 1970, as whole numbers.
 */
import type { AssessmentRecords } from './schema-assessments.ts';
import type { CaseEventRow, CaseTable, ExposureRow } from './schema-cases.ts';
import type { EvidenceRecords } from './schema-evidence.ts';
import type { FamilyRecords } from './schema-family.ts';
import type { FamilyNotedRecords } from './schema-family-noted.ts';
import type { KeptRecords } from './schema-kept.ts';
import type { KnownRecords } from './schema-known.ts';
import type { MeasureRecords } from './schema-measures.ts';
import type { NoticeRecords } from './schema-notices.ts';
import type { PreservationRecords } from './schema-preservation.ts';
import type { ReferralRecords } from './schema-referrals.ts';
import type { ReportRow } from './schema-reports.ts';
import type { LinkLabelRow, SharedHashRow, SharedLeadRow, SharedStateRow } from './schema-returning.ts';
import type {
  AppealRow,
  EnforcementRow,
  HeldEventRow,
  RulingRow,
  StatementLinkRow,
  StatementRow,
} from './schema-rulings.ts';
import type {
  StaffChallengeSpentRow,
  StaffCredentialRow,
  StaffInvitationRow,
  StaffRoleRow,
  StaffRow,
  StaffSessionRow,
} from './schema-staff.ts';

export type * from './schema-assessments.ts';
export type * from './schema-cases.ts';
export type * from './schema-evidence.ts';
export type * from './schema-family.ts';
export type * from './schema-family-noted.ts';
export type * from './schema-kept.ts';
export type * from './schema-known.ts';
export type * from './schema-measures.ts';
export type * from './schema-notices.ts';
export type * from './schema-preservation.ts';
export type * from './schema-referrals.ts';
export type * from './schema-reports.ts';
export type * from './schema-returning.ts';
export type * from './schema-rulings.ts';
export type * from './schema-staff.ts';

/** A key of the API, of which only a hash is kept. */
export interface ApiKeyRow {
  /** public part of the key, also its name in logs */
  id: string;
  name: string;
  /** space-separated, see ground/keys */
  scopes: string;
  /** SHA-256 of the secret part, hexadecimal */
  hash: string;
  created_at: number;
  revoked_at: number | null;
}

/** Something to be sent to an endpoint of the platform: made in the commit of its decision, delivered by a courier. */
export interface OutboxRow {
  /** the webhook-id: the same for every try */
  id: string;
  endpoint: string;
  type: string;
  /** the webhook's JSON, as it is signed and sent */
  body: string;
  created_at: number;
  attempts: number;
  /**
   * When it is due next. A courier that takes it moves this to the end of its lease, so that "due" is one comparison:
   * couriers look for `endpoint = ? and delivered_at is null and dead_at is null and next_at <= ?` in order of next_at
   */
  next_at: number;
  /** a courier has it until then; 0 where none has */
  leased_until: number;
  /** no further try after this: a day after it was made, or replayed */
  give_up_at: number;
  delivered_at: number | null;
  /** given up then: a dead letter, until it is replayed */
  dead_at: number | null;
  /** status or error code of the last try; never what the endpoint answered */
  last_error: string | null;
}

/** Small facts about this Kith: which policy is in force, whether this is a sandbox. */
export interface FactRow {
  name: string;
  value: string;
}

/** A policy that decided, whole. */
export interface PolicyVersionRow {
  version: string;
  /** SHA-256 of the text, hexadecimal */
  digest: string;
  /** the policy as JSON with its keys in order */
  text: string;
  first_used_at: number;
}

/** What was seen of a suspicious account: which cue of which code, never what was written. */
export interface SignalRow {
  id: string;
  event: string;
  account: string;
  other: string | null;
  message: string | null;
  /** of evidence; or RULE, or RULE_IN_SHADOW */
  code: string;
  /** the cue's name, or the rule's */
  cue: string;
  /** log-odds */
  weight: number;
  /** what a rule says of it */
  words: string | null;
  /** when it happened */
  at: number;
}

/** An account that people ruled on, and what was to be seen of it when it came to be reviewed. */
export interface RulingExampleRow {
  id: string;
  account: string;
  ruled_at: number;
  /** 0 or 1 */
  harmful: number;
  /** case, or sample */
  source: string;
  /** of a sample, how likely it was to be drawn; of a case 1 */
  probability: number;
  /** 0 or 1 */
  final: number;
  /** 0 or 1 */
  reviewed_twice: number;
  /** JSON of names and numbers */
  features: string;
  model: string;
}

/** The highest score that an account had in a day under a model. */
export interface ScoreDayRow {
  /** days since 1970 */
  day: number;
  model: string;
  account: string;
  age_band: string;
  language: string;
  /** '' where nobody said */
  country: string;
  /** log-odds */
  score: number;
  /** how likely the row was to be kept */
  share: number;
  /** 1 where the model is in shadow */
  shadow: number;
}

/** Who did what that others must be able to check: see ground/audit. */
export interface AuditLineRow {
  number: number;
  at: number;
  by: string;
  action: string;
  subject: string;
  /** JSON of names and plain values */
  detail: string;
  /** the hash of the line before */
  before: string;
  hash: string;
}

export interface AuditHeadRow {
  one: number;
  number: number;
  hash: string;
}

export interface Records
  extends AssessmentRecords,
    KeptRecords,
    EvidenceRecords,
    FamilyRecords,
    FamilyNotedRecords,
    KnownRecords,
    MeasureRecords,
    NoticeRecords,
    PreservationRecords,
    ReferralRecords {
  audit_line: AuditLineRow;
  audit_head: AuditHeadRow;
  staff: StaffRow;
  staff_role: StaffRoleRow;
  staff_session: StaffSessionRow;
  staff_challenge_spent: StaffChallengeSpentRow;
  staff_credential: StaffCredentialRow;
  staff_invitation: StaffInvitationRow;
  signal: SignalRow;
  link_label: LinkLabelRow;
  shared_hash: SharedHashRow;
  shared_lead: SharedLeadRow;
  shared_state: SharedStateRow;
  cases: CaseTable;
  case_event: CaseEventRow;
  exposure: ExposureRow;
  ruling: RulingRow;
  enforcement: EnforcementRow;
  held_event: HeldEventRow;
  statement: StatementRow;
  statement_link: StatementLinkRow;
  appeal: AppealRow;
  report: ReportRow;
  ruling_example: RulingExampleRow;
  score_day: ScoreDayRow;
  api_key: ApiKeyRow;
  outbox: OutboxRow;
  fact: FactRow;
  policy_version: PolicyVersionRow;
}
