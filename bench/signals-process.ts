/**
 * One Kith at full speed, in a process of its own: intake and resident store, without HTTP, with some of the signals. Told
 * what it is by its parent, and then round by round how many events; answers with the CPU that these took.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type CompiledPolicy, compilePolicy, explainAccount, lookedAtFrom, type TextReader } from '@kith/engine';
import { Facts } from '../packages/engine/contact/facts.ts';
import { blankApproach } from '../packages/engine/knowledge/approach.ts';
import { blankConduct } from '../packages/engine/knowledge/conduct.ts';
import { isChildWhenContacted } from '../packages/engine/knowledge/index.ts';
import type { Concluded } from '../packages/engine/risk/watch.ts';
import type { Said } from '../packages/engine/signals/carried.ts';
import { parseJson } from '../packages/server/ground/http/index.ts';
import { createLog } from '../packages/server/ground/log/index.ts';
import { createTelemetry } from '../packages/server/ground/telemetry/index.ts';
import { Intake } from '../packages/server/intake/index.ts';
import { openResidentStore, type ResidentStore } from '../packages/server/knowledge/index.ts';
import { loadShippedPolicy } from '../packages/server/policy/index.ts';
import { loadSecondLook } from '../packages/server/second-look/index.ts';
import {
  createMessageReader,
  loadShippedReader,
  type MessageReader,
  openIdentifier,
} from '../packages/server/signals/index.ts';
import { loadShippedWords } from '../packages/server/words/index.ts';
import { plainDuties } from './duties.ts';
import { accountId, events, rowsOfWorld, type WorldSize } from './world.ts';

/** Which signals are on. Behaviour is conduct, approaches, score, levels and cases: none of them is without the others. */
export interface Parts {
  texts: boolean;
  language: boolean;
  behaviour: boolean;
  second: boolean;
}
export interface Setup {
  folder: string;
  size: WorldSize;
  parts: Parts;
}
/** One round: so many events of a seed. */
export interface Round {
  seed: number;
  events: number;
}
/** Microseconds of CPU an event, and events a second by the clock. */
export interface Took {
  main_us: number;
  process_us: number;
  perSecond: number;
}
/** What was looked at twice in the end, so that it can be said how busy the world was. */
export interface Ended {
  accounts: number;
  scored: number;
  lookedTwice: number;
  medium: number;
}

const BATCH = 500;
const BATCHES_AT_ONCE = 4;

const NOTHING_SAID = Object.freeze({ evidence: [], sketch: 0 });
const NOTHING_CONCLUDED: Concluded = Object.freeze({ conduct: null, approaches: [], signals: [], cases: [] });

async function readerOf({ texts, language }: Parts, reader: TextReader): Promise<MessageReader> {
  if (!texts) return { read: () => NOTHING_SAID };
  return createMessageReader(() => reader, language ? await openIdentifier() : null);
}

/** As if there were no behaviour, score and cases. A text is read where it would be: where somebody turns to a child. */
function unwatched(): void {
  const [conduct, approach] = [blankConduct(''), blankApproach('', '')];
  const nothing = {
    ...{ conduct, approach, level: 'none', goOnFrom() {}, because: () => [] },
    conclude: () => NOTHING_CONCLUDED,
    concludeInGroup: () => NOTHING_CONCLUDED,
    observe() {},
  } as const;
  const reading = { ...nothing, observe: (said: Said) => void said.evidence };
  Object.defineProperty(Facts.prototype, 'watch', {
    get(this: Facts) {
      return isChildWhenContacted(this.other) ? reading : nothing;
    },
  });
}

async function open({
  folder,
  size,
  parts,
}: Setup): Promise<{ intake: Intake; store: ResidentStore; policy: CompiledPolicy }> {
  const reader = loadShippedReader();
  const policy = compilePolicy(loadShippedPolicy(), reader.settings, parts.second ? loadSecondLook() : null);
  if (!parts.behaviour) unwatched();
  const store = await openResidentStore({ folder: join(folder), duties: plainDuties(policy) });
  await store.fill(rowsOfWorld(size));
  const words = loadShippedWords();
  const intake = new Intake({
    ...{ store, words: () => words, texts: await readerOf(parts, reader) },
    ...{ telemetry: createTelemetry({ clock: Date.now }), log: createLog({ level: 'fatal' }) },
  });
  return { intake, store, policy };
}

/** Batches of the world's messages, as bytes; the platform doesn't say which language they are in. */
function bodies(size: WorldSize, { seed, events: count }: Round): Buffer[] {
  const next = events(size, seed, `r${seed}`, { language: null });
  return Array.from({ length: Math.ceil(count / BATCH) }, () =>
    Buffer.from(`[${Array.from({ length: BATCH }, next).join(',')}]`),
  );
}

async function round(intake: Intake, size: WorldSize, asked: Round): Promise<Took> {
  const waiting = bodies(size, asked);
  const told = waiting.length * BATCH;
  const began = performance.now();
  const [main, all] = [process.threadCpuUsage(), process.cpuUsage()];
  const send = async (): Promise<void> => {
    for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
      const values = parseJson(body);
      if (!Array.isArray(values)) throw new Error('no batch');
      const answers = await intake.tellAll(values, body.length);
      if (!Buffer.from(`[${answers.join(',')}]`).includes('accepted')) throw new Error('nothing was accepted');
    }
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, send));
  const [m, p] = [process.threadCpuUsage(main), process.cpuUsage(all)];
  return {
    main_us: (m.user + m.system) / told,
    process_us: (p.user + p.system) / told,
    perSecond: told / ((performance.now() - began) / 1000),
  };
}

const LAST_S = 1_790_100_000;
async function ended(store: ResidentStore, size: WorldSize, policy: CompiledPolicy): Promise<Ended> {
  const seen: Ended = { accounts: 0, scored: 0, lookedTwice: 0, medium: 0 };
  await store.ask((k) => {
    for (let i = 0; i < size.accounts; i++) {
      const { score, level, thresholds, contributions } = explainAccount(k, accountId(i), LAST_S, policy);
      const alone = contributions.reduce((sum, { term, points }) => (term === 'secondLook' ? sum : sum + points), 0);
      seen.accounts++;
      if (score.total !== 0) seen.scored++;
      if (alone >= lookedAtFrom(policy.risk, thresholds)) seen.lookedTwice++;
      if (level === 'medium' || level === 'high') seen.medium++;
    }
  });
  return seen;
}

let running: { intake: Intake; store: ResidentStore; policy: CompiledPolicy; size: WorldSize } | null = null;
process.on('message', async (asked: { setup: Setup } | { round: Round } | { end: true }) => {
  try {
    if ('setup' in asked) {
      running = { ...(await open(asked.setup)), size: asked.setup.size };
      process.send?.('ready');
    } else if (running === null) throw new Error('nothing runs');
    else if ('round' in asked) process.send?.(await round(running.intake, running.size, asked.round));
    else {
      process.send?.(await ended(running.store, running.size, running.policy));
      await running.store.close();
      process.disconnect();
    }
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
});
