/** A Kith with people who rule and a platform that listens, for tests of what follows from rulings. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StaffRole, Webhook } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import type { DatabaseKind } from '../../ground/testing/records.ts';
import { until } from '../../ground/testing/until.ts';
import { type Answer, type Got, platform, SECRET, status } from '../../outbox/testing/platform.ts';
import { openRecords } from '../../stores.ts';
import { type Running, runKithOn } from '../../testing/kith.ts';
import { type Staff, signIn } from '../../testing/sign-in.ts';

/** As long as cases are held. */
const LEASE_MS = 15 * 60_000;

/** A world as a test sees it, whether it is its own or shared (shared.ts). */
export interface Scene {
  kith: Running;
  /** somebody's name, or an event's, which no other test has */
  name(of: string): string;
  db: Kysely<Records>;
  /** what the platform got, in order; what those are told who report is no business of these tests */
  got(type?: Webhook['type']): Webhook[];
  /** what it answers from now on; it also confirms enforcements where it is told to */
  platform: { answer: Answer; confirms: boolean };
  /** moves Kith's clock */
  later(ms: number): void;
  now(): number;
  /** the same, as it came */
  raw(): readonly Got[];
  secret: string;
  person(...roles: StaffRole[]): Promise<Staff>;
  /** one that `person` made, by their id */
  known(id: string): Staff;
  /** a case about an account, by a report; its id */
  reported(account: string): Promise<string>;
  /** as taking a case does: @returns the case's version */
  hold(about: string, by: Staff): Promise<number>;
  /** waits until something holds */
  until: typeof until;
  /** POSTs as somebody, and expects a status */
  post<T>(by: Staff, path: string, body?: unknown, expected?: number): Promise<T>;
}

export interface World extends Scene, AsyncDisposable {}

export interface Wanted {
  endpoint?: boolean;
  flags?: Record<string, unknown>;
}

export async function world(kind: DatabaseKind, { endpoint = true, flags = {} }: Wanted = {}): Promise<World> {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const people = new Map<string, Staff>();
  const confirming: Promise<void>[] = [];
  const behaves = { answer: status(204), confirms: true };
  const there = await platform((response, one, request) => {
    behaves.answer(response, one, request);
    const told = read(one.body);
    if (behaves.confirms && told.type === 'enforcement.requested') confirming.push(confirm(told.data));
  });
  const file = join(tmpdir(), `kith-webhooks-${process.pid}-${Math.random()}.yaml`);
  await writeFile(file, JSON.stringify([{ name: 'platform', url: there.url, secret: SECRET, allowPrivate: true }]));
  const kith = await runKithOn(kind, 'judging', { ...(endpoint && { webhooks: file }), ...flags }, now);
  const records = await openRecords(kith.config);
  const db = records.records;

  /** What a platform does that has carried it out. */
  async function confirm({ enforcement, account, kind: what }: { enforcement: string; account: string; kind: string }) {
    await kith.post('/v1/events', {
      ...{ id: `done-${enforcement}`, type: 'enforcement.applied' },
      data: { actor: account, enforcement, kind: what },
    });
  }

  const ours = () => there.got.filter(({ body }) => !read(body).type.startsWith('report.'));

  return {
    ...{ kith, db, until, now, platform: behaves },
    name: (of) => of,
    got: (type) =>
      ours()
        .map(({ body }) => read(body))
        .filter((one) => type === undefined || one.type === type),
    later(ms) {
      ahead += ms;
    },
    raw: ours,
    secret: SECRET,
    async person(...roles) {
      const somebody = await signIn(kith, roles, undefined, now());
      people.set(somebody.id, somebody);
      return somebody;
    },
    known(id) {
      const somebody = people.get(id);
      if (somebody === undefined) throw new Error(`nobody has the id ${id}`);
      return somebody;
    },
    async reported(account) {
      const id = `report-${Math.random()}`;
      const data = { actor: 'the-reporter', other: account, category: 'unkind' };
      await kith.post('/v1/events', { id, type: 'report.filed', data });
      return until('a case', async () => {
        const row = await db
          .selectFrom('cases')
          .select('id')
          .where('account', '=', account)
          .where('decided_at', 'is', null)
          .executeTakeFirst();
        return row?.id;
      });
    },
    async hold(about, by) {
      const leased = { leased_by: by.id, leased_until: now() + LEASE_MS };
      const { version } = await db
        .updateTable('cases')
        .set(({ eb }) => ({ ...leased, version: eb('version', '+', 1) }))
        .where('id', '=', about)
        .returning('version')
        .executeTakeFirstOrThrow();
      return version;
    },
    async post(by, path, body, expected = 200) {
      const answer = await by.send(path, body);
      const text = await answer.text();
      if (answer.status !== expected) throw new Error(`${path}: ${answer.status} ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
    async [Symbol.asyncDispose]() {
      behaves.confirms = false;
      await Promise.all(confirming);
      await records.close();
      await kith.end();
      await there[Symbol.asyncDispose]();
    },
  };
}

const read = (body: string): Webhook => JSON.parse(body);
