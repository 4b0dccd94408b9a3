/**
 * The load, in a process of its own: events in batches as fast as they are answered, or one at a time at a steady rate.
 * Told by its parent what to do; answers with what it saw. A steady rate is open-loop: it never waits for an answer before
 * it sends the next event, so a stall shows in every event that came during it.
 */
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventsSaying, type Stream, type WorldSize } from './events.ts';
import { type Latency, percentiles } from './percentiles.ts';

export interface Load {
  url: string;
  key: string;
  size: WorldSize;
  seed: number;
  run: string;
  seconds: number;
  stream: Stream;
  /** what is written in its events */
  said: readonly string[];
  /**
   * `batches`: so many events a request, so many requests at once, as fast as they are answered, or so many events a second at
   * most (their times count from when they were due); `singles`: so many events a second
   */
  mode: { batches: number; atOnce: number; perSecond?: number } | { singles: number };
}

export interface Seen {
  events: number;
  seconds: number;
  failures: number;
  /** of a request, milliseconds */
  latency_ms: Latency;
  bytesAnEvent: number;
}

/** Bodies made before the clock starts, so that making them takes nothing from the server; then they are made as needed. */
const READY_EVENTS_A_SECOND = 100_000;
/** ... but no more than fit in memory: a run of minutes makes its bodies as it goes, and so takes some of the server's time. */
const READY_EVENTS_MAX = 2_000_000;

function post(load: Load, agent: Agent, body: string): Promise<boolean> {
  return new Promise((resolve) => {
    const req = request(
      `${load.url}/v1/events`,
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${load.key}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (res) => {
        res.resume();
        res.on('end', () => resolve(res.statusCode === 200));
      },
    );
    req.on('error', () => resolve(false));
    req.end(body);
  });
}

async function batches(load: Load, mode: Extract<Load['mode'], { batches: number }>): Promise<Seen> {
  const next = eventsSaying(load.said, load.size, load.seed, load.run, load.stream);
  const make = (): string => `[${Array.from({ length: mode.batches }, next).join(',')}]`;
  const wanted = (mode.perSecond ?? READY_EVENTS_A_SECOND) * load.seconds;
  const readyEvents = Math.min(wanted, READY_EVENTS_MAX);
  const ready = Array.from({ length: Math.ceil(readyEvents / mode.batches) }, make);
  const agent = new Agent({ keepAlive: true, maxSockets: mode.atOnce });
  const times: number[] = [];
  let failures = 0;
  let sent = 0;
  let bytes = 0;
  let due = 0;
  const began = performance.now();
  const ends = began + load.seconds * 1000;
  await Promise.all(
    Array.from({ length: mode.atOnce }, async () => {
      while (performance.now() < ends) {
        const body = ready.pop() ?? make();
        let at = performance.now();
        if (mode.perSecond !== undefined) {
          at = began + (due++ * mode.batches * 1000) / mode.perSecond;
          // the end is a limit for what was due before it
          if (at >= ends) return;
          await sleep(Math.max(0, at - performance.now()));
        }
        if (await post(load, agent, body)) {
          sent += mode.batches;
          bytes += body.length;
        } else failures++;
        times.push(performance.now() - at);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return { events: sent, seconds, failures, latency_ms: percentiles(times), bytesAnEvent: bytes / Math.max(1, sent) };
}

async function singles(load: Load, perSecond: number): Promise<Seen> {
  const next = eventsSaying(load.said, load.size, load.seed, load.run, load.stream);
  const bodies = Array.from({ length: perSecond * load.seconds }, next);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const times: number[] = [];
  let failures = 0;
  const waiting: Promise<void>[] = [];
  const began = performance.now();
  for (let i = 0; i < bodies.length; ) {
    const due = Math.floor(((performance.now() - began) * perSecond) / 1000);
    for (; i < Math.min(due, bodies.length); i++) {
      const at = performance.now();
      waiting.push(
        post(load, agent, bodies[i]).then((ok) => {
          if (!ok) failures++;
          times.push(performance.now() - at);
        }),
      );
    }
    await sleep(0);
  }
  await Promise.all(waiting);
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return {
    events: bodies.length - failures,
    seconds,
    failures,
    latency_ms: percentiles(times),
    bytesAnEvent: bodies[0]?.length ?? 0,
  };
}

process.on('message', async (load: Load) => {
  const seen = 'batches' in load.mode ? await batches(load, load.mode) : await singles(load, load.mode.singles);
  process.send?.(seen);
  process.disconnect();
});
