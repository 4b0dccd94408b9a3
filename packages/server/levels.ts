/** How full Kith's queues are and how old what it saved is: what an operator sets alarms on. */
import { overdueEnforcements } from './enforcement/index.ts';
import { unansweredPreservations } from './evidence/index.ts';
import type { Level } from './ground/telemetry/index.ts';
import type { Intake } from './intake/index.ts';
import { countLevels } from './measures/index.ts';
import { type ListSettings, listLevels } from './media/index.ts';
import { outboxLevels } from './outbox/index.ts';
import { referralLevels } from './referrals/index.ts';
import { aheadBy } from './retention/index.ts';
import type { OpenStore } from './stores.ts';

/** Levels are looked up at most this often, however many scrape, milliseconds. */
const LOOK_EVERY_MS = 5_000;

/** Gives the levels; those that can't be had now (the database is away) are left out. */
export function levelsOf(
  { store, records }: OpenStore,
  intake: Pick<Intake, 'queued'>,
  lists: readonly ListSettings[],
  clock: () => number,
): () => Promise<readonly Level[]> {
  let looked: { at: number; found: Promise<readonly Level[]> } | null = null;
  const look = async (): Promise<readonly Level[]> => {
    const [outbox, late, unanswered, referrals, ahead, known, counts, saved] = await Promise.all([
      outboxLevels(records, clock()).then(outboxAsLevels, () => []),
      overdueEnforcements(records, clock()).then(lateAsLevels, () => []),
      unansweredPreservations(records, clock()).then(unansweredAsLevels, () => []),
      referralLevels(records, clock()).catch(() => []),
      aheadBy(records, clock()).then(aheadAsLevels, () => []),
      listLevels(records, lists, clock()).catch(() => []),
      countLevels(records, clock()).catch(() => []),
      store.status().then(
        ({ savedAge_s, memory }) => [...savedAsLevels(savedAge_s), ...memoryAsLevels(memory)],
        () => [],
      ),
    ]);
    return [...outbox, ...late, ...unanswered, ...referrals, ...ahead, ...known, ...counts, ...saved];
  };
  return async () => {
    const now = clock();
    if (looked === null || now - looked.at >= LOOK_EVERY_MS || now < looked.at) looked = { at: now, found: look() };
    const waiting: Level = {
      name: 'kith_events_waiting',
      help: 'Events that are not answered yet.',
      unit: '',
      value: intake.queued,
    };
    return [waiting, ...(await looked.found)];
  };
}

const lateAsLevels = (late: number): readonly Level[] => [
  {
    name: 'kith_enforcements_overdue',
    help: 'What the platform was asked to do and has not confirmed for 15 minutes; counted up to 10000.',
    unit: '',
    value: late,
  },
];

const unansweredAsLevels = (unanswered: number): readonly Level[] => [
  {
    name: 'kith_preservations_unanswered',
    help: 'Requests to preserve that the platform has not answered in time; counted up to 10000.',
    unit: '',
    value: unanswered,
  },
];

const aheadAsLevels = (looked: Awaited<ReturnType<typeof aheadBy>>): readonly Level[] => [
  {
    name: 'kith_clock_ahead_seconds',
    help: 'How far the clock is ahead of the time that has surely passed: no evidence is destroyed by it meanwhile.',
    unit: 's',
    value: Math.round((looked?.ahead_ms ?? 0) / 1000),
  },
];

const outboxAsLevels = (outbox: Awaited<ReturnType<typeof outboxLevels>>): readonly Level[] => [
  {
    name: 'kith_outbox_waiting',
    help: 'Webhooks that wait for their delivery; counted up to 10000.',
    unit: '',
    value: outbox.waiting,
  },
  {
    name: 'kith_outbox_oldest_waiting_seconds',
    help: 'How long the oldest of the webhooks that wait has waited.',
    unit: 's',
    value: outbox.oldest_ms / 1000,
  },
  {
    name: 'kith_outbox_dead_letters',
    help: 'Webhooks that were given up, and not sent again; counted up to 10000.',
    unit: '',
    value: outbox.dead,
  },
];

/** What grows with what is known, apart from what the process itself takes. */
const memoryAsLevels = (memory: Readonly<Record<string, number>>): readonly Level[] =>
  Object.entries(memory).map(([part, value]) => ({
    name: `kith_memory_${part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_bytes`,
    help: `Memory that knowledge takes: ${part}.`,
    unit: 'By',
    value,
  }));

/** PostgreSQL saves by itself: there is nothing to say. */
const savedAsLevels = (savedAge_s: number | null): readonly Level[] =>
  savedAge_s === null
    ? []
    : [
        {
          name: 'kith_saved_knowledge_age_seconds',
          help: 'How long ago knowledge was last saved whole: a start after a kill puts back what came since.',
          unit: 's',
          value: savedAge_s,
        },
      ];
