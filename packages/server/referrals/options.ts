/** What everything about referrals stands on. */
import type { EnforcementPolicy } from '@kith/contract';
import type { Vault } from '../evidence/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';
import type { Kinds } from './kinds/plugged.ts';
import type { DetailsReader } from './known/evidence.ts';
import type { ReferralSettings } from './settings.ts';

export interface ReferralOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records' | 'contactsOf'>;
  vault: Vault;
  details: DetailsReader;
  kinds: Kinds;
  settings: ReferralSettings;
  /** the policies that rulings name */
  policies: () => EnforcementPolicy['policies'];
  /** milliseconds since 1970 */
  clock: () => number;
  /** there is something to send */
  wake: () => void;
}
