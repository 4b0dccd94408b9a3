import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Kith } from '@kith/client';
import { type EventInput, type Receipt, readEvent } from '@kith/contract';
import { readConfig } from '../ground/config/index.ts';
import { createLog } from '../ground/log/index.ts';
import { startKith } from '../serve.ts';
import { formatReplay, ReplayError, replayIrc } from './index.ts';
import { accountOf } from './irc-events.ts';

/** Logs in the corpus' form; who writes here is made up. */
const LOGS = {
  '2004-12-25.train-c.txt': [
    '=== ann [n=ann@host.example]  has joined #ubuntu',
    '[23:58] <ann> good evening',
    '[23:58] <ben> hi ann',
    '[23:57] <ben> written late',
    '=== ben is now known as ben[away] ',
    '[00:02] <ann> and a new day',
    '[23:59] <ann> from before midnight',
    '=== mode/#ubuntu [+o ann]  by ChanServ',
    '=== spam was kicked off #ubuntu by ann (flood)',
    '',
  ],
  '2004-12-26_10.txt': [
    '[00:01] <ann> earlier than what was told',
    '[00:30] <Ann> the same person',
    '=== ann has quit ["x"]',
  ],
  'LICENSE.txt': ['CC BY 4.0'],
} as const;

const accept = async (events: readonly EventInput[]): Promise<Receipt[]> =>
  events.map(({ id }) => ({
    status: 'accepted',
    id,
    decision: { outcome: 'allow', reasons: [{ code: 'ordinary', words: '' }], notices: [], policy: 'test' },
  }));

describe('replaying IRC logs', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kith-irc-'));
    for (const [name, lines] of Object.entries(LOGS)) await writeFile(join(dir, name), `${lines.join('\n')}\n`);
  });
  after(() => rm(dir, { recursive: true, force: true }));

  async function told() {
    const events: EventInput[] = [];
    const summary = await replayIrc({
      dir,
      tell: (batch) => {
        events.push(...batch);
        return accept(batch);
      },
    });
    return { events, summary };
  }

  it('accounts for every line, by kind', async () => {
    const { summary } = await told();
    assert.equal(summary.lines, 13);
    assert.equal(
      Object.values(summary.kinds).reduce((sum, n) => sum + n, 0),
      13,
    );
    assert.deepEqual(Object.fromEntries(Object.entries(summary.kinds).filter(([, n]) => n > 0)), {
      message: 7,
      joined: 1,
      left: 1,
      kicked: 1,
      renamed: 1,
      server: 1,
      other: 1,
    });
    assert.deepEqual(summary.skipped, ['LICENSE.txt']);
  });

  it('makes at least one event of every line, all valid, each id once', async () => {
    const { events } = await told();
    const lines = new Set(events.map(({ id }) => id.replace(/\.\d+$/, '')));
    assert.equal(lines.size, 13);
    assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
    for (const event of events) assert.ok(readEvent(event).ok, JSON.stringify(event));
  });

  it('tells a time that is that of the log, passes midnight, and never goes back', async () => {
    const { events } = await told();
    const times = events.map(({ time }) => time ?? '');
    assert.deepEqual(times, [...times].sort());
    const of = (line: string) => events.find(({ id }) => id === `irc/${line}`)?.time;
    assert.equal(times[0], '2004-12-25T00:00:00.000Z');
    assert.equal(of('2004-12-25.train-c.txt/6'), '2004-12-26T00:02:00.000Z');
    assert.equal(times.at(-1), '2004-12-26T00:30:00.000Z');
  });

  it('creates an account at first sight, of unknown age, whatever way the nick is written', async () => {
    const { events, summary } = await told();
    const created = events.flatMap((e) => (e.type === 'account.created' ? [e.data] : []));
    assert.deepEqual(
      created.map((data) => data.actor).sort(),
      ['ann', 'ben', 'ben[away]', 'spam'].map(accountOf).sort(),
    );
    assert.ok(created.every((data) => data.age === undefined));
    assert.equal(summary.accounts, 4);
    assert.equal(accountOf('Nick[A]~'), accountOf('nick{a}^'));
  });

  it('lets the old nick leave and the new one join', async () => {
    const { events } = await told();
    const of = (type: EventInput['type'], nick: string) =>
      events.some((e) => e.type === type && e.data.actor === accountOf(nick));
    assert.ok(of('conversation.left', 'ben'));
    assert.ok(of('conversation.joined', 'ben[away]'));
    const kicked = events.find((e) => e.type === 'conversation.left' && e.data.member !== undefined);
    assert.deepEqual(kicked?.data, { actor: accountOf('ann'), conversation: 'irc-#ubuntu', member: accountOf('spam') });
  });

  it('shows no nick: neither in ids nor in the summary', async () => {
    const { events, summary } = await told();
    for (const { data } of events) {
      const { text: _, ...shown } = { text: '', ...data };
      assert.doesNotMatch(JSON.stringify(shown), /ann|ben|spam/);
    }
    const text = formatReplay(summary);
    assert.doesNotMatch(text.replace(/channel/g, ''), /\b(ann|ben|spam)\b/);
    assert.match(text, /Kummerfeld et al\..*ACL 2019 \(CC BY 4\.0\)/);
    assert.match(text, /13 {2}lines in 2 files, by 4 accounts/);
  });

  it('counts what was refused, by code, and goes on', async () => {
    const summary = await replayIrc({
      dir,
      tell: async (events) =>
        events.map(({ id }) => ({ status: 'rejected', id, error: { code: 'invalid_field', message: 'no' } })),
    });
    assert.equal(summary.errors.invalid_field, summary.events);
    assert.equal(summary.lines, 13);
  });

  it('ends early where it is told to, and says so', async () => {
    const stop = new AbortController();
    const summary = await replayIrc({
      dir,
      signal: stop.signal,
      tell: (batch) => {
        stop.abort();
        return accept(batch);
      },
    });
    assert.equal(summary.aborted, true);
    assert.match(formatReplay(summary), /Ended before its time/);
  });

  it('says what is wrong with a folder', async () => {
    await assert.rejects(replayIrc({ dir: join(dir, 'nothing'), tell: accept }), ReplayError);
    const empty = await mkdtemp(join(tmpdir(), 'kith-irc-empty-'));
    await assert.rejects(replayIrc({ dir: empty, tell: accept }), /there are no logs in/);
    await rm(empty, { recursive: true });
  });

  it('goes through a whole Kith without an error, and the second time as duplicates with the same decisions', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-irc-store-'));
    const { config } = readConfig({ flags: { folder, port: 0 } });
    const kith = await startKith(config, {
      log: createLog({ level: 'silent' }),
      sandbox: true,
      onFailed: (error) => {
        throw error;
      },
    });
    try {
      const client = new Kith({ url: kith.url, key: kith.sandboxKey ?? '' });
      const tell = (events: readonly EventInput[]) => client.tell(events);
      const first = await replayIrc({ dir, tell });
      const second = await replayIrc({ dir, tell });
      assert.deepEqual(first.errors, {});
      assert.deepEqual(first.receipts, { accepted: first.events, duplicate: 0, rejected: 0 });
      assert.deepEqual(second.receipts, { accepted: 0, duplicate: first.events, rejected: 0 });
      assert.deepEqual(second.decided, first.decided);
    } finally {
      await kith.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
