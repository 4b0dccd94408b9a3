/** Takes messages that are kept, and seals those of a block, to be committed with their events. */
import type { KeepPolicy } from '@kith/contract';
import type { Considered, Told } from '@kith/engine';
import type { MarkedPack } from '../ground/database/index.ts';
import { dayOf } from '../ground/sealing/index.ts';
import type { ToKeep } from '../knowledge/index.ts';
import type { DayKeys } from './day-keys.ts';
import { packMessages } from './pack.ts';

/** What is told of what the keeper does: counts only. */
export interface KeeperFigures {
  kept: number;
  /** messages that the policy wants kept, and whose day has no key here */
  keyless: number;
}

export class Keeper {
  readonly figures: KeeperFigures = { kept: 0, keyless: 0 };
  readonly #keys: DayKeys;
  readonly #policy: () => KeepPolicy;
  readonly #clock: () => number;

  /** @param clock milliseconds since 1970 */
  constructor(keys: DayKeys, policy: () => KeepPolicy, clock: () => number) {
    this.#keys = keys;
    this.#policy = policy;
    this.#clock = clock;
  }

  /** What is kept of a message; null where it is not to be kept, or there is nothing of it to keep. */
  of(told: Told, { keep, decision }: Pick<Considered, 'keep' | 'decision'>): ToKeep | null {
    if (keep === null || told.type !== 'message.sent') return null;
    const text = told.carried?.text ?? '';
    const { message, actor, conversation = null, media = [] } = told.data;
    if (text === '' && media.length === 0) return null;
    const day = dayOf(told.at);
    // told so late that its day is over
    if (day < dayOf(this.#clock()) - this.#policy().messages.days) return null;
    if (this.#keys.of(day) === null) {
      this.figures.keyless++;
      return null;
    }
    return {
      ...{ message, event: told.id, conversation, at: told.at, actor, other: keep.other, outcome: decision.outcome },
      ...{ media: media.length === 0 ? null : JSON.stringify(media), day, text },
    };
  }

  /** Sealed. What lost its key since it was taken is not among it: its day ended between two moments. */
  pack(messages: readonly ToKeep[]): MarkedPack[] {
    const packs = packMessages(messages, (day) => this.#keys.of(day)?.key ?? null);
    for (const pack of packs) this.figures.kept += pack.messages;
    return packs;
  }
}
