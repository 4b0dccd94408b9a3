import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome, ReasonCode } from '@kith/contract';
import type { Decided } from '@kith/engine';
import { createTelemetry } from './index.ts';

const START = Date.UTC(2026, 10, 23, 12, 0, 0);

function world() {
  let now = START;
  const telemetry = createTelemetry({ clock: () => now });
  const decide = (outcome: Outcome, code: ReasonCode = 'ordinary', took_ms = 1, actor = 'a') =>
    telemetry.decided({ type: 'message.sent', at: now, took_ms, decision: decision(outcome, code), actor, other: 'b' });
  const wait = (ms: number) => {
    now += ms;
  };
  return { telemetry, decide, wait };
}

const decision = (outcome: Outcome, code: ReasonCode): Decided => ({
  outcome,
  reasons: [{ code }],
  notices: [],
  policy: 'test',
});

describe('telemetry', () => {
  it('counts decisions by outcome, type and reason', () => {
    const { telemetry, decide } = world();
    decide('allow');
    decide('allow');
    decide('block', 'not_connected');
    const seen = telemetry.snapshot();
    assert.equal(seen.events, 3);
    assert.deepEqual(seen.outcomes, { allow: 2, notice: 0, confirm: 0, hold: 0, block: 1 });
    assert.deepEqual(seen.types, { 'message.sent': 3 });
    assert.deepEqual(seen.reasons, { ordinary: 2, not_connected: 1 });
  });

  it('keeps a number a second and outcome for two minutes, and forgets older ones', () => {
    const { telemetry, decide, wait } = world();
    decide('allow');
    decide('block', 'blocked');
    wait(1000);
    assert.equal(telemetry.snapshot().series.allow.at(-1), 1);
    assert.equal(telemetry.snapshot().series.block.at(-1), 1);
    wait(118_000);
    assert.equal(telemetry.snapshot().series.allow.at(1), 1);
    wait(2000);
    assert.ok(telemetry.snapshot().series.allow.every((n) => n === 0));
    decide('notice', 'first_message'); // takes the slot of the first second
    wait(1000);
    assert.equal(telemetry.snapshot().series.notice.at(-1), 1);
    assert.equal(telemetry.snapshot().series.allow.length, 120);
  });

  it('says the rate over whole seconds, from the start on', () => {
    const { telemetry, decide, wait } = world();
    for (let i = 0; i < 5; i++) {
      for (let n = 0; n < 50; n++) decide('allow');
      wait(1000);
    }
    assert.equal(telemetry.snapshot().rate, 50);
    wait(5000);
    assert.equal(telemetry.snapshot().rate, 25);
  });

  it('gives quantiles at most a fifth too high, of the last two minutes', () => {
    const { telemetry, decide, wait } = world();
    for (let i = 1; i <= 1000; i++) decide('allow', 'ordinary', i / 10);
    const { p50_ms, p99_ms, count } = telemetry.snapshot().deciding;
    assert.equal(count, 1000);
    assert.ok(p50_ms >= 50 && p50_ms <= 60, `${p50_ms}`);
    assert.ok(p99_ms >= 99 && p99_ms <= 119, `${p99_ms}`);
    wait(60_000);
    assert.equal(telemetry.snapshot().deciding.count, 1000);
    wait(60_000);
    assert.equal(telemetry.snapshot().deciding.count, 0);
  });

  it('keeps the rare outcomes while a common one floods in', () => {
    const { telemetry, decide, wait } = world();
    decide('hold', 'sender_high_risk', 1, 'rare');
    for (let second = 0; second < 20; second++) {
      for (let i = 0; i < 500; i++) decide('notice', 'first_message');
      for (let i = 0; i < 500; i++) decide('allow');
      wait(1000);
    }
    const { last } = telemetry.snapshot();
    assert.ok(last.length <= 50);
    assert.ok(last.some((d) => d.actor === 'rare'));
    assert.ok(last.filter((d) => d.outcome === 'allow').length <= 10);
    assert.deepEqual(
      last.map((d) => d.number),
      last.map((d) => d.number).sort((a, b) => b - a),
    );
  });

  it('gives Prometheus what it counted, in seconds and with cumulative buckets', async () => {
    const { telemetry, decide } = world();
    decide('allow', 'ordinary', 0.5);
    decide('block', 'blocked', 40);
    const signal = { rule: 'many-children', weight: 1, words: 'w' };
    telemetry.ruled({
      signals: [
        { ...signal, mode: 'live' },
        { ...signal, mode: 'shadow' },
      ],
      faults: ['broken'],
    });
    telemetry.ruled({ signals: [{ ...signal, mode: 'live' }], faults: [] });
    telemetry.duplicated();
    telemetry.rejected('unknown_type');
    telemetry.answered('/v1/events', 200, 3);
    telemetry.answered('/v1/events', 503, 1);
    const text = await telemetry.prometheus();
    assert.match(text, /^# TYPE kith_decisions_total counter$/m);
    assert.match(text, /^kith_decisions_total\{type="message\.sent",outcome="block"\} 1$/m);
    assert.match(text, /^kith_decision_reasons_total\{reason="blocked"\} 1$/m);
    assert.match(text, /^kith_rule_events_total\{rule="many-children",what="live"\} 2$/m);
    assert.match(text, /^kith_rule_events_total\{rule="many-children",what="shadow"\} 1$/m);
    assert.match(text, /^kith_rule_events_total\{rule="broken",what="failed"\} 1$/m);
    assert.match(text, /^kith_receipts_total\{status="accepted"\} 2$/m);
    assert.match(text, /^kith_receipts_total\{status="duplicate"\} 1$/m);
    assert.match(text, /^kith_receipts_total\{status="rejected",code="unknown_type"\} 1$/m);
    assert.match(text, /^kith_http_requests_total\{route="\/v1\/events",status="503"\} 1$/m);
    assert.match(text, /^# TYPE kith_deciding_seconds histogram$/m);
    assert.match(text, /^kith_deciding_seconds_count 2$/m);
    assert.match(text, /^kith_deciding_seconds_sum 0\.0405$/m);
    assert.match(text, /^kith_deciding_seconds_bucket\{le="\+Inf"\} 2$/m);
    assert.match(text, /^kith_deciding_seconds_bucket\{le="0\.00064"\} 1$/m);
  });

  it('tells a bounded number of routes and codes apart', async () => {
    const { telemetry } = world();
    for (let i = 0; i < 500; i++) {
      telemetry.answered(`/r${i}`, 200, 1);
      telemetry.rejected(`c${i}`);
    }
    const text = await telemetry.prometheus();
    assert.equal([...text.matchAll(/^kith_http_requests_total/gm)].length, 65);
    assert.match(text, /^kith_http_requests_total\{route="other",status="200"\} 436$/m);
    assert.equal([...text.matchAll(/status="rejected"/g)].length, 65);
  });
});
