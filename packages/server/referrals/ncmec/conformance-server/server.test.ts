import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { CODES } from '../client/codes.ts';
import { DIALECT } from '../schema/shape.ts';
import { contentAbout, REPORTER, USER } from '../testing/at-ncmec.ts';
import { writeXml } from '../xml/write.ts';
import { Faults, faults } from './faults.ts';
import { readLog, whatHappened } from './log.ts';
import { ConformanceServer, type ServerOptions } from './server.ts';

const folder = await mkdtemp(join(tmpdir(), 'kith-conformance-'));
after(() => rm(folder, { recursive: true }));
let logs = 0;
const users: ServerOptions['users'] = [
  USER,
  ...(['none', 'no_submissions', 'no_updates'] as const).map((rights) => ({ username: rights, password: 'x', rights })),
];
const start = (more: Partial<ServerOptions> = {}) =>
  ConformanceServer.start({ port: 0, users, log: join(folder, `${logs++}.jsonl`), ...more });

const login = (username: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
});
const OURS = login(USER.username, USER.password);
const XML = { 'content-type': 'text/xml; charset=utf-8' };
const report = writeXml('report', { ...contentAbout('mallory'), reporter: REPORTER }, DIALECT).bytes.slice();

interface Said {
  code: number | null;
  report: string;
  file: string;
  hash: string;
}
async function said(response: Response): Promise<Said> {
  const text = await response.text();
  const at = (name: string) => new RegExp(`<${name}>([^<]*)<`).exec(text)?.[1] ?? '';
  return {
    code: text === '' ? null : Number(at('responseCode')),
    ...{ report: at('reportId'), file: at('fileId'), hash: at('hash') },
  };
}
const post = async (server: ConformanceServer, call: string, body: BodyInit, headers: Record<string, string> = {}) =>
  said(await fetch(`${server.url}/${call}`, { method: 'POST', body, headers: { ...OURS, ...headers } }));
const form = (id: string, file?: string): FormData => {
  const made = new FormData();
  made.set('id', id);
  if (file !== undefined) made.set('file', new Blob([file]), 'x');
  return made;
};
const about = (id: string, fileId: string): string =>
  Buffer.from(writeXml('fileDetails', { reportId: id, fileId }, DIALECT).bytes).toString('utf8');

