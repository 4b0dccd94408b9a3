/** What is observed of a replay is what the engine itself would score and explain. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compilePolicy, explainAccount, explainContact } from '@kith/engine';
import { loadShippedPolicy } from '../../policy/index.ts';
import { loadSecondLook } from '../../second-look/index.ts';
import { createMessageReader, loadShippedReader } from '../../signals/index.ts';
import { Replay } from '../replay/replay.ts';
import { watchedPolicy } from '../replay/watched.ts';
import { Observer } from './observer.ts';
import { scoreRow, visitRow } from './row.ts';

const START = Date.UTC(2026, 0, 5);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function watched() {
  const policy = loadShippedPolicy();
  const reader = loadShippedReader();
  const compiled = compilePolicy(policy, reader.settings, loadSecondLook());
  const replay = new Replay(
    watchedPolicy(policy, reader),
    createMessageReader(() => reader, null),
  );
  const observer = new Observer({
    policy: compiled,
    start_ms: START,
    follows: (id) => id === 'a',
    offendsAgainst: (_, other) => other !== 'c6',
    keepFrom: 0,
  });
  /** the engine's own, whenever an account turned to another */
  const highest = { contact: 0 };
  let n = 0;
  const tell = (type: string, data: object, at: number) => {
    const event = { id: `e${++n}`, type, time: new Date(at).toISOString(), data };
    const { told, considered } = replay.tell(event, at);
    observer.after(replay.knowledge, told, considered);
    if (!('other' in told.data) || told.data.other === undefined) return;
    const explained = explainContact(
      replay.knowledge,
      told.data.actor,
      told.data.other,
      Math.floor(at / 1000),
      compiled,
    );
    highest.contact = Math.max(highest.contact, explained?.score.total ?? 0);
  };
  const account = (actor: string, band: string) =>
    tell('account.created', { actor, age: { band, method: 'verified', confidence: 1 } }, START - DAY_MS);
  return { policy, compiled, replay, observer, tell, account, highest };
}

describe('an observed replay', () => {
  const { policy, compiled, replay, observer, tell, account, highest } = watched();
  account('a', 'adult');
  let at = START;
  for (const child of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6']) {
    account(child, '13to15');
    tell('settings.changed', { actor: child, settings: { directMessages: 'everyone' } }, at);
    tell('notice.answered', { actor: child, notice: 'weaker_setting', choice: 'accept' }, at);
    at += MINUTE_MS;
    tell('connection.requested', { actor: 'a', other: child }, at);
    for (const text of ['how old are you', "don't tell your mum about us", 'add me on snap, im nova77']) {
      at += MINUTE_MS;
      tell('message.sent', { actor: 'a', other: child, message: `m${at}`, text }, at);
    }
  }
  const s = Math.floor(at / 1000);

  it("has the engine's own score of the account, made of the same terms", () => {
    const day = observer.days.count - 1;
    const row = [...Array(observer.days.count).keys()]
      .filter((d) => observer.accounts[observer.days.get(d, 'account')] === 'a')
      .map((d) => observer.days.row(d, 'account'))
      .at(-1);
    assert.ok(row !== null && row !== undefined && day > 0);
    const explained = explainAccount(replay.knowledge, 'a', s, compiled);
    assert.ok(explained.score.total > 3, 'the story says something');
    assert.ok(Math.abs(scoreRow(policy.risk, 'account', row) - explained.score.total) < 1e-4);
    const terms = new Map<string, number>();
    visitRow(policy.risk, 'account', row, (term, points) => terms.set(term, points));
    const named = new Set(explained.contributions.map(({ term }) => term));
    assert.deepEqual([...terms.keys()].sort(), [...named].sort());
    assert.ok(named.has('secondLook'), 'it was looked at twice');
  });

  it("has the engine's own score of its contacts", () => {
    const kept = Math.max(...[...Array(observer.days.count).keys()].map((d) => observer.days.get(d, 'contactScore')));
    assert.ok(highest.contact > 3, 'the story says something');
    assert.ok(Math.abs(kept - highest.contact) < 1e-4, `${kept} and ${highest.contact}`);
  });

  it('follows how the score rose, with messages to those whom it offends against by then', () => {
    const trail = observer.trails.get('a');
    assert.ok(trail);
    assert.deepEqual([trail.messages, trail.children.size], [15, 5]);
    const scores = trail.rises.map(({ score }) => score);
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => a - b),
    );
  });

  it('gives no score a level, so that nothing follows from one', () => {
    assert.equal(replay.knowledge.conduct('a').level, 'none');
  });

  it('counts active account-days only, from the first day on', () => {
    const active = new Set([...Array(observer.days.count).keys()].map((d) => observer.days.get(d, 'account')));
    assert.equal(active.size, 7);
  });
});
