/** Moderators at work: a long queue, a long conversation, and fifty people at once; through HTTP, on either store. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CasePage, type CaseSummary, evidenceCode, type NextAnswer } from '@kith/contract';
import { sql } from 'kysely';
import { readConfig } from '../packages/server/ground/config/index.ts';
import { rankOf } from '../packages/server/knowledge/index.ts';
import { type OpenRecords, openRecords } from '../packages/server/stores.ts';
import { type Staff, signIn } from '../packages/server/testing/sign-in.ts';
import { measureConsole } from './console.ts';
import { type Asked, figure, type Say } from './figures.ts';
import { type Running, startKith } from './kith.ts';
import { percentile } from './percentiles.ts';
import { measureRuling } from './ruling.ts';

const MODERATORS = 50;
const REQUESTS = 100;
const HOUR_MS = 3_600_000;
/** Rows that one statement inserts: SQLite takes 32,766 values. */
const ROWS_AT_ONCE = 1_000;
const WEIGHED_WITHIN_MS = 300_000;

interface CasesSize {
  /** cases that wait */
  open: number;
  /** of one conversation */
  messages: number;
}

export async function measureCases(
  { seconds }: Asked,
  { open, messages }: CasesSize,
  inFolder: string,
  url: string | null,
  say: Say,
): Promise<void> {
  const kind = url === null ? 'resident' : 'postgres';
  const folder = join(inFolder, `cases-${kind}`);
  mkdirSync(folder, { recursive: true });
  process.env.KITH_KEEP_KEYS = join(folder, 'keys');
  const { config } = readConfig({ flags: { folder, ...(url !== null && { databaseUrl: url }) } });
  const { records, close } = await openRecords(config);
  await fillQueue(records, open);
  const kith = await startKith(folder, url ?? undefined);
  try {
    const began = performance.now();
    while (await isUnweighed(records)) {
      if (performance.now() - began > WEIGHED_WITHIN_MS) throw new Error('the queue was not weighed in time');
      await sleep(100);
    }
    say(figure(`${kind}: ${open} cases, weighed anew`, (performance.now() - began) / 1000, 's'));
    // every row was just written: what PostgreSQL cleans up after that is not what is measured here
    if (url !== null) await sql`vacuum analyze cases`.execute(records);
    await talk(kith, messages);
    const people: Staff[] = [];
    for (let i = 0; i < MODERATORS; i++) people.push(await signIn({ url: kith.url, config }, ['moderator']));
    const [ana] = people;
    const page = async (query: string): Promise<CasePage> => ok(await ana.get(`/v1/cases?limit=50${query}`));

    const first = await timed(() => page(''));
    say(figure(`${kind}: first page of ${open} open cases, p95`, first.p95, 'ms', { atMost: 200 }));
    const { next } = await page('&queue=risk');
    const later = await timed(() => page(`&queue=risk&after=${next}`));
    say(figure(`${kind}: the next page of one queue, p95`, later.p95, 'ms', { atMost: 200 }));
    const second = await timed(() => page('&state=second_review'));
    say(figure(`${kind}: those that wait for a second look, p95`, second.p95, 'ms', { atMost: 200 }));

    const long = await longCase(ana);
    const view = await timed(() => ana.get(`/v1/cases/${long}`).then(ok));
    say(figure(`${kind}: the case with ${messages} messages, p95`, view.p95, 'ms', { atMost: 500 }));
    const talked = await timed(() => ana.get(`/v1/cases/${long}/conversation?with=kim&limit=500`).then(ok));
    say(figure(`${kind}: 500 of its ${messages} messages, p95`, talked.p95, 'ms', { atMost: 500 }));

    // the browser is the same whichever store answers
    if (url === null) {
      await measureConsole({ url: kith.url, config }, ana, long, say);
      await measureRuling({ url: kith.url, config }, ana, say);
    }

    const taken: CaseSummary[] = [];
    const alone = await timed(
      async () => {
        const answer: NextAnswer = await ok(await ana.send('/v1/cases/next', {}));
        if (answer.found === 'case') taken.push(answer.case);
      },
      () => giveBack(ana, taken),
    );
    say(figure(`${kind}: taking the next case, p95`, alone.p95, 'ms', { atMost: 150 }));
    const all = await together(people, seconds);
    say(figure(`${kind}: ${MODERATORS} people at once, cases taken and given back`, all.rate, 'cases/s'));
    say(figure(`${kind}: ${MODERATORS} people at once, taking the next, p95`, all.p95, 'ms'));
    say(figure(`${kind}: a case that two people were given`, all.twice, '', { atMost: 0 }));
  } finally {
    await close();
    await kith.stop();
  }
}

