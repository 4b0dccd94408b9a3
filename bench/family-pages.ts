/** Families who read: the pages of a child with many friends and groups, as a browser asks for them, on either store. */
import { mkdirSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { figure, type Say } from './figures.ts';
import { type Running, startKith } from './kith.ts';
import { percentile } from './percentiles.ts';

/** The longest that a page may take at the server, milliseconds: nobody notices more of a wait than the line makes. */
const SERVER_MAX_MS = 150;
/** The most that a page may weigh over the wire, bytes: under two seconds on a slow telephone line. */
const WIRE_MAX_BYTES = 60_000;
const LOOKS = 60;
/** Events that one request takes. */
const BATCH = 1_000;
const GROUP_MEMBERS = 12;
/** Friends of the last week, and people who wrote in it: many, for one child. */
const NEW_FRIENDS = 50;
const IN_TOUCH = 300;

interface FamilySize {
  friends: number;
  groups: number;
}

export async function measureFamilyPages(
  size: FamilySize,
  inFolder: string,
  url: string | null,
  say: Say,
): Promise<void> {
  const kind = url === null ? 'resident' : 'postgres';
  const folder = join(inFolder, `family-pages-${kind}`);
  mkdirSync(folder, { recursive: true });
  const kith = await startKith(folder, url ?? undefined);
  try {
    const guardianship = await fill(kith, size);
    const guardian = await enter(kith, 'guardian');
    const child = await enter(kith, 'child');
    const base = `/family/children/${guardianship}`;
    const pages = [
      ['first page', guardian, base],
      ['friends', guardian, `${base}/friends`],
      ['contacts', guardian, `${base}/contacts`],
      ['groups', guardian, `${base}/groups`],
      ["the child's own page", child, '/family/own'],
    ] as const;
    for (const [name, cookie, path] of pages) {
      const times: number[] = [];
      let bytes = 0;
      for (let i = 0; i < LOOKS; i++) {
        const began = performance.now();
        bytes = await get(kith.url + path, cookie);
        times.push(performance.now() - began);
      }
      const what = `${kind}: ${size.friends} friends, ${size.groups} groups: ${name}`;
      say(figure(`${what}, p95`, percentile(times, 0.95), 'ms', { atMost: SERVER_MAX_MS }));
      say(figure(`${what}, over the wire`, bytes, 'bytes', { atMost: WIRE_MAX_BYTES }));
    }
  } finally {
    await kith.stop();
  }
}

const send = async (kith: Running, path: string, body: unknown) => {
  const headers = { authorization: `Bearer ${kith.key}`, 'content-type': 'application/json' };
  const answer = await fetch(kith.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
};

/** A child with friends, groups and a week of messages, and its guardian. @returns the guardianship */
async function fill(kith: Running, { friends, groups }: FamilySize): Promise<string> {
  const age = (actor: string, band: string) => ({
    type: 'account.updated',
    data: { actor, age: { band, method: 'verified' } },
  });
  const friend = (n: number) => `friend-${(n * 2_654_435_761) % 2 ** 32}-${n}`;
  let told = 0;
  const tell = async (events: object[]) => {
    for (let from = 0; from < events.length; from += BATCH) {
      const some = events.slice(from, from + BATCH).map((event) => ({ id: `f${++told}`, ...event }));
      await send(kith, '/v1/events', some);
    }
  };
  await tell([age('guardian', 'adult'), age('child', '13to15')]);
  const all = Array.from({ length: friends }, (_, n) => friend(n));
  const befriend = (some: readonly string[]) =>
    tell(
      some.flatMap((other) => [
        { type: 'connection.requested', data: { actor: other, other: 'child' } },
        { type: 'connection.accepted', data: { actor: 'child', other } },
      ]),
    );
  // those of before the child's yes are no new friends
  const fresh = Math.min(NEW_FRIENDS, friends);
  await befriend(all.slice(fresh));
  const invitation = { invitedBy: 'guardian', guardian: 'guardian', child: 'child' };
  const { guardianship } = await send(kith, '/v1/guardianships', invitation);
  const shown = await fetch(`${kith.url}/v1/guardianships/${guardianship.id}/invitation?account=child`, {
    headers: { authorization: `Bearer ${kith.key}` },
  });
  const { terms } = JSON.parse(await shown.text());
  await send(kith, `/v1/guardianships/${guardianship.id}/answer`, { account: 'child', answer: 'accept', terms });
  await befriend(all.slice(0, fresh));
  const inGroup = (n: number) => Array.from({ length: GROUP_MEMBERS }, (_, i) => friend((n * 7 + i) % friends));
  await tell(
    Array.from({ length: groups }, (_, n) => `group-${n}`).flatMap((conversation, n) => [
      ...['child', ...inGroup(n)].map((actor) => ({ type: 'conversation.joined', data: { actor, conversation } })),
      { type: 'message.sent', data: { actor: friend((n * 7) % friends), conversation, message: `m${n}` } },
    ]),
  );
  await tell(
    all
      .slice(0, IN_TOUCH)
      .map((actor, n) => ({ type: 'message.sent', data: { actor, other: 'child', message: `d${n}` } })),
  );
  return guardianship.id;
}

/** Signs in as a browser does. @returns the cookie */
async function enter(kith: Running, account: string): Promise<string> {
  const { url } = await send(kith, '/v1/family-links', { account });
  const answer = await fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams() });
  const [cookie] = answer.headers.getSetCookie();
  if (cookie === undefined) throw new Error(`nobody was let in: ${answer.status}`);
  return cookie.split(';')[0] ?? '';
}

/** @returns bytes of the answer's body as it came over the wire */
const get = (url: string, cookie: string): Promise<number> =>
  new Promise((resolve, reject) => {
    http
      .get(url, { headers: { cookie, 'accept-encoding': 'br' } }, (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve(bytes) : reject(new Error(`${url}: ${answer.statusCode}`)),
        );
      })
      .on('error', reject);
  });
