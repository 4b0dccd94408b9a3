/**
 * Nobody without the permission reads evidence: by route, by search, by export, by log line, by error message, by webhook, or from
 * the disk. Every field that a platform gives, and every word that people write about evidence, holds a mark; every route is
 * then tried as everybody, and the mark is looked for in what comes out.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CaseEvidence } from '@kith/contract';
import { sql } from 'kysely';
import { world } from '../enforcement/testing/world.ts';
import { callersOf } from '../testing/callers.ts';
import { type Asked, askedFor, Giver } from './testing/giver.ts';

/** Part of no word that Kith itself says. */
const MARK = 'MARKED-4e7b';
const ADDRESS = '203.0.113.77';
const TELEPHONE = '+441632960977';
/** What is marked where its form leaves no room for the mark. */
const SECRETS = [MARK, ADDRESS, TELEPHONE, '1999-03-07'];

const ipEvent = { ip: ADDRESS, port: 4711, event: 'login', at: '2026-05-01T10:00:00Z' };

/** All that can be said of an account. */
const details = {
  ...{ service: MARK, screenName: MARK, displayNames: [MARK], profileUrl: `https://example.com/${MARK}` },
  ...{ profileText: MARK, firstName: MARK, lastName: MARK, dateOfBirth: '1999-03-07' },
  emails: [{ address: `${MARK}@example.com`, type: 'home', verifiedAt: '2026-05-01T10:00:00Z' }],
  telephones: [{ number: TELEPHONE, type: 'mobile' }],
  addresses: [{ lines: MARK, city: MARK, postcode: MARK, region: MARK, country: 'GB' }],
  ...{ billing: MARK, ipEvents: [ipEvent], devices: [{ type: MARK, value: MARK }] },
  ...{
    location: { city: MARK, region: MARK, country: 'GB' },
    otherAccounts: [MARK],
    earlierReports: [MARK],
    more: MARK,
  },
};

const message = ({ to }: Asked) => ({
  ...{ message: `${MARK}-message`, conversation: `${MARK}-talk`, from: 'rogue', to: ['kim'] },
  ...{ sentAt: new Date(Date.parse(to) - 1000), text: `${MARK} in words`, media: [`${MARK}-medium`], ip: ipEvent },
});

const mediaDetails = {
  ...{ account: 'rogue', message: `${MARK}-message`, fileName: `${MARK}.jpg`, mediaType: MARK },
  ...{ upload: ipEvent, url: `https://example.com/${MARK}`, public: true, exif: { [MARK]: MARK } },
};

const marked = (text: string): string[] => SECRETS.filter((secret) => text.includes(secret));

