/**
 * Families who read, in a process of its own: each page is asked for when it is due, whether or not others were answered, and
 * its time counts from then: a stall shows in every page that was due in it. Told by its parent what to do.
 */
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { guardianshipOf, secretOf } from './families-world.ts';
import { type Latency, percentiles } from './percentiles.ts';
import { random } from './world.ts';

export interface Reading {
  url: string;
  families: number;
  pagesASecond: number;
  seconds: number;
  seed: number;
}

export interface Read {
  pages: number;
  failures: number;
  seconds: number;
  latency_ms: Latency;
  /** bytes of a page as it came over the wire */
  bytesAPage: number;
}

/** A browser keeps its connections; so many are there at once, and more than that wait their turn. */
const CONNECTIONS_MAX = 256;

/** Of a hundred reads so many are of each page: most look at the week and go. */
const PAGES = [
  { upTo: 45, of: 'guardian', part: '' },
  { upTo: 55, of: 'guardian', part: '/friends' },
  { upTo: 65, of: 'guardian', part: '/contacts' },
  { upTo: 70, of: 'guardian', part: '/groups' },
  { upTo: 90, of: 'child', part: '' },
  { upTo: 100, of: 'child', part: '/contacts' },
] as const;

function get(agent: Agent, url: string, cookie: string): Promise<number | null> {
  return new Promise((resolve) => {
    const req = request(url, { agent, headers: { cookie, 'accept-encoding': 'br' } }, (res) => {
      let bytes = 0;
      res.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      res.on('end', () => resolve(res.statusCode === 200 ? bytes : null));
    });
    req.on('error', () => resolve(null));
    req.end();
  });
}

async function read({ url, families, pagesASecond, seconds, seed }: Reading): Promise<Read> {
  const next = random(seed);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS_MAX });
  const times: number[] = [];
  const waiting: Promise<void>[] = [];
  let [failures, bytes] = [0, 0];
  const began = performance.now();
  const all = pagesASecond * seconds;
  for (let i = 0; i < all; ) {
    const due = Math.floor(((performance.now() - began) * pagesASecond) / 1000);
    for (; i < Math.min(due, all); i++) {
      const at = began + ((i + 1) * 1000) / pagesASecond;
      const family = Math.floor(next() * families);
      const asked = next() * 100;
      const { of, part } = PAGES.find(({ upTo }) => asked < upTo) ?? PAGES[0];
      const path = of === 'child' ? `/family/own${part}` : `/family/children/${guardianshipOf(family)}${part}`;
      waiting.push(
        get(agent, url + path, `kith_family=${secretOf(family, of)}`).then((size) => {
          if (size === null) failures++;
          else bytes += size;
          times.push(performance.now() - at);
        }),
      );
    }
    await sleep(1);
  }
  await Promise.all(waiting);
  agent.destroy();
  const pages = all - failures;
  const spent_s = (performance.now() - began) / 1000;
  return { pages, failures, seconds: spent_s, latency_ms: percentiles(times), bytesAPage: bytes / Math.max(1, pages) };
}

process.once('message', async (reading: Reading) => {
  process.send?.(await read(reading));
  process.disconnect();
});
