/** From what a model found in a text to an event that Kith tells itself. */
import { createHash } from 'node:crypto';
import type { EvidenceCode } from '@kith/contract';
import { type Evidence, evidenceIn, type ToldOf } from '@kith/engine';
import type { FoundInText } from './looker.ts';
import type { Message } from './waiting.ts';

/** The most log-odds that a deep look adds for one code: as much as what a platform finds on a device. */
export const WEIGHT_MAX = 1.5;
/** Less than this isn't worth an event. */
const WEIGHT_MIN = 0.1;

/** Log-odds of a confidence, capped. At a half or less a model says nothing. */
export function weightOf(confidence: number): number {
  if (confidence <= 0.5) return 0;
  return Math.min(WEIGHT_MAX, Math.log(confidence / (1 - confidence)));
}

/**
 * The event that tells what was found; null where nothing counts. Of a code that was found in the message already only what it
 * weighs more is told: what was found twice isn't twice as likely. The id follows from the message's event and the model, so that it counts once.
 */
export function foundEvent(
  { told, other }: Message,
  found: readonly FoundInText[],
  model: string,
  now_ms: number,
): ToldOf<'evidence.found'> | null {
  const known = new Map(evidenceIn(told).map(({ code, weight }) => [code, weight]));
  const best = new Map<EvidenceCode, number>();
  for (const { code, confidence } of found) {
    const weight = weightOf(confidence) - (known.get(code) ?? 0);
    if (weight >= WEIGHT_MIN) best.set(code, Math.max(weight, best.get(code) ?? 0));
  }
  if (best.size === 0) return null;
  const cue = `deep:${model}`;
  const evidence = [...best].map(([code, weight]): Evidence => ({ code, cue, weight }));
  const { actor, message } = told.data;
  const id = `deep-${createHash('sha256').update(`${model}\n${told.id}`).digest('base64url')}`;
  return { id, type: 'evidence.found', at: now_ms, data: { actor, other, message, evidence } };
}
