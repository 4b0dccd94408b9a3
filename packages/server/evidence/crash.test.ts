/** Kith is killed again and again while a platform gives: nothing is half there, and nothing that was answered is lost. */
import assert from 'node:assert/strict';
import { hash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseEvidence, PreservationView, Webhook } from '@kith/contract';
import { verifyAudit } from '../ground/audit/index.ts';
import { readConfig } from '../ground/config/index.ts';
import { createKey } from '../ground/keys/index.ts';
import { databases, migratedDatabase } from '../ground/testing/records.ts';
import { platform, SECRET, status } from '../outbox/testing/platform.ts';
import { openRecords } from '../stores.ts';
import { type Served, serve } from '../testing/cli.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';
import { Giver } from './testing/giver.ts';

const KILLS = 8;
const MEDIA = 6;
/** Some pieces of the vault each, so that a kill finds one half written. */
const MEDIUM_BYTES = 3_500_000;
const BATCHES = 10;
const BATCH = 50;
const PATIENCE_MS = 60_000;

const media = Array.from({ length: MEDIA }, (_, i) => ({
  name: `p${i}`,
  bytes: new Uint8Array(randomBytes(MEDIUM_BYTES)),
}));

const batch = (number: number) =>
  Array.from({ length: BATCH }, (_, i) => ({
    ...{ message: `m-${number}-${i}`, conversation: 'talk', from: 'rogue', to: ['kim'] },
    ...{ sentAt: '2026-05-01T10:00:00Z', text: `text ${number} ${i}` },
  }));

for (const kind of databases) {
  describe(`killed while a platform gives, on ${kind}`, () => {
    it('has each thing whole and once, with its custody from the beginning', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'kith-giving-'));
      const database = kind === 'PostgreSQL' ? await migratedDatabase('giving') : null;
      const got: Webhook[] = [];
      await using there = await platform((response, one, request) => {
        got.push(JSON.parse(one.body));
        status(204)(response, one, request);
      });
      const webhooks = join(folder, 'webhooks.yaml');
      await writeFile(webhooks, JSON.stringify([{ name: 'p', url: there.url, secret: SECRET, allowPrivate: true }]));
      const keepKeys = join(folder, 'keys-of-cases');
      const args = ['--webhooks', webhooks, '--keep-keys', keepKeys];
      if (database !== null) args.push('--database-url', database.url);
      const flags = { folder, keepKeys, ...(database !== null && { databaseUrl: database.url }) };
      const { config } = readConfig({ flags });
      let kith = await serve(folder, args);
      const { records, close } = await openRecords(config);
      const { key } = await createKey(records, { name: 'evidence', scopes: ['evidence'] }, Date.now());
      const { about, id } = await askedAs(
        await signIn({ url: kith.url, config }, ['moderator']),
        kith,
        () => got.length > 0,
      );

      let finished = false;
      const answered = new Set<string>();
      const giving = (async () => {
        for (const end = Date.now() + PATIENCE_MS * 3; !finished && Date.now() < end; ) {
          finished = await giveAll(new Giver(kith.url, key), id, answered).catch(() => false);
          if (!finished) await sleep(50);
        }
      })();
      for (let i = 0; i < KILLS; i++) {
        await sleep(150 + i * 90);
        kith.child.kill('SIGKILL');
        await kith.ended;
        kith = await serve(folder, args);
      }
      await giving;
      assert.ok(finished, 'all was given in the end');
      assert.equal((await new Giver(kith.url, key).done(id)).json.state, 'done');

      const staff = await signIn({ url: kith.url, config }, ['senior']);
      const { items, preservations }: CaseEvidence = await (await staff.get(`/v1/cases/${about}/evidence`)).json();
      assert.deepEqual(preservations[0]?.given, { accounts: 1, messages: BATCHES * BATCH, media: MEDIA });
      const of = (wanted: string) => items.filter((item) => item.kind === wanted);
      assert.equal(of('media').length, MEDIA);
      for (const item of of('media')) {
        const { bytes } = media.find(({ name }) => name === item.about) ?? assert.fail();
        assert.equal(item.sha256, hash('sha256', bytes));
        assert.ok(answered.has(item.about ?? ''));
        const opened = await staff.send(`/v1/evidence/${item.id}/open`, { reason: 'to check it' });
        assert.equal(hash('sha256', new Uint8Array(await opened.arrayBuffer())), item.sha256);
      }
      const messages: { message: string }[] = [];
      for (const item of of('conversation')) {
        const opened = await staff.send(`/v1/evidence/${item.id}/open`, { reason: 'to check it' });
        const lines = (await opened.text()).trim().split('\n');
        messages.push(...lines.map((line) => JSON.parse(line)));
      }
      assert.equal(messages.length, BATCHES * BATCH);
      assert.equal(new Set(messages.map(({ message }) => message)).size, BATCHES * BATCH);
      for (const { custody } of items) assert.equal(custody[0]?.what, 'taken');
      const taken = await records
        .selectFrom('audit_line')
        .select('subject')
        .where('action', '=', 'evidence.taken')
        .execute();
      assert.deepEqual(taken.map(({ subject }) => subject).sort(), items.map((item) => `evidence:${item.id}`).sort());
      assert.deepEqual((await verifyAudit(records)).faults, []);
      await close();
      kith.child.kill('SIGKILL');
      await kith.ended;
      await database?.drop();
      await rm(folder, { recursive: true });
    });
  });
}

async function askedAs(by: Staff, kith: Served, isTold: () => boolean): Promise<{ about: string; id: string }> {
  const data = { actor: 'kim', other: 'rogue', category: 'unkind' };
  const headers = { authorization: `Bearer ${kith.key}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ id: 'r', type: 'report.filed', data });
  assert.ok((await fetch(`${kith.url}/v1/events`, { method: 'POST', headers, body })).ok);
  const { cases } = await (await by.get('/v1/cases')).json();
  const [{ id: about }] = cases;
  const wanted = {
    ...{ reason: 'to see it', accounts: ['kim'], media: media.map(({ name }) => name) },
    messages: Array.from({ length: BATCHES }, (_, i) => batch(i).map(({ message }) => message)).flat(),
  };
  const view: PreservationView = await (await by.send(`/v1/cases/${about}/preserve`, wanted)).json();
  for (const end = Date.now() + PATIENCE_MS; !isTold() && Date.now() < end; await sleep(50));
  return { about, id: view.id };
}

/** As a platform does that begins again after each fault: what was answered it does not send again. */
async function giveAll(giver: Giver, id: string, answered: Set<string>): Promise<boolean> {
  const once = async (name: string, give: () => Promise<{ status: number; text: string }>) => {
    if (answered.has(name)) return;
    const { status: code, text } = await give();
    if (code === 503) throw new Error('later');
    assert.equal(code, 200, text);
    answered.add(name);
  };
  await once('account', () => giver.account(id, 'rogue', { screenName: 'Rogue' }));
  for (let i = 0; i < BATCHES; i++) {
    await once(`batch ${i}`, () => giver.messages(id, batch(i)));
    const medium = media[i % MEDIA];
    if (medium !== undefined) await once(medium.name, () => giver.media(id, medium.name, medium.bytes));
  }
  return true;
}
