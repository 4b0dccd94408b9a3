/** From known material that was seen to a signal, a line in the audit log, and the removal that is asked for. Pure. */
import { type CaseByMaterial, isOfMaterial, type KnownAs, type MaterialSignal, type Told } from '@kith/engine';
import type { AuditEntry } from '../ground/audit/index.ts';
import type { EnforcementRow, KnownMediumRow, SignalRow } from '../ground/database/index.ts';
import { automaticId } from '../outbox/index.ts';
import type { Noted } from './records.ts';
import { nameOf } from './row-names.ts';

/** What a signal of known material is called: what a verified list has exactly, and what is a lead. */
const CODE = { verified: 'KNOWN_MATERIAL', likely: 'LIKELY_KNOWN_MATERIAL' } as const;
/** The cue of what is known from when it was uploaded, where that of a match is the list's name. */
const KNOWN_BEFORE = 'known-media';
/** A list's name for an entry may be a whole address; so much of it tells which it is, characters. */
const ENTRY_LENGTH_MAX = 512;

/** As the signal's words: put into a language where it is shown (server/words/material.ts). */
const matchOf = ({ media, as }: MaterialSignal): string => JSON.stringify({ media, ...(as !== null && named(as)) });

const named = ({ list, entry, kind, verified, distance }: KnownAs) => ({
  ...{ list, entry: entry.slice(0, ENTRY_LENGTH_MAX), kind, verified },
  ...(distance !== undefined && { distance }),
});

export const materialSignalRow = (told: Told, signal: MaterialSignal, place: number): SignalRow => ({
  ...{ id: nameOf('sig', told.id, String(place)), event: told.id, at: told.at, weight: 0 },
  ...{ account: signal.account, other: signal.other, message: signal.message },
  ...{ code: CODE[signal.verdict], cue: signal.as?.list ?? KNOWN_BEFORE, words: matchOf(signal) },
});

/** What was uploaded and matched: with its own hashes, so that it can be judged, and compared again when lists change. */
export function matchedRow({ told, considered }: Noted): KnownMediumRow | null {
  if (told.type !== 'media.uploaded') return null;
  const { actor: account, media, hashes, known = [] } = told.data;
  const [strictest] = considered.signals.filter(isOfMaterial).sort((a, b) => RANK[b.verdict] - RANK[a.verdict]);
  if (strictest === undefined) return null;
  const { verdict } = strictest;
  return {
    ...{ media, account, event: told.id, at: told.at, verdict, now: verdict },
    ...{ hashes: JSON.stringify(hashes ?? {}), matches: JSON.stringify(known.map(named)) },
  };
}
const RANK = { likely: 0, verified: 1 } as const;

/** A line for each match, and for each message that names what matched. */
export function auditOf({ told, considered }: Noted, now_ms: number): AuditEntry[] {
  return considered.signals.filter(isOfMaterial).map((signal) => {
    const { account, media, message, as } = signal;
    const detail = { event: told.id, account, message, verdict: signal.verdict, ...(as !== null && named(as)) };
    const subject = media === null ? `message:${message}` : `media:${media}`;
    return { at_ms: now_ms, by: 'system', action: 'material.matched', subject, detail };
  });
}

/** For the platform's staff. */
const REMOVE = 'It is exactly what a verified list of known material has: remove it now. A person will look at it.';

/** The removal, which waits for a request to preserve: the courier of enforcements makes that, and asks for it first. */
export function removalRows(told: Told, place: number, opened: CaseByMaterial, now_ms: number): EnforcementRow[] {
  if (!opened.remove || opened.media === null) return [];
  const id = automaticId(told.id, place);
  return [
    {
      ...{ id, ruling: null, case_id: null, account: opened.account, kind: 'remove_content' },
      ...{ content: JSON.stringify([opened.media]), reason: REMOVE, source: 'automatic', state: 'leaving' },
      ...{ created_at: now_ms, due_at: now_ms, requested_at: null, applied_at: null, applied_by: null },
      ...{ chased: 0, by_hand: 0, told: 0, preserve: id.replace(/^enf_/, 'pre_'), unpreserved: 0 },
    },
  ];
}
