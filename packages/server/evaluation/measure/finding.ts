/** Which offenders are found at a threshold, and how early. */
import { firstAt, type Rise, type Trail } from '../observe/trail.ts';
import { type Quartiles, quartilesOf } from './quantiles.ts';
import { type Share, shareOf } from './wilson.ts';

/** One offender as the truth and the trails of its accounts tell. */
export interface Offending {
  type: string;
  /** the first contact with a child, milliseconds since 1970 */
  onset_ms: number;
  /** the first attempt at moving elsewhere, media or a meeting, whether or not it arrived; null where there was none */
  firstHarm_ms: number | null;
  /** a child answered at least once */
  answered: boolean;
  /** of each of its accounts */
  trails: readonly Trail[];
}

/** At least one of its messages to a child was delivered: before that there is nothing but requests. */
export const gotThrough = ({ trails }: Offending): boolean => trails.some(({ delivered }) => delivered > 0);

/** The first moment at which one of its accounts reached the threshold. */
export function alertOf({ trails }: Offending, threshold: number): Rise | null {
  let first: Rise | null = null;
  for (const trail of trails) {
    const rise = firstAt(trail, threshold);
    if (rise !== null && (first === null || rise.at_ms < first.at_ms)) first = rise;
  }
  return first;
}

export interface Finding {
  /** found, of those that got a message through to a child */
  recall: Share;
  /** found, of those whom a child answered */
  ofAnswered: Share;
  /** found, of all that turned to a child, those included whose every request was declined */
  ofAll: Share;
  /** of those found, before harm was first tried; those that never tried count as before */
  beforeHarm: Share;
  /** of those found that tried harm at all */
  beforeHarmOfHarmful: Share;
}

export function findingAt(offenders: readonly Offending[], threshold: number): Finding {
  const through = offenders.filter(gotThrough);
  const found = through.filter((o) => alertOf(o, threshold) !== null);
  const harmful = found.filter(({ firstHarm_ms }) => firstHarm_ms !== null);
  const answered = through.filter((o) => o.answered);
  const early = (o: Offending) => o.firstHarm_ms === null || (alertOf(o, threshold)?.at_ms ?? 0) < o.firstHarm_ms;
  return {
    recall: shareOf(found.length, through.length),
    ofAnswered: shareOf(answered.filter((o) => found.includes(o)).length, answered.length),
    ofAll: shareOf(offenders.filter((o) => alertOf(o, threshold) !== null).length, offenders.length),
    beforeHarm: shareOf(found.filter(early).length, found.length),
    beforeHarmOfHarmful: shareOf(harmful.filter(early).length, harmful.length),
  };
}

export interface Earliness {
  minutes: Quartiles;
  /** messages to children, of the account that was alerted */
  messages: Quartiles;
  /** children written to before the alert */
  children: Quartiles;
  /** share of all offenders that were found within so many hours of the onset, for drawing */
  curve: readonly { hours: number; share: number }[];
  /** share of all offenders that were found before they had written to more than so many children, for drawing */
  reached: readonly { children: number; share: number }[];
}

const MINUTE_MS = 60_000;
const CHILDREN = [1, 2, 3, 5, 8, 13, 21, 34] as const;
const HOURS = [0.3, 1, 2, 4, 8, 16, 24, 48, 82, 168, 336, 720] as const;

/** Of those that are found. */
export function earlinessAt(offenders: readonly Offending[], threshold: number): Earliness {
  const through = offenders.filter(gotThrough);
  const found = through.flatMap((o) => {
    const alert = alertOf(o, threshold);
    return alert === null ? [] : [{ alert, minutes: Math.max(0, (alert.at_ms - o.onset_ms) / MINUTE_MS) }];
  });
  const share = (holds: (one: (typeof found)[number]) => boolean): number =>
    through.length === 0 ? 0 : found.filter(holds).length / through.length;
  return {
    minutes: quartilesOf(found.map(({ minutes }) => minutes)),
    messages: quartilesOf(found.map(({ alert }) => alert.messages)),
    children: quartilesOf(found.map(({ alert }) => alert.children)),
    curve: HOURS.map((hours) => ({ hours, share: share(({ minutes }) => minutes <= hours * 60) })),
    reached: CHILDREN.map((children) => ({ children, share: share(({ alert }) => alert.children <= children) })),
  };
}
