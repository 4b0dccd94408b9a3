import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Decision, type Notice, webhook } from '@kith/contract';
import type { CaseByRisk, Decided, DecidedNotice, Effect, Told } from '@kith/engine';
import { webhookEndpoints } from './endpoints.ts';
import { outboxRows } from './rows.ts';
import { TRY_FOR_MS } from './schedule.ts';
import { SECRET } from './testing/platform.ts';

const NOW = Date.parse('2026-11-23T10:00:01Z');
const at = Date.parse('2026-11-23T10:00:00Z');
const told: Told = { id: 'e1', type: 'account.blocked', at, data: { actor: 'ada', other: 'bo' } };

const effect = (to: string): Effect => ({
  type: 'notice.requested',
  notice: { to, kind: 'first_message', about: 'bo', country: 'GB', language: 'en', choices: ['ok', 'block'] },
});

const notice = (decided: DecidedNotice): Notice => ({
  to: decided.to,
  kind: decided.kind,
  ...(decided.about === undefined ? {} : { about: decided.about }),
  language: decided.language,
  title: `A title for ${decided.to}`,
  body: ['A paragraph'],
  choices: decided.choices.map((choice) => ({ choice, label: choice })),
  help: [],
});

const decision = ({ outcome, policy }: Decided): Decision => ({ outcome, reasons: [], notices: [], policy });
const words = { notice, decision, restriction: ({ because }: CaseByRisk) => `${because.length} reasons` };

const endpoints = (...types: (undefined | string[])[]) =>
  webhookEndpoints.parse(
    types.map((t, i) => ({ name: `e${i}`, url: 'https://platform.example/', secret: SECRET, ...(t && { types: t }) })),
  );

test('each effect makes a row for each endpoint that subscribes to its type', () => {
  const to = endpoints(undefined, ['notice.requested'], ['decision.revised']);
  const rows = outboxRows(told, { effects: [effect('ada'), effect('cy')] }, words, to, NOW);
  assert.deepEqual(
    rows.map((r) => [r.endpoint, JSON.parse(r.body).data.notice.to]),
    [
      ['e0', 'ada'],
      ['e1', 'ada'],
      ['e0', 'cy'],
      ['e1', 'cy'],
    ],
  );
  assert.equal(new Set(rows.map((r) => r.id)).size, 4);
});

test('whoever reports and wants to be told nothing is thanked by nobody; others are told what concerns them', () => {
  const filed = (optOut: boolean): Told => ({
    id: 'e2',
    type: 'report.filed',
    at,
    data: { actor: 'ada', other: 'bo', category: 'other', optOut },
  });
  const to = (optOut: boolean) =>
    outboxRows(filed(optOut), { effects: [effect('ada'), effect('cy')] }, words, endpoints(undefined), NOW).map(
      ({ body }) => JSON.parse(body).data.notice.to,
    );
  assert.deepEqual(to(false), ['ada', 'cy']);
  assert.deepEqual(to(true), ['cy']);
});

test('a body is a webhook of the contract, with the time of its event', () => {
  const [row = assert.fail()] = outboxRows(told, { effects: [effect('ada')] }, words, endpoints(undefined), NOW);
  const body = webhook.parse(JSON.parse(row.body));
  assert.equal(body.timestamp, '2026-11-23T10:00:00.000Z');
  assert.equal(body.type === 'notice.requested' && body.data.event, 'e1');
});

test('a revised decision names the event that it was about, not the one that says so', () => {
  const revised = { outcome: 'allow', reasons: [{ code: 'found_harmless' }], notices: [], policy: 'p1' } as const;
  const effects = [{ type: 'decision.revised', event: 'e0', decision: revised }] as const;
  const [row = assert.fail()] = outboxRows(told, { effects }, words, endpoints(['decision.revised']), NOW);
  const body = webhook.parse(JSON.parse(row.body));
  assert.deepEqual(body.type === 'decision.revised' && [body.data.event, body.data.decision.outcome], ['e0', 'allow']);
});

test('a row is due at once, for a day', () => {
  const [row] = outboxRows(told, { effects: [effect('ada')] }, words, endpoints(undefined), NOW);
  assert.deepEqual(
    [row?.created_at, row?.next_at, row?.give_up_at, row?.attempts, row?.leased_until],
    [NOW, NOW, NOW + TRY_FOR_MS, 0, 0],
  );
});

test('the same event makes the same rows, another event or endpoint others', () => {
  const ids = (id: string, effects: Effect[]) =>
    outboxRows({ ...told, id }, { effects }, words, endpoints(undefined, undefined), NOW).map((r) => r.id);
  const two = [effect('ada'), effect('ada')];
  assert.deepEqual(ids('e1', two), ids('e1', two));
  assert.equal(new Set([...ids('e1', two), ...ids('e2', two)]).size, 8);
});

test('without effects or without endpoints there are no rows, and no words are put', () => {
  const none = () => assert.fail('no words are needed');
  const never = { notice: none, decision: none, restriction: none };
  assert.deepEqual(outboxRows(told, { effects: [] }, never, endpoints(undefined), NOW), []);
  assert.deepEqual(outboxRows(told, { effects: [effect('ada')] }, never, [], NOW), []);
  assert.deepEqual(outboxRows(told, { effects: [effect('ada')] }, never, endpoints(['decision.revised']), NOW), []);
});

test('a case is not sent, unless the account is to be restricted until somebody has looked', () => {
  const opened = {
    type: 'case.opened',
    account: 'max',
    queue: 'risk',
    level: 'high',
    score: 9,
    unlessHarmless: null,
    because: [],
    features: {},
  } as const;
  const rows = (restrict: boolean) =>
    outboxRows(told, { effects: [{ ...opened, restrict }] }, words, endpoints(undefined), NOW);
  assert.deepEqual(rows(false), []);
  const [row = assert.fail()] = rows(true);
  const body = webhook.parse(JSON.parse(row.body));
  assert.ok(body.type === 'enforcement.requested');
  assert.deepEqual([body.data.account, body.data.kind, body.data.reason], ['max', 'restrict', '0 reasons']);
  assert.deepEqual(rows(true), rows(true));
});
