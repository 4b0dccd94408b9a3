/** What people write about a referral: sealed, one place a line. */
import type { ReferralRow, ReferralStepRow } from '../ground/database/index.ts';
import { newId } from './acts.ts';
import type { ReferralOptions } from './options.ts';
import { seal, wordsOf } from './sealed.ts';

const placeOf = (referral: string, step: string) => `referral:${referral}:note:${step}` as const;

export async function sealNote({ vault }: Pick<ReferralOptions, 'vault'>, { id, case_id }: ReferralRow, words: string) {
  const step = newId('step');
  return { id: step, sealed: await seal(vault, case_id, placeOf(id, step), words) };
}

/** null where there is none, or it can't be read any more. */
export const noteOf = (
  { vault }: Pick<ReferralOptions, 'vault'>,
  { id, case_id }: ReferralRow,
  step: ReferralStepRow,
): Promise<string | null> => wordsOf(vault, case_id, placeOf(id, step.id), step.note);
