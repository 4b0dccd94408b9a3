/** The outbox: what is committed to be sent is sent, and nothing is lost on the way. */
export { isPublicAddress, PRIVATE_ADDRESS } from './addresses.ts';
export { type Clock, Courier, type CourierOptions, type DeliveryTold, KEEP_DELIVERED_MS } from './courier.ts';
export { ENDPOINTS_MAX, type WebhookEndpoint, webhookEndpoints } from './endpoints.ts';
export {
  countOutbox,
  type Letter,
  type LetterFilter,
  type LetterPage,
  listLetters,
  type OutboxCounts,
  PAGE_MAX,
  purgeLetters,
  replayLetters,
  showLetter,
} from './letters.ts';
export { outboxRows } from './rows.ts';
export { RETRY_FIRST_MS, RETRY_MAX_MS, TRY_FOR_MS } from './schedule.ts';
