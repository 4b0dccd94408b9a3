/** Why a statement is held back where a referral to an authority is pending: whoever sees the row knows it from a person's reason. */
export const REFERRAL_PENDING = 'referral_pending';