test('what is marked as evidence is found by nobody but whoever may open it', async () => {
  await using w = await world('SQLite');
  const [moderator, senior] = [await w.person('moderator'), await w.person('senior')];
  const asked = await askedFor(w, moderator);
  const id = asked.preservation;
  const whys = { reason: `${MARK} says so`, messages: ['m2'] };
  await w.post(moderator, `/v1/cases/${asked.about}/preserve`, whys);
  const giver = await Giver.of(w);
  const bytes = new Uint8Array(Buffer.from(`${MARK} as bytes`));
  for (const answer of [
    await giver.account(id, 'rogue', details),
    await giver.messages(id, [message(asked)]),
    await giver.details(id, `${MARK}-medium`, mediaDetails),
    await giver.media(id, `${MARK}-medium`, bytes),
  ]) {
    assert.equal(answer.status, 200, answer.text);
  }
  const file = { method: 'POST', body: `${MARK} in a letter`, headers: { 'content-type': 'text/plain' } };
  assert.equal((await moderator.fetch(`/v1/cases/${asked.about}/evidence?name=${MARK}.txt`, file)).status, 200);
  await w.post(senior, `/v1/cases/${asked.about}/hold`, { reason: `${MARK} wants it` }, 204);
  const { items }: CaseEvidence = await (await moderator.get(`/v1/cases/${asked.about}/evidence`)).json();
  // account, conversation, details of a medium, the medium, the letter, and the snapshot
  assert.ok(items.length >= 5 && items.some(({ name }) => name?.includes(MARK)));
  const { preservations }: CaseEvidence = await (await moderator.get(`/v1/cases/${asked.about}/evidence`)).json();
  assert.ok(preservations.some(({ reason }) => reason === whys.reason));
  const names = ['account_details', 'conversation', 'media', 'media_details', 'attachment'];
  for (const kind of names) {
    const item = items.find((one) => one.kind === kind) ?? assert.fail(kind);
    const opened = await moderator.send(`/v1/evidence/${item.id}/open`, { reason: `${MARK} asked me to` });
    assert.ok(marked(await opened.text()).length > 0, `${kind}: the test shows less than it says`);
  }

  // every way of giving it wrongly: what is wrong is said without it
  for (const answer of [
    await giver.account(id, 'kim', { ...details, dateOfBirth: MARK }),
    await giver.account(id, 'kim', { ...details, emails: MARK }),
    await giver.account(id, 'kim', { ...details, ipEvents: [{ ...ipEvent, ip: MARK }] }),
    await giver.messages(id, [{ ...message(asked), sentAt: MARK }, { ...message(asked), text: [MARK] }, MARK]),
    await giver.lines(id, `{"message": "${MARK}\n${MARK}`),
    await giver.call('POST', `/v1/preservations/${id}/messages`, `[${MARK}`),
    await giver.details(id, 'p1', { ...mediaDetails, url: MARK }),
    await giver.call('PUT', `/v1/preservations/${id}/accounts/kim`, MARK),
  ]) {
    const said =
      answer.json?.results === undefined
        ? answer.text
        : JSON.stringify(answer.json.results.map((r: { error: unknown }) => r.error));
    assert.deepEqual(marked(said), [], answer.text);
    assert.ok(answer.status >= 400 || said.includes('"code"'), answer.text);
  }

  const callers = await callersOf(w.kith);
  await using _closed = { [Symbol.asyncDispose]: () => callers.close() };
  const mayOpen = ['moderator', 'senior', 'lead'];
  const ids = { case: asked.about, evidence: items.map((item) => item.id), preservation: id };
  let tried = 0;
  for (const route of w.kith.accesses.keys()) {
    for (const path of addressesOf(route, ids)) {
      for (const caller of callers.all) {
        if (caller.name === 'key evidence') continue;
        if (mayOpen.includes(caller.name) && OPENS.test(route)) continue;
        const said = await ask(w.kith.url, route.split(' ')[0] ?? '', path, await caller.headers());
        assert.deepEqual(marked(said), [], `${route} as ${caller.name}`);
        tried++;
      }
    }
  }
  assert.ok(tried > 1000, `${tried} calls`);
  // the key that gives evidence reads what was asked for, and no content
  for (const path of [`/v1/preservations/${id}`, `/v1/cases/${ids.case}/evidence`]) {
    assert.deepEqual(marked((await giver.call('GET', path)).text), [], path);
  }

  for (const one of w.raw()) assert.deepEqual(marked(one.body), [], 'in a webhook');
  assert.deepEqual(marked(w.kith.logged()), [], 'in the log');
  for (const { name } of await tablesOf(w)) {
    const { rows } = await sql`SELECT * FROM ${sql.table(name)}`.execute(w.db);
    const text = JSON.stringify(rows, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    assert.deepEqual(marked(text), [], `in the table ${name}`);
  }
  const { folder } = w.kith;
  await w.kith.stop();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = await readFile(join(entry.parentPath, entry.name), 'latin1');
    assert.deepEqual(marked(content), [], `in the file ${entry.name}`);
  }
});

/** Where those who may open evidence see names of it, or open it. */
const OPENS = /(\/v1\/cases\/:id\/(evidence|preserve)|\/v1\/evidence\/:id\/open|\/v1\/referrals)/;

interface Ids {
  case: string;
  evidence: readonly string[];
  preservation: string;
}

/** A route's addresses with what there is in their places. */
function addressesOf(route: string, ids: Ids): string[] {
  const [method = '', template = ''] = route.split(' ');
  // never ends, or ends the session that asks
  if (method === 'HEAD' || method === 'DELETE' || template.includes('*')) return [];
  // changes what the others look at
  if (/\/(merge|erasure|done|invitations|passkeys|sign-in|join)/.test(template)) return [];
  const fill = (of: string) => template.replaceAll(/:\w+|\{\w+\}/g, encodeURIComponent(of));
  if (!template.includes(':'))
    return template === '/v1/search' ? [`${template}?q=${MARK}`, `${template}?q=rogue`] : [template];
  if (template.startsWith('/v1/evidence')) return ids.evidence.map(fill);
  if (template.startsWith('/v1/preservations')) return [fill(ids.preservation)];
  return template.startsWith('/v1/cases') ? [fill(ids.case)] : [fill('rogue')];
}

/** All of what is answered, its headers too; of a question that is repeated as it was asked, without that. */
async function ask(url: string, method: string, path: string, headers: Record<string, string>): Promise<string> {
  const writes = method !== 'GET';
  const answer = await fetch(url + path, {
    ...{ method, redirect: 'manual' },
    headers: { ...headers, ...(writes && { 'content-type': 'application/json' }) },
    ...(writes && { body: JSON.stringify({ reason: 'to look at it' }) }),
  });
  const stream = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  if (stream) await answer.body?.cancel();
  const said = JSON.stringify([...answer.headers]) + (stream ? '' : await answer.text());
  return said.replaceAll(`q=${MARK}`, '');
}

const tablesOf = async ({ db }: Awaited<ReturnType<typeof world>>): Promise<{ name: string }[]> =>
  (
    await sql<{
      name: string;
    }>`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`.execute(db)
  ).rows;
