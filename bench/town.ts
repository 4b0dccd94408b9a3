/** How quickly a town's events can be drawn, and what it keeps in memory: an evaluation must not wait for it. */
import { createTown } from '../packages/town/index.ts';
import { type Asked, figure, type Say } from './figures.ts';

/** The history and this many days after it. */
const DAYS = 1;
const NOW = Date.UTC(2026, 10, 2);
/** Memory is looked at each so many events: often enough for its highest, seldom enough to cost nothing. */
const LOOK_EVERY = 2 ** 20;

/** Memory is the whole process's, so this runs first where it runs with others. */
export function measureTown({ size }: Asked, say: Say): void {
  const begun = performance.now();
  const town = createTown({
    seed: 'bench',
    accounts: Math.max(1000, size.accounts),
    days: DAYS,
    split: 'training',
    now: NOW,
  });
  const made = performance.now();
  const before = process.cpuUsage();
  let events = 0;
  let memory = 0;
  for (const _ of town.events()) if (events++ % LOOK_EVERY === 0) memory = Math.max(memory, process.memoryUsage().rss);
  // of processor time, the garbage collector's included: it is the caller's core that is used
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  memory = Math.max(memory, process.memoryUsage().rss);
  say(figure('town: made in', (made - begun) / 1000, 's'));
  say(figure('town: events drawn in a second of processor time', events / seconds, 'events', { atLeast: 200_000 }));
  say(figure('town: memory of the process at its highest', memory / 2 ** 30, 'GiB', { atMost: 3 }));
}
