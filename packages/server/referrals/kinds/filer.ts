/**
 * The machine that sends a kind of referral. It takes one step at a time; what must survive a crash is in what it gives back,
 * which is stored before it is called again.
 */
import type { filingView } from '@kith/contract';
import type { z } from 'zod';
import type { KnownEvidence } from './known.ts';

export type FilingStep = z.infer<typeof filingView>['step'];

/** What the authority answered in the end, kept as it came. */
export interface Receipt {
  name: string;
  mediaType: string;
  text: string;
}

/** How far the sending of one referral is. Plain JSON: it is stored sealed, as it may hold names of files. */
export interface FilingState<M = unknown> {
  step: FilingStep;
  /** the authority's number of the open report; null before it gave one */
  report: string | null;
  filesDone: number;
  files: number;
  /** tries of the present step that failed; 0 after each that succeeded */
  attempts: number;
  /** a code and, where there is one, the authority's own code and request number; never what was sent. Null where all is well */
  problem: string | null;
  /** the machine's own; null at the beginning */
  memory: M | null;
  /** where it is finished */
  reference: string | null;
  receipt: Receipt | null;
}

export const NOT_BEGUN: FilingState<never> = Object.freeze({
  ...{ step: 'waiting', report: null, filesDone: 0, files: 0, attempts: 0, problem: null, memory: null },
  ...{ reference: null, receipt: null },
});

/** A piece of evidence that goes with a referral. */
export interface FileToSend {
  /** of the evidence */
  id: string;
  kind: KnownEvidence['kind'];
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
  /** what the platform gave beside the bytes (MediaDetails); null where nothing */
  details: unknown;
  /** whether a person has opened it, by the audit log */
  seenByPerson: boolean;
}

/** The evidence that goes with it, in the order that people gave it. */
export interface FilesOf {
  readonly list: readonly FileToSend[];
  /** the bytes, verified; leaves a line in the audit log. Rejects with an EvidenceError */
  read(id: string): Promise<Uint8Array>;
}

/** `finished`: the authority has it. `refused`: it does not, nothing is open there any more, and a person must look. */
export type Next = 'again' | { waitUntil_ms: number } | 'finished' | 'refused';

/** What stays the same over all steps of one filing. */
export interface Sent<C> {
  /** of the referral */
  readonly id: string;
  readonly content: C;
  readonly priority: 1 | 2 | 3;
  readonly files: FilesOf;
  /** whether another referral to this authority has this number of a report */
  readonly isAnothers: (report: string) => Promise<boolean>;
  /** milliseconds since 1970 */
  readonly clock: () => number;
  /** Kith stops, or somebody else has taken over: what waits for an answer may give up. The step is taken again later */
  readonly signal: AbortSignal;
}

export interface Filer<C> {
  /** what the authority is sent of a content, as it is sent: kept beside its receipt. Where it is left out, the content is kept */
  written?(id: string, content: C): Receipt;
  /**
   * One step, at most one of which changes anything at the authority. It is called again with what it gave back, in this process
   * or another, until it says `finished` or `refused`; a step whose result could not be stored is taken again as it was. So what
   * can't be done twice is told apart beforehand: the step before it says in `filing` that it is about to be done.
   * It does not throw for what an authority or a network does: it says so in `problem`, and when to try again.
   */
  step(filing: FilingState, sent: Sent<C>): Promise<{ filing: FilingState; next: Next }>;
}
