/** A Kith with people who refer cases, and evidence of them, for tests of referrals on either store. */
import type { AccountDetails, ReferralView, StaffRole } from '@kith/contract';
import type { Kysely } from 'kysely';
import { openCase } from '../../cases/testing/cases.ts';
import { type Given, Vault } from '../../evidence/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { KeyFolder } from '../../ground/sealing/index.ts';
import type { DatabaseKind } from '../../ground/testing/records.ts';
import { keysOf } from '../../kept/index.ts';
import { openRecords } from '../../stores.ts';
import { type Running, runKithOn } from '../../testing/kith.ts';
import { type Staff, signIn } from '../../testing/sign-in.ts';

type Method = 'GET' | 'POST' | 'PUT';

type Where = Pick<Running, 'url' | 'config'>;

export interface Desk extends AsyncDisposable {
  db: Kysely<Records>;
  vault: Vault;
  person(...roles: StaffRole[]): Promise<Staff>;
  /** a case about an account, which turned to a child and where something was seen; its id */
  caseOf(account: string): Promise<string>;
  put(about: string, given: Pick<Given, 'kind' | 'bytes'> & Partial<Given>): Promise<string>;
  /** what the platform has of an account; the evidence's id */
  detailsOf(about: string, account: string, details: AccountDetails): Promise<string>;
  /** asks as somebody, and expects a status */
  ask<T = ReferralView>(by: Staff, method: Method, path: string, body?: unknown, expected?: number): Promise<T>;
  /** drafts one of a case by a kind */
  draft(by: Staff, about: string, more?: object): Promise<ReferralView>;
  /** completes a draft of the NCA's kind, so that it can be checked */
  complete(by: Staff, referral: ReferralView): Promise<ReferralView>;
  /** a step of whoever does it, at the version that they saw */
  step(by: Staff, referral: ReferralView, name: string, more?: object, expected?: number): Promise<ReferralView>;
}

export interface Office extends Desk {
  kith: Running;
  /** Kith's own time */
  now(): number;
  later(ms: number): void;
}

const HOUR_MS = 3_600_000;

export async function office(kind: DatabaseKind, flags: Record<string, unknown> = {}): Promise<Office> {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const kith = await runKithOn(kind, 'referrals', flags, now);
  const desk = await deskAt(kith, now);
  return {
    ...{ ...desk, kith, now },
    later(ms) {
      ahead += ms;
    },
    async [Symbol.asyncDispose]() {
      await desk[Symbol.asyncDispose]();
      await kith.end();
    },
  };
}

/** At a Kith that runs here or in a process of its own. */
export async function deskAt(kith: Where, now: () => number = Date.now): Promise<Desk> {
  const { records: db, close } = await openRecords(kith.config);
  const keys = keysOf(kith.config);
  if (keys === null) throw new Error('there is no folder for keys');
  const vault = new Vault({ db, folder: await KeyFolder.open(keys), storage: null, clock: now });
  let cases = 0;

  const ask: Desk['ask'] = async (by, method, path, body, expected = 200) => {
    const answer = method === 'GET' ? await by.get(path) : await by.send(path, body, method);
    const text = await answer.text();
    if (answer.status !== expected) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };

  const put: Desk['put'] = (about, { kind: what, bytes, ...more }) =>
    vault.put(
      {
        ...{ case: about, kind: what, source: 'platform', name: `${what}-1`, mediaType: 'application/octet-stream' },
        ...{ account: null, about: null, bytes, at_ms: now(), ...more },
      },
      'system',
    );

  return {
    ...{ db, vault, ask, put },
    person: (...roles) => signIn(kith, roles, undefined, now()),
    async caseOf(account) {
      const id = `case-${++cases}-${account}`;
      await openCase(db, id, { account, opened_at: now() - HOUR_MS });
      const signal = {
        event: `e-${id}`,
        account,
        other: `kid-of-${account}`,
        cue: 'en/SECRECY/x',
        weight: 1,
        words: null,
      };
      await db
        .insertInto('signal')
        .values([
          { ...signal, id: `s1-${id}`, message: `m1-${id}`, code: 'SECRECY', at: now() - 3 * HOUR_MS },
          { ...signal, id: `s2-${id}`, message: `m2-${id}`, code: 'MEETING', at: now() - 2 * HOUR_MS },
        ])
        .execute();
      return id;
    },
    detailsOf: (about, account, details) =>
      put(about, {
        ...{ kind: 'account_details', mediaType: 'application/json', name: account, account, about: account },
        bytes: Buffer.from(JSON.stringify(details)),
      }),
    draft: (by, about, more = {}) => ask(by, 'POST', `/v1/cases/${about}/referrals`, { kind: 'nca', ...more }),
    async complete(by, { id, priority, evidence }) {
      const opened = await ask<{ version: number; content: object }>(by, 'POST', `/v1/referrals/${id}/open`, {});
      const reporter = { firstName: 'Ann', lastName: 'Example', email: 'safety@example.com' };
      const said = {
        reporter,
        provider: 'Example Ltd',
        platform: 'Example',
        summary: 'What happened.',
        ukLinked: 'yes',
        declared: true,
      };
      const content = { ...opened.content, ...said };
      return ask(by, 'PUT', `/v1/referrals/${id}`, { version: opened.version, content, priority, evidence });
    },
    step(by, { id, version }, name, more = {}, expected = 200) {
      // most tests have nothing to send, and know it
      const known = name === 'check' ? { withoutContent: true } : {};
      return ask(by, 'POST', `/v1/referrals/${id}/${name}`, { version, ...known, ...more }, expected);
    },
    [Symbol.asyncDispose]: close,
  };
}
