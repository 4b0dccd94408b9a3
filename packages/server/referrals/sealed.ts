/** What people write about a referral, and what it says: sealed with the key of its case, each for its own place. */

import { json } from '@kith/contract';
import type { Vault } from '../evidence/index.ts';
import { EvidenceError } from '../evidence/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import type { Json } from './kinds/plugged.ts';

type Sealing = Pick<Vault, 'sealJson' | 'openJson'>;

/** `referral:ID:content` and the like: what is sealed for one opens in no other. */
export type Place = `referral:${string}:${string}`;

/** As text, for a column. To be called outside of transactions: a case's first key is a row of its own. */
export async function seal(vault: Sealing, caseId: string, where: Place, value: Json): Promise<string> {
  return (await guarded(() => vault.sealJson(caseId, value, where))).toString('base64');
}

/** @throws ProblemError `unavailable` where it can't be opened here, `too_late` where its key was destroyed */
export const open = (vault: Sealing, caseId: string, where: Place, sealed: string): Promise<Json> =>
  guarded(async () => json.parse(await vault.openJson(caseId, Buffer.from(sealed, 'base64'), where)));

/** What somebody wrote; null where it is not there, was destroyed, or can't be read here. */
export async function wordsOf(
  vault: Sealing,
  caseId: string,
  where: Place,
  sealed: string | null,
): Promise<string | null> {
  if (sealed === null) return null;
  try {
    const opened = await vault.openJson(caseId, Buffer.from(sealed, 'base64'), where);
    return typeof opened === 'string' ? opened : null;
  } catch (error) {
    if (error instanceof EvidenceError) return null;
    throw error;
  }
}

/** What the vault can't do, as whoever asked is told. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    throw problemOf(error);
  }
}

function problemOf(error: EvidenceError): ProblemError {
  const problem = inWords(error);
  problem.cause = error;
  return problem;
}

function inWords({ code }: EvidenceError): ProblemError {
  switch (code) {
    case 'not_known':
      return new ProblemError('not_known', 'there is no such evidence', 'evidence');
    case 'destroyed':
      return new ProblemError('too_late', 'its time was over: it was destroyed');
    case 'too_large':
      return new ProblemError('too_large', 'that is more than is kept');
    case 'damaged':
      return new ProblemError(
        'unavailable',
        'what is kept is damaged: kith evidence verify names what, and how to go on',
      );
    case 'no_key':
      return new ProblemError('unavailable', 'the key of this case is not here: kith evidence verify says which');
    case 'storage':
      return new ProblemError('unavailable', 'where evidence is kept can not be reached now: try again in a moment');
    default:
      return code satisfies never;
  }
}
