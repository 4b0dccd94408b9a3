/** Makes the row of a message that is kept, to be committed with its event. */
import type { KeepPolicy } from '@kith/contract';
import type { Considered, Told } from '@kith/engine';
import type { KeptMessageRow } from '../ground/database/index.ts';
import type { DayKeys } from './keys/day-keys.ts';
import { dayOf, nameOf } from './keys/folder.ts';
import { seal } from './seal.ts';
import { sealedAs } from './sealed-as.ts';

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

  /** The row of a message; null where it is not to be kept, or there is nothing of it to keep. */
  rowOf(told: Told, { keep, decision }: Pick<Considered, 'keep' | 'decision'>): KeptMessageRow | null {
    if (keep === null || told.type !== 'message.sent') return null;
    const text = told.carried?.text ?? '';
    const { message, actor, conversation = null, media = [] } = told.data;
    if (text === '' && media.length === 0) return null;
    const day = dayOf(told.at);
    // told so late that its day is over
    if (day < dayOf(this.#clock()) - this.#policy().messages.days) return null;
    const key = this.#keys.of(day);
    if (key === null) {
      this.figures.keyless++;
      return null;
    }
    this.figures.kept++;
    const row = { message, event: told.id, actor, other: keep.other, at: told.at };
    return {
      ...row,
      conversation,
      day,
      outcome: decision.outcome,
      sealed: text === '' ? null : seal(key.key, sealedAs(nameOf({ day }), row), text),
      media: media.length === 0 ? null : JSON.stringify(media),
      deleted_at: null,
    };
  }
}
