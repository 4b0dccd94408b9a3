export { type Holder, KEYS_FRESH_MS, KEYS_LOOK_AGAIN_MS, KeyRing } from './key-ring.ts';
export {
  createKey,
  isScope,
  KEYS_MAX,
  type KeyShown,
  KeysError,
  listKeys,
  revokeKey,
  type Scope,
  scopes,
} from './keys.ts';
export { hashSecret, sameHash } from './token.ts';
