/** The outbox: what is committed to be sent is sent, and nothing is lost on the way. */
export { connector, isPublicAddress, PRIVATE_ADDRESS } from './addresses.ts';
export { deliveryOf, rowsOfWebhook, send } from './asking.ts';

export {
  type Clock,
  Courier,
  type CourierOptions,
  type DeliveryTold,
  KEEP_DELIVERED_MS,
  systemClock,
} from './courier.ts';
export {
  type SignedTarget,
  secretsOf,
  signedTarget,
  subscribes,
  type WebhookEndpoint,
  webhookEndpoints,
} from './endpoints.ts';
export {
  countOutbox,
  type Letter,
  type LetterFilter,
  type LetterPage,
  listLetters,
  type OutboxCounts,
  purgeLetters,
  replayLetters,
  showLetter,
} from './letters.ts';
export { outboxLevels } from './levels.ts';
export { outboxRoutes } from './routes.ts';
export { automaticId, outboxRows, rowFor } from './rows.ts';
export { codeOf, sign } from './sender.ts';
