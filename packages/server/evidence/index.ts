export { EvidenceError } from './vault/errors.ts';
export { type Given, type Opened, Vault, type VaultOptions } from './vault/vault.ts';
