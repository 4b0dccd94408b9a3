import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTown, type TownEvent } from '../index.ts';
import { roles } from '../people/roles.ts';

const DAY_MS = 86_400_000;
const town = createTown({
  ...{ seed: 'truth', accounts: 4000, days: 12, split: 'training', offenders: 0.02, now: Date.UTC(2026, 10, 2) },
  platform: { connections: false, childrenDefault: 'everyone' },
});
const events: TownEvent[] = [...town.events()];
const { truth } = town;

describe('offenders', () => {
  it('work on several children, of whom some answer, some end it, and most harm comes after a while', () => {
    const targets = truth.offenders.flatMap((o) => o.targets);
    const share = (some: (t: (typeof targets)[number]) => boolean) => targets.filter(some).length / targets.length;
    assert.ok(targets.length > 100);
    const answered = share((t) => t.answered);
    assert.ok(answered > 0.3 && answered < 0.98, `${answered}`);
    const ended = share((t) => t.endedAt !== undefined);
    assert.ok(ended > 0.1 && ended < 0.9, `${ended}`);
    for (const { harm, type, parameters, targets } of truth.offenders) {
      const [first] = harm;
      if (first === undefined || parameters.evasion === 'channel') continue;
      const onset = targets.find((t) => t.child === first.child)?.firstContact ?? 0;
      const took_h = (first.at - onset) / 3_600_000;
      assert.ok(took_h >= parameters.pace_h - 0.01, `${type}: ${took_h} h, not ${parameters.pace_h}`);
    }
  });

  it('who are silent never write a word, nor do those answer in words whom they write to', () => {
    const silent = new Set(truth.offenders.filter((o) => o.type === 'silent').flatMap((o) => o.accounts));
    const pairs = new Set(
      truth.offenders.flatMap((o) => (o.type === 'silent' ? o.targets.map((t) => `${o.accounts[0]} ${t.child}`) : [])),
    );
    let seen = 0;
    for (const { event } of events) {
      if (event.type !== 'message.sent' || event.data.other === undefined) continue;
      const { actor, other, text } = event.data;
      if (!silent.has(actor) || !pairs.has(`${actor} ${other}`)) continue;
      seen++;
      assert.equal(text, undefined);
    }
    assert.ok(seen > 100);
  });

  it('who come back do so on another account, made after the ban', () => {
    const back = truth.offenders.filter((o) => o.accounts.length > 1);
    assert.ok(back.length > 0);
    const made = new Map(
      events.flatMap(({ event, at }) => (event.type === 'account.created' ? [[event.data.actor, at]] : [])),
    );
    for (const { accounts, banned } of back) {
      assert.ok(Number(made.get(accounts[1] ?? '')) >= (banned[0]?.at ?? Number.POSITIVE_INFINITY));
    }
  });

  it('leave no trace of their own in the form of events: others have all that theirs have', () => {
    const form = ({ event }: TownEvent) => [event.type, ...Object.keys(event.data).sort()].join();
    const others = new Set(events.filter(({ event }) => truth.offenderOf(event.data.actor) === undefined).map(form));
    for (const one of events) if (truth.offenderOf(one.event.data.actor)) assert.ok(others.has(form(one)), form(one));
  });
});

describe('the others', () => {
  it('have every kind of hard negative among them', () => {
    const kinds = new Set(events.map(({ event }) => truth.kind(event.data.actor)));
    for (const role of [...roles, 'falseAdult', 'offender'] as const) assert.ok(kinds.has(role), role);
  });

  it('live in households', () => {
    const actors = [...new Set(events.map(({ event }) => event.data.actor))];
    const homes = actors.map((actor) => truth.household(actor));
    assert.ok(homes.every((home, i) => home.includes(actors[i] ?? '')));
    assert.ok(homes.some((home) => home.length > 3));
    assert.throws(() => truth.household('nobody'), RangeError);
  });
});

describe('labels', () => {
  it('come in order, late, and are mostly but not always right', () => {
    const labels = truth.labels();
    assert.ok(labels.length > 40);
    assert.ok(labels.every(({ at }, i) => at >= (labels[i - 1]?.at ?? 0) && at <= town.end));
    const right = labels.filter(({ account, offending }) => offending === (truth.offenderOf(account) !== undefined));
    assert.ok(
      right.length > 0.7 * labels.length && right.length < labels.length,
      `${right.length} of ${labels.length}`,
    );
    assert.ok(labels.some((l) => l.because === 'reports') && labels.some((l) => l.because === 'random sample'));
  });

  it('can be asked for: the same each time, hours to days later, wrong more often the first time', () => {
    const wrong = { once: 0, twice: 0 };
    const asked = { once: 0, twice: 0 };
    for (const { accounts } of truth.offenders) {
      for (let hour = 0; hour < 200; hour++) {
        const openedAt = town.end + hour * 3_600_000;
        const ruling = truth.review(accounts[0] ?? '', openedAt);
        assert.deepEqual(truth.review(accounts[0] ?? '', openedAt), ruling);
        assert.ok(ruling.at > openedAt && ruling.at < openedAt + 11 * DAY_MS);
        const kind = ruling.reviewedTwice ? 'twice' : 'once';
        asked[kind]++;
        if (!ruling.offending) wrong[kind]++;
      }
    }
    assert.ok(wrong.twice > 0);
    assert.ok(wrong.twice / asked.twice < 0.6 * (wrong.once / asked.once));
  });
});
