/** From a case to NCMEC's receipt, over the API: drafted, checked, approved by a second person, sent by the courier. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ReferralView } from '@kith/contract';
import { until } from '../../ground/testing/until.ts';
import { type Office, office } from '../testing/office.ts';
import { ConformanceServer } from './conformance-server/server.ts';
import { USER } from './testing/at-ncmec.ts';

const SAID = [
  { message: 'm1', from: 'max', to: ['kid-of-max'], sentAt: '2026-11-20T10:00:00Z', text: '=1+1, "hello"' },
  { message: 'm2', from: 'kid-of-max', to: ['max'], sentAt: '2026-11-20T10:01:00Z', text: 'who are you?' },
];

describe('a case that is referred to NCMEC', () => {
  let folder: string;
  let server: ConformanceServer;
  let at: Office;
  const got: { call: string; body: string }[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-filed-'));
    server = await ConformanceServer.start({ port: 0, users: [USER], log: join(folder, 'log.jsonl') });
    server.onBody = (call, body) => got.push({ call, body: Buffer.from(body).toString('utf8') });
    process.env.NCMEC_PASSWORD_OF_TEST = USER.password;
    const referrals = join(folder, 'referrals.yaml');
    const settings = {
      provider: { uk: false, name: 'Example Ltd', platform: 'Example' },
      reporter: { firstName: 'Ann', lastName: 'Example', email: 'safety@example.com' },
      ncmec: { instead: server.url, username: USER.username, password: { variable: 'NCMEC_PASSWORD_OF_TEST' } },
    };
    await writeFile(referrals, JSON.stringify(settings));
    at = await office('SQLite', { referrals });
  });
  after(async () => {
    await at[Symbol.asyncDispose]();
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('arrives with what the platform gave, each file as a person has opened it or not, and its receipt is kept', async () => {
    const ann = await at.person('moderator');
    const ben = await at.person('senior');
    const about = await at.caseOf('max');
    await at.detailsOf(about, 'max', { screenName: 'max_1', ipEvents: [{ ip: '192.0.2.1', event: 'login' }] });
    const put = (name: string, bytes: string) =>
      at.put(about, {
        kind: 'media',
        name,
        mediaType: 'image/jpeg',
        account: 'max',
        about: name,
        bytes: Buffer.from(bytes),
      });
    const seen = await put('seen.jpg', 'seen by a person');
    await put('unseen.jpg', 'seen by nobody');
    const bytes = Buffer.from(SAID.map((one) => JSON.stringify(one)).join('\n'));
    await at.put(about, { kind: 'conversation', name: 'c1', about: 'c1', bytes });
    await at.vault.open(seen, { by: 'staff:ann', reason: 'to judge it' });

    const drafted = await at.draft(ann, about, { kind: 'ncmec' });
    assert.deepEqual(drafted.problems, []);
    assert.equal(drafted.test, true);
    const checked = await at.step(ann, drafted, 'check');
    const approved = await at.step(ben, checked, 'approve');
    const view = () => at.ask<ReferralView>(ann, 'GET', `/v1/referrals/${approved.id}`);
    await until('received', async () => (await view()).state === 'received');

    const claims = await at.db.selectFrom('referral_claim').selectAll().where('referral', '=', approved.id).execute();
    assert.deepEqual(claims, [], 'a test system has it, and no authority: the case is nobody’s');
    const { reference, receipt, filing } = await view();
    assert.deepEqual([reference, filing?.step, filing?.test], ['1001', 'finished', true]);
    const kept = await at.vault.use(receipt ?? assert.fail(), 'test');
    assert.match(kept.bytes.toString(), /<reportDoneResponse>.*<reportId>1001</s);
    assert.deepEqual(
      got.map(({ call }) => call),
      ['submit', ...Array.from({ length: 3 }, () => ['upload', 'fileinfo']).flat(), 'finish'],
    );
    const submitted = got[0]?.body ?? '';
    const copy = await at.vault.use((await view()).copy ?? assert.fail(), 'test');
    assert.equal(copy.bytes.toString(), submitted, 'what was sent is kept as it was sent');
    for (const part of [
      '<screenName>max_1<',
      '<ipAddress>192.0.2.1<',
      '<espIdentifier>kid-of-max<',
      'safety@example.com',
    ]) {
      assert.ok(submitted.includes(part), part);
    }
    const viewed = got
      .filter(({ call }) => call === 'fileinfo')
      .map(({ body }) => [
        /<originalFileName>([^<]*)</.exec(body)?.[1],
        /<fileViewedByEsp>([^<]*)</.exec(body)?.[1],
        /<fileRelevance>([^<]*)</.exec(body)?.[1],
      ]);
    assert.deepEqual(
      new Map(viewed.map(([name, ...rest]) => [name, rest])),
      new Map([
        ['seen.jpg', ['true', 'Reported']],
        ['unseen.jpg', ['false', 'Reported']],
        ['c1', ['false', 'Supplemental Reported']],
      ]),
    );
    const table = got.find(({ call, body }) => call === 'upload' && body.includes('.csv'))?.body ?? '';
    assert.equal((await at.draft(ann, about)).state, 'drafted', 'the real one needs no reason');
    assert.match(table, /"2026-11-20T10:00:00Z","max","kid-of-max","'=1\+1, ""hello""",/);
  });
});
