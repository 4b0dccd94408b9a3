/** What holds for notices whatever comes, and whatever somebody does with them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Choice, NoticeKind } from '@kith/contract';
import fc from 'fast-check';
import { type Arrival, decides, type NoticeEvent, Notices, WAITING_MAX } from './headless.ts';
import { seriousness } from './seriousness.ts';
import { arrival, CHOICES } from './testing/arrivals.ts';

const kinds = Object.keys(CHOICES) as NoticeKind[]; // what its type says

type Step =
  | { do: 'add'; kind: NoticeKind; event: number; about: string; to: string }
  | { do: 'choose'; choice: Choice }
  | { do: 'block' | 'report'; works: boolean }
  | { do: 'withdraw'; about: string }
  | { do: 'shown' | 'leave' | 'back' | 'reopen' | 'followed' | 'retry' | 'offline' | 'online' };

const about = fc.constantFrom('max', 'nat', 'ola');
const choice = fc.constantFrom<Choice>('accept', 'decline', 'block', 'report', 'get_help', 'ok');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      kind: fc.constantFrom(...kinds),
      event: fc.nat(30),
      about,
      to: fc.constantFrom('kim', 'kim', 'kim', 'lee'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('choose' as const), choice }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('block' as const, 'report' as const), works: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), about }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(['shown', 'shown', 'leave', 'back', 'reopen', 'followed', 'retry', 'offline', 'online'] as const),
      ),
    }),
  },
);

/** Does the steps, and gives what came of them. `accepted` names the notices at which somebody chose to accept. */
async function play(steps: readonly Step[], begin: boolean) {
  const taken: Arrival[] = [];
  const outlived: Arrival[] = [];
  let isOnline = true;
  let works = true;
  const told: NoticeEvent[] = [];
  const accepted = new Set<string>();
  const acts = () => {
    if (!works) throw new Error('no network');
  };
  const notices = new Notices({
    account: 'kim',
    tell: (event) => {
      if (!isOnline) throw new Error('no network');
      told.push(event);
    },
    block: acts,
    report: acts,
    outlived: (one) => void outlived.push(one),
  });
  const add = (one: Arrival) => {
    if (notices.add(one) === 'taken') taken.push(one);
  };
  if (begin) add(arrival('stranger_message', 'first'));
  for (const one of steps) {
    const { view } = notices;
    const now = view.view === 'nothing' ? null : view.arrival;
    switch (one.do) {
      case 'add':
        add(arrival(one.kind, `e${one.event}`, one.about, one.to));
        break;
      case 'choose':
        if (one.choice === 'accept' && view.view === 'notice')
          accepted.add(view.arrival.event + view.arrival.notice.kind);
        await notices.choose(one.choice);
        break;
      case 'block':
        works = one.works;
        await notices.block();
        break;
      case 'report':
        works = one.works;
        await notices.report({ category: 'other', text: '' });
        break;
      case 'withdraw':
        notices.withdraw({ about: one.about });
        break;
      case 'offline':
        isOnline = false;
        break;
      case 'online':
        isOnline = true;
        break;
      case 'retry':
        await notices.retryTelling();
        break;
      case 'shown':
      case 'leave':
      case 'back':
      case 'reopen':
      case 'followed':
        await notices[one.do]();
        break;
      default:
        one satisfies never;
    }
    const after = notices.view;
    // what is on the screen goes only by the person's act, a withdrawal, or a newer setting
    if (one.do === 'add' && now !== null && after.view !== 'nothing' && one.kind !== 'weaker_setting') {
      assert.equal(after.arrival, now);
    }
    if (after.view !== 'nothing') assert.equal(after.arrival.notice.to, 'kim');
  }
  isOnline = true;
  await notices.retryTelling();
  return { told, accepted, notices, taken, outlived };
}

const histories = fc.array(step, { maxLength: 60 });

test('every notice is told as shown at most once and answered at most once, whatever anybody does', async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.boolean(), async (steps, begin) => {
      const { told } = await play(steps, begin);
      const keys = told.map(({ type, data }) => `${type} ${data.event} ${data.notice}`);
      assert.deepEqual(keys, [...new Set(keys)]);
      assert.equal(new Set(told.map(({ id }) => id)).size, told.length, 'ids tell them apart');
    }),
    { numRuns: 1_000 },
  );
});

test('nothing is accepted but what somebody chose to accept, and only where that was offered', async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.boolean(), async (steps, begin) => {
      const { told, accepted } = await play(steps, begin);
      for (const event of told) {
        if (event.type !== 'notice.answered') continue;
        assert.ok(CHOICES[event.data.notice].includes(event.data.choice), `${event.data.notice} ${event.data.choice}`);
        if (event.data.choice !== 'accept') continue;
        assert.ok(accepted.has(`${event.data.event}${event.data.notice}`));
      }
    }),
    { numRuns: 1_000 },
  );
});

test('what must be decided is never lost: it is answered, taken away with a reason, or put off', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (steps) => {
      const { notices, taken, told, outlived } = await play(steps, true);
      for (let { view } = notices; view.view !== 'nothing'; { view } = notices) {
        notices.back();
        await notices.leave();
      }
      const nameOf = ({ event, notice }: Arrival) => `${event} ${notice.kind}`;
      const answered = told.flatMap(({ type, data }) =>
        type === 'notice.answered' ? [`${data.event} ${data.notice}`] : [],
      );
      const there = new Set([...answered, ...outlived.map(nameOf), ...notices.putOff.map(nameOf)]);
      for (const one of taken.filter(({ notice }) => decides(notice))) assert.ok(there.has(nameOf(one)), nameOf(one));
      for (const { notice } of notices.putOff) assert.ok(decides(notice));
    }),
    { numRuns: 1_000 },
  );
});

test(`no more than ${WAITING_MAX} wait, and of a flood the most serious stay`, () => {
  const kind = fc.constantFrom(...kinds.filter((one) => one !== 'weaker_setting'));
  fc.assert(
    fc.property(fc.array(kind, { minLength: WAITING_MAX + 1, maxLength: 200 }), (flood) => {
      const dropped: number[] = [];
      const quiet = () => {};
      const notices = new Notices({
        ...{ account: 'kim', tell: quiet, block: quiet, report: quiet },
        outlived: ({ notice }, why) => {
          if (why === 'full') dropped.push(seriousness(notice));
        },
      });
      notices.add(arrival('first_message', 'on the screen', 'ola'));
      for (const [i, one] of flood.entries()) notices.add(arrival(one, `e${i}`, `a${i}`));
      void notices.leave();
      const stayed: number[] = [];
      for (let { view } = notices; view.view !== 'nothing'; { view } = notices) {
        stayed.push(seriousness(view.arrival.notice));
        void notices.leave();
      }
      assert.equal(stayed.length, WAITING_MAX);
      assert.equal(dropped.length, flood.length - WAITING_MAX);
      assert.ok(Math.max(...stayed) <= Math.min(...dropped));
      assert.deepEqual(
        stayed,
        [...stayed].sort((a, b) => a - b),
        'and come in their order',
      );
    }),
  );
});