describe('the conformance server', () => {
  it('answers each of the codes for its reason', async () => {
    let now_ms = 1_800_000_000_000;
    await using server = await start({ clock: () => now_ms });
    const status = (headers: Record<string, string>) => fetch(`${server.url}/status`, { headers });
    assert.equal((await said(await status(OURS))).code, CODES.success);
    const unknown = await status(login('kith', 'wrong'));
    assert.deepEqual([unknown.status, await unknown.text()], [401, '']);
    assert.equal((await post(server, 'nowhere', '')).code, CODES.resourceNotFound);

    assert.equal((await post(server, 'submit', report, { ...XML, ...login('none', 'x') })).code, 3000);
    assert.equal((await post(server, 'submit', report, { ...XML, ...login('no_submissions', 'x') })).code, 3100);
    assert.equal((await post(server, 'submit', report, { 'content-type': 'text/plain' })).code, 4000);
    assert.equal((await post(server, 'submit', '<report/>', XML)).code, 4100);
    assert.equal((await post(server, 'submit', '<report>', XML)).code, 4110);
    assert.equal((await post(server, 'submit', about('1', 'a'), XML)).code, 4100);
    const opened = await post(server, 'submit', report, XML);
    assert.equal(opened.code, CODES.success);
    const number = opened.report;
    assert.match(number, /^\d+$/);

    assert.equal((await post(server, 'upload', form(number, 'x'), login('no_updates', 'x'))).code, 3300);
    assert.equal((await post(server, 'upload', form(number, ''))).code, 4200);
    assert.equal((await post(server, 'upload', form(number))).code, 4000);
    assert.equal((await post(server, 'upload', form('999', 'x'))).code, 5001);
    const uploaded = await post(server, 'upload', form(number, 'hello'));
    assert.deepEqual([uploaded.code, uploaded.hash], [0, '5d41402abc4b2a76b9719d911017c592']);
    assert.match(uploaded.file, /^[0-9a-f]{32}$/);
    assert.equal((await post(server, 'fileinfo', about(number, 'f'.repeat(32)), XML)).code, 5002);
    assert.equal((await post(server, 'fileinfo', about(number, uploaded.file), XML)).code, 0);

    const other = (await post(server, 'submit', report, XML)).report;
    assert.equal((await post(server, 'retract', form(other))).code, 0);
    assert.equal((await post(server, 'finish', form(other))).code, 5101);
    const finished = await post(server, 'finish', new URLSearchParams({ id: number }));
    assert.deepEqual([finished.code, finished.file], [0, uploaded.file]);
    assert.equal((await post(server, 'finish', form(number))).code, 5102);
    assert.equal((await post(server, 'retract', form(number))).code, 5102);

    const third = (await post(server, 'submit', report, XML)).report;
    now_ms += 24 * 3_600_000 - 1;
    const late = await post(server, 'upload', form(third, 'x'));
    assert.equal(late.code, 0);
    now_ms += 3_600_000 - 1;
    assert.equal((await post(server, 'fileinfo', about(third, late.file), XML)).code, 0);
    now_ms += 3_600_000;
    assert.equal((await post(server, 'finish', form(third))).code, 5001);
    server.failNext(0, 'code');
    assert.equal((await post(server, 'submit', report, XML)).code, 1100);
    server.failNext(0, 'code');
    assert.equal((await post(server, 'upload', form(third, 'x'))).code, 1111);
    server.failNext(0, 'code');
    assert.equal((await post(server, 'fileinfo', about(third, late.file), XML)).code, 1300);
    server.failNext(0, 'server_error_after');
    assert.equal((await post(server, 'submit', report, XML)).code, 1000);
  });

  it('keeps a log that says what became of each report, and knows it after a restart', async () => {
    const log = join(folder, 'kept.jsonl');
    const numbers: string[] = [];
    {
      await using server = await start({ log });
      for (let i = 0; i < 3; i++) numbers.push((await post(server, 'submit', report, XML)).report);
      const [first = '', second = ''] = numbers;
      const { file } = await post(server, 'upload', form(first, 'x'));
      await post(server, 'fileinfo', about(first, file), XML);
      await post(server, 'finish', form(first));
      await post(server, 'retract', form(second));
    }
    const [first = '', second = '', third = ''] = numbers;
    assert.deepEqual(whatHappened(readLog(log)).get('mallory'), {
      ...{ finished: [first], retracted: [second], orphans: [third], files: 1, allDescribed: true },
    });
    await using server = await start({ log });
    assert.deepEqual(
      await Promise.all(numbers.map(async (number) => (await post(server, 'finish', form(number))).code)),
      [5102, 5101, 0],
    );
    assert.ok(!numbers.includes((await post(server, 'submit', report, XML)).report));
  });

  it('writes no text of a report into its log', async () => {
    const log = join(folder, 'secret.jsonl');
    await using server = await start({ log });
    const content = { ...contentAbout('mallory'), additionalInfo: 'MARKED', reporter: REPORTER };
    await post(server, 'submit', writeXml('report', content, DIALECT).bytes.slice(), XML);
    assert.ok(!JSON.stringify(readLog(log)).includes('MARKED'));
  });
});

describe('faults', () => {
  it('are as many as asked for, of every kind, and the same from the same seed', () => {
    const drawn = (seed: number) => {
      const from = new Faults(0.2, seed);
      return Array.from({ length: 10_000 }, () => from.draw());
    };
    const all = drawn(7).filter((fault) => fault !== null);
    assert.ok(all.length > 1_800 && all.length < 2_200, `${all.length}`);
    assert.deepEqual(new Set(all), new Set(faults));
    assert.deepEqual(drawn(7), drawn(7));
    assert.notDeepEqual(drawn(7), drawn(8));
  });
});
