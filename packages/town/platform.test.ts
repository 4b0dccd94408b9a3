import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventInput } from '@kith/contract';
import { createTown, type Platform, type Said, type Town, type TownEvent } from './index.ts';

const NOW = Date.UTC(2026, 10, 2);
const open = (platform: Partial<Platform>): Town =>
  createTown({ seed: 'platform', accounts: 1500, days: 3, split: 'training', offenders: 0.02, now: NOW, platform });
const sent = (events: readonly TownEvent[]) =>
  events.flatMap(({ event }) => (event.type === 'message.sent' ? [event.data] : []));

describe('a platform', () => {
  it('without connections has none, and strangers write to children at once', () => {
    const town = open({ connections: false, childrenDefault: 'everyone' });
    const events = [...town.events()];
    assert.ok(events.every(({ event }) => !event.type.startsWith('connection.')));
    const children = events.filter(
      ({ event }) => event.type === 'account.created' && event.data.age?.band === '13to15',
    );
    assert.ok(children.length > 50);
    for (const { event } of children) {
      assert.ok(event.type === 'account.created' && event.data.settings?.directMessages === 'everyone');
    }
    assert.ok(town.truth.offenders.some((o) => o.harm.length > 0));
  });

  it('with connections sees no message from a stranger to a child that keeps strangers out', () => {
    const town = open({});
    const connected = new Set<string>();
    for (const { event } of town.events()) {
      if (event.type === 'connection.accepted') {
        connected.add(`${event.data.actor} ${event.data.other}`).add(`${event.data.other} ${event.data.actor}`);
      }
      if (event.type !== 'message.sent' || event.data.other === undefined) continue;
      const { actor, other } = event.data;
      if (town.truth.offenderOf(actor) !== undefined && town.truth.isChild(other)) {
        assert.ok(connected.has(`${actor} ${other}`), `${actor} ${other}`);
      }
    }
  });

  it('may see no text at all, and then nothing but the words is missing', () => {
    const events = [...open({ textShare: 0 }).events()];
    assert.ok(sent(events).length > 5000);
    assert.ok(sent(events).every(({ text, language }) => text === undefined && language === undefined));
  });

  it('knows a share of the ages wrongly or not at all', () => {
    const town = open({ agesWrong: 0.3 });
    let wrong = 0;
    let all = 0;
    for (const { event } of town.events()) {
      if (event.type !== 'account.created') continue;
      all++;
      const band = event.data.age?.band;
      if (band === undefined || (band === 'adult') === town.truth.isChild(event.data.actor)) wrong++;
    }
    // a child in another child's band is wrong, too, and not counted here
    assert.ok(wrong / all > 0.15 && wrong / all < 0.32, `${wrong / all}`);
  });
});

describe('people who are told what was decided', () => {
  const decide = (says: (event: EventInput) => Said | undefined) => {
    const town = open({ connections: false, childrenDefault: 'everyone' });
    const life = town.events();
    const events: EventInput[] = [];
    for (let step = life.next(); !step.done; step = life.next(says(step.value.event))) events.push(step.value.event);
    return { town, events };
  };
  const blocked: Said = { outcome: 'block', reasons: [], notices: [] };

  it('give up on a child where their message is blocked', () => {
    const { town } = decide((event) => (event.type === 'message.sent' && event.data.other ? blocked : undefined));
    const harm = town.truth.offenders.flatMap((o) => o.harm);
    assert.ok(harm.every(({ arrived }) => !arrived));
    assert.ok(town.truth.offenders.flatMap((o) => o.targets).every(({ answered }) => !answered));
  });

  it('are shown notices, and some children block or report then', () => {
    const { events } = decide((event) =>
      event.type === 'message.sent' && event.data.other !== undefined && event.data.other.startsWith('teen')
        ? {
            ...blocked,
            outcome: 'notice',
            notices: [{ to: event.data.other, kind: 'first_message', about: event.data.actor }],
          }
        : undefined,
    );
    const count = (type: EventInput['type']) => events.filter((e) => e.type === type).length;
    assert.ok(count('notice.shown') > 1000);
    // whoever was shown one at the very end has not answered yet
    assert.ok(count('notice.shown') - count('notice.answered') < 50);
    assert.ok(count('account.blocked') > 100);
  });
});
