/** How many messages' texts a core reads: folding, cues, addresses, model and sketch together. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openIdentifier, openTextReader } from '../packages/server/signals/index.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { median } from './kith.ts';

/** Enough for every line to be met once, and few enough for a round to take some seconds. */
const LINES_MAX = 200_000;
/** Lines where there is no real chat to read: about as long as real ones (58 characters). */
const GENERATED = 20_000;

const LINE = /^\[\d\d:\d\d\] <[^>]+> (.+)$/;

/** Real chat where it is there (CC BY 4.0: J. K. Kummerfeld et al., ACL 2019), else lines of ordinary words. */
function linesOf(folder: string): { lines: string[]; real: boolean } {
  if (!existsSync(folder)) {
    const words = 'so i was at the park with my dog when it began to rain and we had to run home did you see'.split(
      ' ',
    );
    return {
      lines: Array.from({ length: GENERATED }, (_, n) =>
        Array.from({ length: 12 }, (_x, w) => words[(n * 7 + w * (1 + (n % 5))) % words.length] ?? '').join(' '),
      ),
      real: false,
    };
  }
  const lines = readdirSync(folder)
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .flatMap((line) => LINE.exec(line)?.[1] ?? []);
  return { lines: lines.slice(0, LINES_MAX), real: true };
}

const CYRILLIC = 'абцдефгхійклмнопярстувшжиз';

/** The same lines beyond ASCII: a third in Cyrillic letters, a third with accents, a third with emoji. */
function beyondAscii(line: string, n: number): string {
  if (n % 3 === 0) return line.replace(/[a-z]/g, (c) => CYRILLIC.charAt(c.charCodeAt(0) - 97));
  if (n % 3 === 1) return line.replace(/[aeo]/g, (c) => ({ a: 'á', e: 'é', o: 'ö' })[c] ?? c);
  return `${line} 😂👍🏽❤️`;
}

const isAscii = (line: string): boolean => /^[ -~]*$/.test(line);

/** Cues, evasions and addresses as dense as they never are. */
const HOSTILE = [
  'dont tell ur mum add me on snap @anna_99 '.repeat(480),
  's e c r e t '.repeat(1_600),
  'a'.repeat(20_000),
  '1 '.repeat(10_000),
  '@'.repeat(20_000),
  's3cr3t!1|'.repeat(2_200),
  'é\u0301\u0302'.repeat(6_600),
  'u r ur mum '.repeat(1_800),
];

export function measureText({ rounds }: Asked, chat: string, say: Say): void {
  const opened = openTextReader([]);
  if (!opened.ok) throw new Error('the shipped cues are damaged');
  const { reader } = opened;
  const { lines, real } = linesOf(chat);
  const what = real ? 'lines of real chat' : 'made-up lines';
  const ascii = lines.filter(isAscii);
  const other = lines.map(beyondAscii);
  const rate = (texts: readonly string[]): number =>
    median(
      Array.from({ length: rounds }, () => {
        // processor time, not time on the clock: other programs on the same cores change the one and hardly the other
        const begun = process.cpuUsage();
        for (const text of texts) reader.read(text);
        const { user, system } = process.cpuUsage(begun);
        return (texts.length / (user + system)) * 1e6;
      }),
    );
  rate(ascii);
  say(figure(`text: ASCII messages read (${what})`, rate(ascii), 'messages/s of a core', { atLeast: 150_000 }));
  say(
    figure(`text: messages beyond ASCII read (${what}, changed)`, rate(other), 'messages/s of a core', {
      atLeast: 60_000,
    }),
  );
  const slowest = HOSTILE.map((text) => {
    const begun = performance.now();
    reader.read(text);
    return performance.now() - begun;
  });
  say(
    figure('text: slowest hostile message of 20,000 characters, read for the first time', Math.max(...slowest), 'ms'),
  );
}

/** How long loading the language model holds everything up, and how fast it answers. */
export async function measureLanguage(say: Say): Promise<void> {
  const begun = performance.now();
  const identify = await openIdentifier();
  say(figure('text: the language model loads in', performance.now() - begun, 'ms'));
  const asked = 20_000;
  const from = performance.now();
  for (let n = 0; n < asked; n++) identify(`this is an ordinary message of some length, number ${n}`);
  say(figure('text: messages whose language is told', (asked / (performance.now() - from)) * 1000, 'messages/s'));
}
