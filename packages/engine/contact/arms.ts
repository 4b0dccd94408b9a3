/** Who is in which arm of an experiment: drawn by the account's id and the experiment's name, the same on every machine. */
import type { NoticesPolicy } from '@kith/contract';

export type Arm = 'shown' | 'held_out';

type Experiment = NonNullable<NoticesPolicy['experiment']>;

/** Parts of a hundred thousand: percents, and one in a thousand, to good accuracy. */
const PARTS = 100_000;

export const armOf = ({ name, holdOutPercent }: Experiment, child: string): Arm =>
  drawn(`experiment\n${name}`, child) < (holdOutPercent / 100) * PARTS ? 'held_out' : 'shown';

/** Whether what becomes of this child's notices is counted, where one of so many is. */
export const isCounted = ({ countOneChildIn }: NoticesPolicy, child: string): boolean =>
  countOneChildIn === 1 || drawn('counted', child) % countOneChildIn === 0;

/** FNV-1a, and murmur3's finaliser, since FNV alone leaves the last characters of an id in the low bits. */
function drawn(what: string, child: string): number {
  let h = 0x811c9dc5;
  const text = `${what}\n${child}`;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) % PARTS;
}
