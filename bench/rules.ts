/** What policy rules cost: one rule by itself, and considering with none and with a hundred. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Rule } from '@kith/contract';
import { type CompiledPolicy, compilePolicy, consider, NO_CHANGES, type Told } from '@kith/engine';
import { WorkingSet } from '../packages/server/knowledge/index.ts';
import { loadShippedPolicy } from '../packages/server/policy/index.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { median, startKith } from './kith.ts';
import { full, makeWorld } from './resident.ts';
import { BEGINS_MS, events, rowsOfWorld, type WorldSize } from './world.ts';

/** Knowledge in plain maps holds this many contacts at ease; what is measured is the same at any size. */
const SIZE: WorldSize = { accounts: 5_000, contacts: 50_000 };
const RULES = 100;
const ON_MESSAGES = 30;
/** Rules in one go, so that the cost of one is above the clock's grain. */
const COPIES = 200;

/** Six terms that all have to be looked at: none of them ends it early in the world of the benchmark. */
const SIX_TERMS = (i: number): string =>
  `account.ageBand != 'under13' && other.ageBand != 'under13' && account.ageDays >= ${i % 7}.0 && ` +
  `account.status == 'active' && contact.messages < ${1_000_000 + i} && other.country != 'GB'`;

const rule = (i: number, on: Rule['on'][number]): Rule => ({
  name: `rule-${i}`,
  about: 'of a benchmark',
  on: [on],
  mode: 'live',
  when: SIX_TERMS(i),
  // biome-ignore lint/suspicious/noThenProperty: a rule's own word
  then: { signal: { weight: 1, words: 'so it is' } },
  examples: [],
});

const withRules = (rules: Rule[]): CompiledPolicy => compilePolicy({ ...loadShippedPolicy(), rules });
const onMessages = (n: number): Rule[] => Array.from({ length: n }, (_, i) => rule(i, 'message.sent'));
const elsewhere = (n: number): Rule[] => Array.from({ length: n }, (_, i) => rule(1000 + i, 'connection.requested'));

async function world(): Promise<WorkingSet> {
  const set = new WorkingSet();
  for await (const chunk of rowsOfWorld(SIZE)) {
    for (const row of chunk) {
      if (row.row === 'account') set.apply({ ...NO_CHANGES, account: row.value });
      if (row.row === 'contact') set.apply({ ...NO_CHANGES, contacts: [row.value] });
    }
  }
  return set;
}

function messages(count: number): Told[] {
  const next = events(SIZE, 7, 'rules');
  return Array.from({ length: count }, (_, i) => {
    const { id, type, data } = JSON.parse(next());
    const { actor, other, message } = data;
    return { id, type, at: BEGINS_MS + i, data: { actor, other, message } };
  });
}

/** Nanoseconds an event to consider messages and to write down what they changed. */
function considering(set: WorkingSet, told: readonly Told[], policy: CompiledPolicy): number {
  const known = set.fork();
  const began = performance.now();
  for (const event of told) known.apply(consider(known, event, policy).changes);
  return ((performance.now() - began) * 1e6) / told.length;
}

/** Through HTTP, as users have it: the resident store with none and with a hundred, in turns. */
async function throughput(asked: Asked, inFolder: string, policies: Record<'none' | 'hundred', CompiledPolicy>) {
  const started = async (name: 'none' | 'hundred') => {
    const folder = join(inFolder, `rules-${name}`);
    await makeWorld(folder, asked.small);
    const file = join(folder, 'policy.yaml');
    writeFileSync(file, JSON.stringify(policies[name].policy));
    return startKith(folder, undefined, file);
  };
  const kiths = { none: await started('none'), hundred: await started('hundred') };
  const rates = { none: [] as number[], hundred: [] as number[] };
  for (let round = 0; round <= asked.rounds; round++) {
    // whoever comes second has the saving of the first beside it: they come first in turns
    const order = round % 2 === 0 ? (['none', 'hundred'] as const) : (['hundred', 'none'] as const);
    for (const which of order) {
      const seen = await full(kiths[which], asked.small, asked.seconds);
      if (round > 0) rates[which].push(seen.events / seen.seconds);
    }
  }
  await kiths.none.stop();
  await kiths.hundred.stop();
  return rates;
}

export async function measureRules(asked: Asked, inFolder: string, say: Say): Promise<void> {
  const set = await world();
  const told = messages(asked.seconds > 1 ? 50_000 : 2_000);
  const policies = {
    none: withRules([]),
    hundred: withRules([...onMessages(ON_MESSAGES), ...elsewhere(RULES - ON_MESSAGES)]),
    many: withRules(onMessages(COPIES)),
  };
  const times = { none: [] as number[], hundred: [] as number[], many: [] as number[] };
  // the first round is the compiler's; then they take turns, so that a slow minute of the machine is everybody's
  for (let round = 0; round <= asked.rounds; round++) {
    for (const which of ['none', 'hundred', 'many'] as const) {
      const took = considering(set, told, policies[which]);
      if (round > 0) times[which].push(took);
    }
  }
  const [none, hundred, many] = [median(times.none), median(times.hundred), median(times.many)];
  say(figure('rules: one of six terms, on an event that it applies to', (many - none) / COPIES, 'ns', { atMost: 500 }));
  say(figure('rules: considering with none (plain maps, without intake and commit)', 1e9 / none, 'events/s'));
  say(figure(`rules: considering with ${RULES}, ${ON_MESSAGES} of them on messages`, 1e9 / hundred, 'events/s'));
  say(figure('rules: what they add to an event', (hundred - none) / 1000, 'µs'));
  const rate = await throughput(asked, inFolder, policies);
  const [slower, faster] = [median(rate.hundred), median(rate.none)];
  const range = (rates: readonly number[]): string =>
    `events/s (${Math.round(Math.min(...rates))} to ${Math.round(Math.max(...rates))})`;
  say(figure('rules: resident, in batches, with none', faster, range(rate.none)));
  say(
    figure(
      `rules: resident, in batches, with ${RULES}, ${ON_MESSAGES} of them on messages`,
      slower,
      range(rate.hundred),
    ),
  );
  say(figure('rules: the share of its throughput that is left', slower / faster, '', { atLeast: 0.75 }));
}
