/** A Kith on each store with a few people in it, the platform that calls it, and a clock that the test turns. */
import assert from 'node:assert/strict';
import {
  accountView,
  type Guardianship,
  type GuardianshipMade,
  guardianship,
  guardianshipEnded,
  guardianshipMade,
  guardianshipShown,
  guardianships,
} from '@kith/contract';
import type { DatabaseKind } from '../../ground/testing/records.ts';
import { type ReportsKith, reportsKith } from '../../reports/testing/kiths.ts';

export interface FamiliesKith extends ReportsKith {
  /** tells what is known of people: `kid` is 14, `tot` under 13, `mum` and `dad` verified adults */
  people(): Promise<void>;
  tellAccount(actor: string, band: string, method?: string): Promise<void>;
  /** tells an event, as the platform does */
  tellAs(type: string, data: object): Promise<void>;
  /** POSTs, and gives status and body */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; code: string; json: unknown }>;
  invite(body: object): Promise<GuardianshipMade>;
  answer(id: string, body: object): Promise<Guardianship>;
  /** the yes of whom an invitation names, to what they are shown then */
  yes(id: string, account: string): Promise<{ status: number; code: string; json: unknown }>;
  /** a guardian invites by name, and the child says yes */
  guard(guardian: string, child: string): Promise<Guardianship>;
  listOf(account: string): Promise<Guardianship[]>;
  /** a child asks for a weaker setting and says yes to the notice: whether it then waits for a guardian */
  waitsForGuardian(child: string): Promise<boolean>;
}

export async function familiesKith(kind: DatabaseKind): Promise<FamiliesKith> {
  const kith = await reportsKith(kind);
  let told = 0;

  const call: FamiliesKith['call'] = async (method, path, body) => {
    const response = await fetch(kith.url + path, {
      method,
      headers: {
        authorization: `Bearer ${kith.key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json = await response.json();
    const code = response.ok ? '' : String(json.error.code);
    return { status: response.status, code, json };
  };
  const good = async (method: string, path: string, body?: unknown) => {
    const { status, json } = await call(method, path, body);
    assert.equal(status, 200, JSON.stringify(json));
    return json;
  };
  const invite = async (body: object) => guardianshipMade.parse(await good('POST', '/v1/guardianships', body));
  const answer = async (id: string, body: object) =>
    guardianship.parse(await good('POST', `/v1/guardianships/${id}/answer`, body));
  const yes: FamiliesKith['yes'] = async (id, account) => {
    const shown = await call('GET', `/v1/guardianships/${id}/invitation?account=${encodeURIComponent(account)}`);
    if (shown.status !== 200) return shown;
    const { terms } = guardianshipShown.parse(shown.json);
    return call('POST', `/v1/guardianships/${id}/answer`, { account, answer: 'accept', terms });
  };
  const tellAccount: FamiliesKith['tellAccount'] = async (actor, band, method = 'verified') => {
    const time = new Date(kith.now()).toISOString();
    const type = 'account.updated';
    await good('POST', '/v1/events', { id: `f${++told}`, type, time, data: { actor, age: { band, method } } });
  };
  return {
    ...kith,
    ...{ call, invite, answer, yes, tellAccount },
    async tellAs(type, data) {
      const time = new Date(kith.now()).toISOString();
      await good('POST', '/v1/events', { id: `f${++told}`, type, time, data });
    },
    async people() {
      for (const adult of ['mum', 'dad', 'eve']) await tellAccount(adult, 'adult');
      await tellAccount('kid', '13to15');
      await tellAccount('tot', 'under13');
      await tellAccount('sixth', '16to17');
    },
    async guard(guardian, child) {
      const { guardianship: made } = await invite({ invitedBy: 'guardian', guardian, child });
      const { status, json } = await yes(made.id, child);
      assert.equal(status, 200, JSON.stringify(json));
      return guardianship.parse(json);
    },
    async waitsForGuardian(child) {
      const tell = (type: string, data: object) => good('POST', '/v1/events', { id: `f${++told}`, type, data });
      await tell('settings.changed', { actor: child, settings: { showLocation: true } });
      await tell('notice.answered', { actor: child, notice: 'weaker_setting', choice: 'accept' });
      const { settings } = accountView.parse(await good('GET', `/v1/accounts/${child}`));
      return settings.showLocation === false;
    },
    listOf: async (account) =>
      guardianships.parse(await good('GET', `/v1/guardianships?account=${account}`)).guardianships,
  };
}

export const endOf = async (kith: FamiliesKith, id: string, by: string) => {
  const { status, json } = await kith.call('POST', `/v1/guardianships/${id}/end`, { by });
  assert.equal(status, 200, JSON.stringify(json));
  return guardianshipEnded.parse(json);
};
