/**
 * Why NCMEC's hash sharing lets a member say that a hash is wrong: reasons of its own, for each kind of hash. Read as the public
 * client of the python-threatexchange library (1.2.17) reads them (second-hand: grade S).
 */
import type { WrongReason } from '@kith/contract';
import { SaxesParser } from 'saxes';
import { ImportError } from '../../failure.ts';
import type { NcmecSource } from './settings.ts';

/** Reasons of one answer at most: a person chooses among them. */
const REASONS_MAX = 1_000;

export interface NcmecReason {
  guid: string;
  name: string;
}

/** @throws ImportError `answer_broken` where it is no such answer, or not all of it */
export function readReasons(xml: string): readonly NcmecReason[] {
  const reasons: NcmecReason[] = [];
  let found = false;
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new ImportError('answer_broken', error);
  });
  parser.on('opentag', ({ name, attributes }) => {
    const plain = name.slice(name.indexOf(':') + 1);
    if (plain === 'availableFeedbackReasons') found = true;
    if (plain !== 'reason' || !found) return;
    const { guid = '', name: called = '' } = attributes;
    // it goes into what is sent as it is
    if (!/^[0-9A-Za-z-]{1,64}$/.test(guid) || reasons.length >= REASONS_MAX) throw new ImportError('answer_broken');
    reasons.push({ guid, name: called });
  });
  parser.write(xml).close();
  if (!found) throw new ImportError('answer_broken');
  return reasons;
}

/**
 * The one that the settings name, or the only one there is. None is guessed: it would be said in the operator's name.
 * @throws ImportError `reason_not_named`
 */
export function chooseReason(
  offered: readonly NcmecReason[],
  reason: WrongReason | null,
  { reasons }: Pick<NcmecSource, 'reasons'>,
): NcmecReason {
  const named = reason === null ? undefined : reasons[reason];
  const [first, ...others] = offered;
  const chosen =
    named === undefined
      ? others.length === 0
        ? first
        : undefined
      : offered.find(({ guid, name }) => guid === named || name === named);
  if (chosen === undefined) throw new ImportError('reason_not_named');
  return chosen;
}
