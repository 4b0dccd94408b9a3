/** Cases that two people each have ruled on, of a Kith in a process of its own; and time that passes for what is due. */
import assert from 'node:assert/strict';
import type { RulingView } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { readConfig } from '../../ground/config/index.ts';
import type { Records } from '../../ground/database/index.ts';
import type { Served } from '../../testing/cli.ts';
import { type Staff, signIn } from '../../testing/sign-in.ts';

/** So much time passes for all that is due some day. */
export async function passTime(db: Kysely<Records>, passed_ms: number): Promise<void> {
  for (const table of ['enforcement', 'preservation', 'statement', 'ruling'] as const) {
    await db
      .updateTable(table)
      .set(({ eb }) => ({ due_at: eb('due_at', '-', passed_ms) }))
      .where('due_at', 'is not', null)
      .execute();
  }
  await db
    .updateTable('outbox')
    .set(({ eb }) => ({ next_at: eb('next_at', '-', passed_ms) }))
    .execute();
}

export async function tell(kith: Pick<Served, 'url' | 'key'>, event: object): Promise<boolean> {
  const headers = { authorization: `Bearer ${kith.key}`, 'content-type': 'application/json' };
  const answer = await fetch(`${kith.url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(event) });
  return answer.ok;
}

type Config = ReturnType<typeof readConfig>['config'];

/** By two people each. */
export async function ruleAll(kith: Pick<Served, 'url' | 'key'>, config: Config, number: number): Promise<void> {
  const first = await signIn({ url: kith.url, config }, ['moderator']);
  const second = await signIn({ url: kith.url, config }, ['senior']);
  for (let i = 0; i < number; i++) {
    const other = `rogue-${i}`;
    await tell(kith, { id: `r-${i}`, type: 'report.filed', data: { actor: 'somebody', other, category: 'unkind' } });
  }
  const { cases } = await (await first.get('/v1/cases')).json();
  assert.equal(cases.length, number);
  for (const { id } of cases) {
    const body = { policy: 'contact-with-children', reason: 'seen', measures: ['remove_content', 'disable'] };
    const version = await hold(first, id);
    const { ruling } = await post<{ ruling: RulingView }>(first, `/v1/cases/${id}/rulings`, {
      ...body,
      ...{ version, content: ['m'] },
    });
    await post(second, `/v1/rulings/${ruling.id}/confirm`, { version: await hold(second, id) });
  }
}

async function hold(by: Staff, id: string): Promise<number> {
  const { version } = await (await by.get(`/v1/cases/${id}`)).json();
  return (await post<{ version: number }>(by, `/v1/cases/${id}/lease`, { version })).version;
}

async function post<T>(by: Staff, path: string, body: object): Promise<T> {
  const answer = await by.send(path, body);
  const text = await answer.text();
  assert.equal(answer.status, 200, `${path}: ${text}`);
  return JSON.parse(text);
}
