/**
 * What was decided of what accounts did, from the log: read once from where it was about that time, whole blocks of everybody's
 * events at a time, of which those of the accounts are kept.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { SNAPSHOT_MAX, type Snapshot } from '@kith/contract';
import type { Decided, Told } from '@kith/engine';
import { isLogPartial, type KnowledgeStore } from '../../knowledge/index.ts';

/** Platforms' clocks may be ahead of ours by so much, milliseconds: what happened then was told before. */
const AHEAD_MS = 3_600_000;
/** Events of everybody that one snapshot reads at most: two weeks of some hundred a second. What is beyond is said to be cut. */
const READ_MAX = 100_000_000;

export interface Logged {
  decisions: Snapshot['decisions'];
  /** when the first event happened that was read; null where there is none */
  from_ms: number | null;
  /** there were more than are kept */
  cut: boolean;
  /** the log was not read to its end, or no longer goes back as far as was asked */
  logCut: boolean;
}

export interface OfLog {
  /** whose every act counts */
  account: string;
  /** whose acts count where they concern the account, or nobody else */
  others: ReadonlySet<string>;
  from_ms: number;
  to_ms: number;
  signal: AbortSignal;
}

export async function decisionsOf(
  store: Pick<KnowledgeStore, 'log' | 'placeSince' | 'records'>,
  { account, others, from_ms, to_ms, signal }: OfLog,
): Promise<Logged> {
  const place = await store.placeSince(from_ms - AHEAD_MS);
  const found: Snapshot['decisions'] = [];
  let first_ms: number | null = null;
  let read = 0;
  let cut = false;
  if (place !== null) {
    for await (const chunk of store.log(place)) {
      signal.throwIfAborted();
      for (const { told, decision } of chunk) {
        first_ms ??= told.at;
        if (told.at < from_ms || told.at > to_ms || !concerns(told, account, others)) continue;
        found.push(viewDecision(told, decision));
        if (found.length >= 2 * SNAPSHOT_MAX.decisions) found.splice(0, SNAPSHOT_MAX.decisions);
      }
      read += chunk.length;
      if (read >= READ_MAX) break;
      await breathe();
    }
  }
  cut = found.length > SNAPSHOT_MAX.decisions;
  const partial = first_ms !== null && first_ms > from_ms && (await isLogPartial(store.records.kysely));
  return {
    decisions: found.slice(-SNAPSHOT_MAX.decisions),
    ...{ from_ms: first_ms, cut, logCut: read >= READ_MAX || partial },
  };
}

/** Whom it was towards; null where towards nobody. */
const otherOf = ({ data }: Told): string | null => ('other' in data && data.other !== undefined ? data.other : null);

function concerns(told: Told, account: string, others: ReadonlySet<string>): boolean {
  const { actor } = told.data;
  if (actor === account) return true;
  const other = otherOf(told);
  // what others did among themselves is nobody's business here
  return others.has(actor) && (other === null || other === account);
}

function viewDecision(told: Told, { outcome, reasons, notices, policy }: Decided): Snapshot['decisions'][number] {
  const { data } = told;
  return {
    ...{
      event: told.id,
      type: told.type,
      at: new Date(told.at).toISOString(),
      actor: data.actor,
      other: otherOf(told),
    },
    message: 'message' in data && data.message !== undefined ? data.message : null,
    media: mediaOf(told),
    outcome,
    reasons: reasons.map(({ code }) => code),
    notices: notices.map(({ to, kind, signs }) => ({ to, kind, signs: [...(signs ?? [])] })),
    policy,
  };
}

function mediaOf(told: Told): string[] {
  if (told.type === 'message.sent') return [...(told.data.media ?? [])];
  return told.type === 'media.uploaded' ? [told.data.media] : [];
}
