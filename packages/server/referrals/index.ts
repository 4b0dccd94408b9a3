/** Referrals: telling the authorities, completely, on time, once, and provably. */
export { type DeskOptions, ReferralDesk } from './desk.ts';
export { underKeys } from './destroy.ts';
export { forgetReferences } from './forget-references.ts';
export { holdRestored } from './hold-restored.ts';
export { loadKinds } from './kinds/load.ts';
export { startConformanceServer, tryNcmec } from './ncmec/index.ts';
export { type SentNow, sendNow } from './send-now.ts';
export { type ReferralSettings, readReferrals } from './settings.ts';
export { kindsShown, listReferrals, type ReferralShown } from './shown.ts';
export { countReferrals, referralLevels } from './standing.ts';
