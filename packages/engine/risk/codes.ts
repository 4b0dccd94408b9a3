/** How evidence of each code adds up: what the cue files say of it; where none does, this. */
import type { EvidenceCode } from '@kith/contract';
import { evidenceCodes, type Seconds } from '../knowledge/index.ts';
import type { CueSettings } from '../signals/text/index.ts';

const DAY: Seconds = 86_400;

type Settings = Pick<CueSettings, 'cap' | 'halfLifeDays'>;

/** For codes that a device or a deep look finds where no cue file names them. */
const ELSEWHERE: Settings = Object.freeze({ cap: 2, halfLifeDays: 14 });

/** `cap`: the most that evidence of a code towards one child adds up to; `halfLifeDays`: in which it loses half. */
export type CodesSettings = Partial<Readonly<Record<EvidenceCode, Settings>>>;

/** In the order of evidenceCodes. */
export interface CompiledCodes {
  readonly caps: readonly number[];
  readonly halfLives: readonly Seconds[];
}

export function compileCodes(settings: CodesSettings): CompiledCodes {
  const all = evidenceCodes.map((code) => settings[code] ?? ELSEWHERE);
  return { caps: all.map((s) => s.cap), halfLives: all.map((s) => s.halfLifeDays * DAY) };
}
