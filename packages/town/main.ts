/**
 * Lets a town live on a platform that tells Kith: node main.ts --url http://127.0.0.1:4100
 * The key is taken from KITH_KEY. Stops on Ctrl-C.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Kith, KithError } from '@kith/client';
import { OPENING_EVENTS, town } from './index.ts';
import { send } from './send.ts';

const HELP = `A simulated town that tells Kith what happens in it.

  KITH_KEY=kith_... node main.ts [options]

  --url URL        where Kith is (http://127.0.0.1:4100)
  --rate N         events a second, after an opening of ${OPENING_EVENTS} at once (50)
  --accounts N     how many accounts live there (2000)
  --seed WORD      the same seed gives the same people (kith)
  --run WORD       makes event ids unlike those of another run (the time)
  --events N       stop after so many (never)`;

/** Faster than this it is no town but a load test: see bench/. */
const RATE_MAX = 1000;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:4100' },
    rate: { type: 'string', default: '50' },
    accounts: { type: 'string', default: '2000' },
    seed: { type: 'string', default: 'kith' },
    run: { type: 'string', default: Date.now().toString(36) },
    events: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function whole(name: string, value: string, max: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > max)
    fail(`--${name} must be a whole number from 1 to ${max}`);
  return number;
}

if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const key = process.env.KITH_KEY;
if (key === undefined || key === '') fail('KITH_KEY must hold a key: kith keys create');

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

const rate = whole('rate', values.rate, RATE_MAX);
const total = values.events === undefined ? undefined : whole('events', values.events, Number.MAX_SAFE_INTEGER);
const accounts = whole('accounts', values.accounts, 100_000);
const started = Date.now();

try {
  const events = town(values.seed, { accounts, start: started, rate, run: values.run });
  console.log(`The town lives: about ${rate} events a second to ${values.url}`);
  const sent = await send({
    kith: new Kith({ url: values.url, key, retries: 0 }),
    events,
    rate,
    atOnce: OPENING_EVENTS,
    total,
    signal: stopping.signal,
    clock: Date.now,
    // aborting ends the wait early; that is no fault
    wait: (ms, signal) => sleep(Math.max(0, ms), undefined, { signal }).catch(() => {}),
    say: console.log,
  });
  const outcomes = Object.entries(sent.outcomes).map(([outcome, n]) => `${outcome} ${n}`);
  console.log(`The town rests: ${sent.accepted} events (${outcomes.join(', ')}), ${sent.refused} refused`);
  if (sent.refused > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof KithError || error instanceof RangeError)) throw error;
  fail(error.message);
}
