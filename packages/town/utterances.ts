/** Lines with their acts, for teaching a text model: from one split's grammars only, typed as people type. */

import type { EvidenceCode } from '@kith/contract';
import { type ActName, actNames, isOffending, offendingActs } from './acts/acts.ts';
import { grammarsUttered, type Language } from './grammar/grammar.ts';
import { evade, evasionFamilies } from './noise/evasions.ts';
import { type } from './noise/typing.ts';
import type { Split } from './options.ts';
import { chance } from './random.ts';

export interface Utterance {
  text: string;
  act: ActName;
  language: Language;
  /** what an offending act is an instance of; null: an ordinary act, however it sounds */
  code: EvidenceCode | null;
}

/** Share of lines that are an offending act, and of those that are spelt around filters. */
const OFFENDING = 0.3;
const EVADED = 0.15;

/** So many lines, the same for the same seed. */
export function* utterances({
  split,
  seed,
  count,
}: {
  split: Split;
  seed: string;
  count: number;
}): Generator<Utterance> {
  const random = chance(`${split}/${seed}/utterances`);
  const grammars = grammarsUttered(split);
  const offending = actNames.filter(isOffending);
  const ordinary = actNames.filter((act) => !isOffending(act));
  for (let n = 0; n < count; n++) {
    const grammar = random.pick(grammars);
    const act = random.pick(random.is(OFFENDING) ? offending : ordinary);
    const slots = { handle: `nova${random.below(900) + 10}`, age: String(12 + random.below(6)) };
    const line = type(grammar.say(act, random, slots), random.next(), random);
    const code = isOffending(act) ? offendingActs[act] : null;
    const text =
      code !== null && random.is(EVADED) ? evade(line, random.pick(evasionFamilies(split)), random).join(' ') : line;
    yield { text, act, language: grammar.language, code };
  }
}