async function ok<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text);
}

/** Cases of every kind, spread over weeks; one in fifty waits for a second look. */
async function fillQueue(db: OpenRecords['records'], count: number): Promise<void> {
  const now = Date.now();
  const queues = ['risk', 'reports', 'safety', 'sample'];
  const levels = ['none', 'medium', 'high'];
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, count - from) }, (_, i) => {
      const n = from + i;
      const at = now - ((n * 7919) % 1000) * HOUR_MS;
      return {
        ...{ id: `case_${n.toString(16).padStart(32, '0')}`, account: `account-${n}`, queue: queues[n % 4] ?? 'risk' },
        ...{ opened_at: at, updated_at: at, waits_since: at, level: levels[n % 3] ?? 'none', score: n % 9 },
        ...{ why: '[]', event: `e${n}`, features: null, rank: rankOf(0, at) },
        ...(n % 50 === 0 ? { state: 'second_review', first_by: 'somebody' } : { state: 'open', first_by: null }),
      };
    });
    await db.insertInto('cases').values(rows).execute();
  }
}

const isUnweighed = async (db: OpenRecords['records']): Promise<boolean> =>
  (await db
    .selectFrom('cases')
    .select('id')
    .where('decided_at', 'is', null)
    .where('weighed_by', '=', '')
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** A child, an adult who is reported, and what they wrote to each other. */
async function talk(kith: Running, messages: number): Promise<void> {
  const headers = { authorization: `Bearer ${kith.key}`, 'content-type': 'application/json' };
  const tell = async (events: object[]): Promise<void> => {
    await ok(await fetch(`${kith.url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) }));
  };
  const age = (band: string) => ({ band, method: 'declared', confidence: 0.9 });
  const settings = { directMessages: 'everyone' };
  await tell([
    { id: 'b1', type: 'account.created', data: { actor: 'max', age: age('adult') } },
    { id: 'b2', type: 'account.created', data: { actor: 'kim', age: age('13to15'), settings } },
    { id: 'b3', type: 'report.filed', data: { actor: 'kim', other: 'max', category: 'asks_to_meet' } },
  ]);
  for (let from = 0; from < messages; from += 500) {
    await tell(
      Array.from({ length: Math.min(500, messages - from) }, (_, i) => {
        const n = from + i;
        const [actor, other] = n % 3 === 2 ? ['kim', 'max'] : ['max', 'kim'];
        const text = `what do you think of the new level ${n}? i played it until late and got nowhere`;
        const code = evidenceCode.options[n % evidenceCode.options.length];
        const evidence = actor === 'max' && n % 20 === 0 ? { evidence: [{ code }] } : {};
        return { id: `t${n}`, type: 'message.sent', data: { actor, other, message: `m${n}`, text, ...evidence } };
      }),
    );
  }
}

async function longCase(ana: Staff): Promise<string> {
  const { found } = await ok<{ found: { case: string | null }[] }>(await ana.get('/v1/search?q=max'));
  const id = found.find((one) => one.case !== null)?.case;
  if (id === undefined || id === null) throw new Error('the case of the benchmark is not there');
  return id;
}

async function timed(run: () => Promise<unknown>, after: () => Promise<void> = async () => {}) {
  const times: number[] = [];
  for (let i = 0; i < REQUESTS; i++) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
    await after();
  }
  return { p95: percentile(times, 0.95) };
}

async function giveBack(who: Staff, taken: CaseSummary[]): Promise<void> {
  for (const { id, version } of taken.splice(0)) await ok(await who.send(`/v1/cases/${id}/release`, { version }));
}

/** Everybody takes, holds for a moment, and gives back, as fast as they are answered. */
async function together(people: readonly Staff[], seconds: number) {
  const held = new Set<string>();
  const times: number[] = [];
  let twice = 0;
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    people.map(async (who) => {
      while (performance.now() < end) {
        const began = performance.now();
        const answer: NextAnswer = await ok(await who.send('/v1/cases/next', {}));
        times.push(performance.now() - began);
        if (answer.found !== 'case') continue;
        const { id, version } = answer.case;
        if (held.has(id)) twice++;
        held.add(id);
        await sleep(20);
        held.delete(id);
        await ok(await who.send(`/v1/cases/${id}/release`, { version }));
      }
    }),
  );
  return { rate: times.length / seconds, p95: percentile(times, 0.95), twice };
}
