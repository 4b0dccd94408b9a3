/** Referrals: telling the authorities, completely, on time, once, and provably. */
export { type DeskOptions, ReferralDesk } from './desk.ts';
export { loadKinds } from './kinds/load.ts';
export { type ReferralSettings, readReferrals } from './settings.ts';
