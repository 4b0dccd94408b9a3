/** Why evidence can't be taken or given. Messages name ids, never what is in it. */

/**
 * `not_known`: there is no such item, or case. `destroyed`: its time was over. `damaged`: it is not what was taken (any more).
 * `no_key`: the key of its case is not in the folder of keys, or does not open. `storage`: where its bytes lie can't be used.
 * `too_large`: it is more than is taken.
 */
export type EvidenceErrorCode = 'not_known' | 'destroyed' | 'damaged' | 'no_key' | 'storage' | 'too_large';

export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  readonly code: EvidenceErrorCode;

  constructor(code: EvidenceErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
