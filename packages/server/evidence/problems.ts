/** What is wrong with evidence, as a request learns it: ids at most, never what is in it. */
import { type HttpProblemCode, ProblemError } from '../ground/http/index.ts';
import { EvidenceError, type EvidenceErrorCode } from './vault/errors.ts';
import type { Vault } from './vault/vault.ts';

const codes = {
  not_known: 'not_known',
  destroyed: 'destroyed',
  damaged: 'damaged',
  no_key: 'unavailable',
  storage: 'unavailable',
  too_large: 'too_large',
} as const satisfies Record<EvidenceErrorCode, HttpProblemCode>;

/** What operators must mend is logged with its cause (ground/http/failures.ts); its sender learns that it can't be done now. */
const words: Partial<Record<EvidenceErrorCode, string>> = {
  no_key: 'the key of this case can not be had now: whoever runs Kith must look (kith doctor)',
  storage: 'evidence can not be stored or read now: try again later',
};

/** Does it, with errors of the vault as problems. */
export async function asProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    const problem = new ProblemError(codes[error.code], words[error.code] ?? error.message);
    if (error.code === 'no_key' || error.code === 'storage') problem.cause = error;
    throw problem;
  }
}

/** @throws ProblemError where there is no folder for keys, so that no evidence can be kept */
export function vaultOf(vault: Vault | null): Vault {
  if (vault !== null) return vault;
  throw new ProblemError(
    'unavailable',
    'no evidence can be kept here: there is no folder for its keys (KITH_KEEP_KEYS)',
  );
}
