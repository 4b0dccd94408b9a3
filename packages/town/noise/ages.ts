/** What a platform gets wrong about ages: missing, one band off, or said to be grown up. */
import type { AgeBand } from '@kith/contract';
import type { Chance } from '../random.ts';

/** The band that is believed where something is wrong. A verified age is never wrong, but may be missing. */
export function mistakenAge(truly: AgeBand, method: 'declared' | 'estimated' | 'verified', random: Chance): AgeBand {
  if (method === 'verified' || random.is(0.45)) return 'unknown';
  switch (truly) {
    case 'under13':
      return random.weighted({ '13to15': 7, adult: 3 });
    case '13to15':
      return random.weighted({ '16to17': 4, under13: 1, adult: 5 });
    case '16to17':
      return random.weighted({ '13to15': 3, adult: 7 });
    case 'adult':
      return random.weighted({ adult: 7, '16to17': 3 });
    case 'unknown':
      return 'unknown';
    default:
      return truly satisfies never;
  }
}
