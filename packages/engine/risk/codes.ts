/** How evidence of each code adds up: what the cue files say of it; where none does, this. */
import type { EvidenceCode } from '@kith/contract';
import { evidenceCodes, type Seconds } from '../knowledge/index.ts';

export interface CodeSettings {
  /** the most that evidence of the code towards one child adds up to, log-odds */
  cap: number;
  /** in which it loses half */
  halfLife: Seconds;
}

const DAY: Seconds = 86_400;

/** For codes that a device or a deep look finds where no cue file names them. */
const ELSEWHERE: CodeSettings = Object.freeze({ cap: 2, halfLife: 14 * DAY });

export type CodesSettings = Partial<Readonly<Record<EvidenceCode, CodeSettings>>>;

/** In the order of evidenceCodes. */
export interface CompiledCodes {
  readonly caps: readonly number[];
  readonly halfLives: readonly Seconds[];
}

export function compileCodes(settings: CodesSettings): CompiledCodes {
  const all = evidenceCodes.map((code) => settings[code] ?? ELSEWHERE);
  return { caps: all.map((s) => s.cap), halfLives: all.map((s) => s.halfLife) };
}
