/** Sends a town's events to Kith, one after the other, at an even pace, and tells the town what was decided. */
import type { Kith } from '@kith/client';
import { type DecisionReceipt, KithError } from '@kith/client';
import type { EventInput } from '@kith/contract';
import type { Said } from './scenes/scene.ts';

/** How long to wait before trying again where Kith can't be reached: it may be starting again. */
const AGAIN_MS = 1000;
/** Further behind than this, the pace starts anew instead of catching up: Kith must not be flooded when it is back. */
const BEHIND_MS = 1000;

/** Kith isn't there now, and may be soon: no answer, or one that a start, a stop or a busy moment gives. */
const mayMend = ({ code, status }: KithError): boolean =>
  status === undefined ? code === 'unreachable' || code === 'timeout' : status >= 500 || status === 429;

export interface SendOptions {
  kith: Pick<Kith, 'tell'>;
  events: Generator<EventInput, never, Said | undefined>;
  /** events a second */
  rate: number;
  /** so many of the first are sent without waiting */
  atOnce: number;
  /** stops after so many; undefined: goes on until the signal */
  total?: number | undefined;
  signal: AbortSignal;
  /** milliseconds since 1970 */
  clock: () => number;
  /** resolves after so long, or when the signal is aborted */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** a line for whoever watches */
  say: (line: string) => void;
}

export interface Sent {
  accepted: number;
  refused: number;
  outcomes: Record<string, number>;
}

/** At most one event is under way. Resolves when `total` is reached or the signal is aborted. Throws what won't mend itself. */
export async function send(options: SendOptions): Promise<Sent> {
  const { events, rate, atOnce, signal, clock, wait } = options;
  const sent: Sent = { accepted: 0, refused: 0, outcomes: {} };
  const step_ms = 1000 / rate;
  let due = clock();
  let decision: Said | undefined;
  for (let n = 0; n !== options.total && !signal.aborted; n++) {
    if (n >= atOnce) {
      due = Math.max(due + step_ms, clock() - BEHIND_MS);
      await wait(due - clock(), signal);
    } else due = clock();
    if (signal.aborted) break;
    const event = events.next(decision).value;
    const receipt = await tell(options, { ...event, time: new Date(clock()).toISOString() }, sent);
    decision = receipt?.decision;
    if (receipt === undefined) continue;
    sent.accepted++;
    sent.outcomes[receipt.decision.outcome] = (sent.outcomes[receipt.decision.outcome] ?? 0) + 1;
  }
  return sent;
}

/** Tries until Kith answers. Gives undefined where it refused the event, or where the signal was aborted. */
async function tell(
  { kith, signal, wait, say }: SendOptions,
  event: EventInput,
  sent: Sent,
): Promise<DecisionReceipt | undefined> {
  for (let tries = 0; ; tries++) {
    try {
      const receipt = await kith.tell(event, { signal });
      if (tries > 0) say('Kith is back.');
      return receipt;
    } catch (error) {
      if (!(error instanceof KithError)) throw error;
      if (signal.aborted) return undefined;
      if (error.problem !== undefined && error.status === undefined) {
        // what was refused by itself: a mistake in the town, not in the way to Kith
        sent.refused++;
        if (sent.refused === 1) say(`Kith refused an event (${event.type}): ${error.message}`);
        return undefined;
      }
      if (!mayMend(error)) throw error;
      if (tries === 0) say(`Kith can't be reached (${error.code}); trying again every second.`);
      await wait(AGAIN_MS, signal);
    }
  }
}
