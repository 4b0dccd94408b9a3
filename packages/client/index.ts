/**
 * Kith's client: tell it what happens on a platform, ask what may happen, verify what it sends.
 * Without dependencies, and on web standards only: for Node 20 and newer, browsers, Deno and Bun (README.md says what was tried where).
 */
export type {
  AccountDetails,
  AccountView,
  Answer,
  ChildPage,
  ContactView,
  Decision,
  EventInput,
  EventType,
  FamilyLink,
  FamilyPage,
  FamilyReview,
  FamilySetting,
  GuardianReport,
  Guardianship,
  GuardianshipMade,
  GuardianshipShown,
  MediaDetails,
  NamesAsked,
  NamesGiven,
  Notice,
  Outcome,
  PreservationAsked,
  PreservedMessage,
  Problem,
  QuestionInput,
  QuietHours,
  Reason,
  Receipt,
  ReportLink,
  ReportLinkInput,
  Webhook,
  WebhookType,
} from '@kith/contract';
export { BATCH_BYTES_MAX, BATCH_EVENTS_MAX, type NewEvent } from './batches.ts';
export { type ClientCode, KithError } from './errors.ts';
export type { Families } from './families.ts';
export { type CallOptions, type DecisionReceipt, Kith, type KithOptions, RETRIES, TIMEOUT_MS } from './kith.ts';
export { verifyNamesAsked } from './names.ts';
export type { GivenAll, Medium, Preservations, PreservedThings } from './preservations.ts';
export { KithQueue, type QueueOptions } from './queue.ts';
export { BACKOFF_FIRST_MS, BACKOFF_MAX_MS, RETRY_AFTER_MAX_MS } from './retry.ts';
export { type VerifiedWebhook, verifyWebhook, WEBHOOK_TOLERANCE_S, type WebhookToVerify } from './webhook.ts';
