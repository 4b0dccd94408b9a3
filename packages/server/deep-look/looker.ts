/** What looks at texts: a model in a worker, or the operator's endpoint. */
import { EVIDENCE_MAX, evidenceCode } from '@kith/contract';
import { z } from 'zod';

/** Why a look came to nothing. Each is counted; none says anything that the model said. */
export const lookFailures = [
  'timed_out',
  'unreachable',
  'private_address',
  'redirected',
  'refused',
  'too_large',
  'not_json',
  'not_valid',
  'not_numbers',
  'finds_everything',
  'ended',
  'out_of_memory',
] as const;
export type LookFailure = (typeof lookFailures)[number];

export class LookError extends Error {
  override readonly name = 'LookError';
  readonly reason: LookFailure;

  constructor(reason: LookFailure) {
    super(`the deep look failed: ${reason}`);
    this.reason = reason;
  }
}

/** One text. `id` says which of the batch it is, and nothing else: no account's or message's id goes along. */
export interface Asked {
  id: string;
  text: string;
  language?: string;
}

const oneFound = z.strictObject({
  code: evidenceCode,
  /** how likely it is, 0 to 1 */
  confidence: z.number().min(0).max(1),
});

/** What a model answers: texts in which nothing was found may be left out. */
export const looked = z.strictObject({
  results: z.array(z.strictObject({ id: z.string().max(16), evidence: z.array(oneFound).max(EVIDENCE_MAX) })),
});
export type Looked = z.output<typeof looked>['results'];
export type FoundInText = z.output<typeof oneFound>;

export interface Looker {
  /** name and version of the model: what it found is told under this name */
  readonly model: string;
  /** the most texts of one look */
  readonly batchMax: number;
  /** the most looks at once */
  readonly concurrency: number;
  /** how often its thread was started anew, where it has one */
  readonly restarts: number;
  /** Looks at some texts. Rejects with a LookError; when `signal` aborts it ends soon, however. */
  look(texts: readonly Asked[], signal: AbortSignal): Promise<Looked>;
  close(): Promise<void>;
}

/** The answer, where it is about the texts that were asked about, each once; else a LookError. */
export function checked(answer: unknown, texts: readonly Asked[]): Looked {
  const read = looked.safeParse(answer);
  if (!read.success) throw new LookError('not_valid');
  const { results } = read.data;
  const open = new Set(texts.map(({ id }) => id));
  for (const { id } of results) if (!open.delete(id)) throw new LookError('not_valid');
  return results;
}
