/** Evidence: what the platform is asked to keep and to give, and the vault that it lies in. */
export { keepCollecting } from './collecting.ts';
export { giveUpKey, missingKeys } from './lost-key.ts';
export { keepPreserving } from './preservation/job.ts';
export {
  deliveryOfPreservation,
  newPreservationId,
  requestPreservation,
  withdrawPreservations,
} from './preservation/record.ts';
export { platformRoutes } from './preservation/routes.ts';
export { unansweredPreservations } from './preservation/wanting.ts';
export { evidenceRoutes } from './routes.ts';
export { storageOf } from './settings.ts';
export { keepTaking } from './snapshot/job.ts';
export type { OpenReport } from './snapshot/records.ts';
export { EvidenceError } from './vault/errors.ts';
export { type Given, type Opened, Vault, type VaultOptions } from './vault/vault.ts';
export type { EvidenceVerified } from './vault/verify.ts';
