/** The public figures, as newspapers' readers ask for them: every page and picture, the first time after a start and again. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { figure, type Say } from './figures.ts';
import { startKith } from './kith.ts';
import { percentile } from './percentiles.ts';

/** The longest that any of them may take at the server, milliseconds. */
const SERVER_MAX_MS = 100;
const LOOKS = 30;
/** How long a Kith that has started is left alone, milliseconds: then it loads what draws. */
const REST_MS = 12_000;

const PAGES = [
  ['all the UK', '/figures'],
  ['a region', '/figures/places/west-midlands'],
  ['a force', '/figures/places/kent-police'],
  ['a map', '/figures/map/2017-18'],
  ['platforms', '/figures/platforms'],
  ['every row', '/figures/rows'],
  ['a briefing', '/figures/briefings/wales'],
  ['a frame', '/figures/embed/wales'],
  ["a series' picture", '/figures/places/west-midlands.svg'],
  ["a map's picture", '/figures/map/2017-18.svg'],
  ["platforms' picture", '/figures/platforms/2023-24.svg'],
] as const;

export async function measureFigurePages(inFolder: string, say: Say): Promise<void> {
  const folder = join(inFolder, 'figure-pages');
  mkdirSync(folder, { recursive: true });
  const kith = await startKith(folder);
  try {
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    const timed = async (path: string): Promise<number> => {
      const began = performance.now();
      const answer = await fetch(kith.url + path, { headers: { 'accept-encoding': 'br' } });
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      return performance.now() - began;
    };
    for (const [name, path] of PAGES) {
      say(figure(`figures: ${name}, the first time`, await timed(path), 'ms', { atMost: SERVER_MAX_MS }));
    }
    for (const [name, path] of PAGES) {
      const times: number[] = [];
      for (let i = 0; i < LOOKS; i++) times.push(await timed(path));
      say(figure(`figures: ${name}, p95`, percentile(times, 0.95), 'ms', { atMost: SERVER_MAX_MS }));
    }
  } finally {
    await kith.stop();
  }
}
