import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Choice } from '@kith/contract';
import { type NoticeEvent, Notices, type NoticesOptions, type Outlived } from './headless.ts';
import { arrival } from './testing/arrivals.ts';

/** A platform that notes what it is asked to do. */
function platform(more: Partial<NoticesOptions> = {}) {
  const told: NoticeEvent[] = [];
  const did: unknown[] = [];
  const outlived: [string, Outlived][] = [];
  const notices = new Notices({
    account: 'kim',
    tell: (event) => void told.push(event),
    block: (about) => void did.push(['block', about]),
    report: (said) => void did.push(['report', said]),
    outlived: ({ event }, why) => outlived.push([event, why]),
    ...more,
  });
  const answers = (): (Choice | undefined)[] =>
    told.flatMap((event) => (event.type === 'notice.answered' ? [event.data.choice] : []));
  const shown = (): (string | undefined)[] =>
    told.flatMap((event) => (event.type === 'notice.shown' ? [event.data.event] : []));
  const onScreen = () => (notices.view.view === 'nothing' ? null : notices.view.arrival.event);
  return { notices, told, did, outlived, answers, shown, onScreen };
}

describe('notices without a screen', () => {
  it('shows a notice, tells once that it was shown, and once what was chosen', async () => {
    const { notices, told } = platform();
    assert.equal(notices.add(arrival('stranger_message')), 'taken');
    await notices.shown();
    await notices.shown();
    await notices.choose('decline');
    await notices.choose('accept');
    const data = { actor: 'kim', notice: 'stranger_message', other: 'max', event: 'e1' };
    assert.deepEqual(
      told.map(({ type, data }) => ({ type, data })),
      [
        { type: 'notice.shown', data },
        { type: 'notice.answered', data: { ...data, choice: 'decline' } },
      ],
    );
    assert.deepEqual(notices.view, { view: 'nothing' });
  });

  it('shows one at a time, the most serious first, of equal ones the first that came', async () => {
    const { notices, onScreen } = platform();
    notices.add(arrival('first_message', 'e1', 'a'));
    notices.add(arrival('connection_request', 'e2', 'b'));
    notices.add(arrival('warning', 'e3', 'c'));
    notices.add(arrival('warning', 'e4', 'd'));
    notices.add(arrival('after_block', 'e5', 'e'));
    assert.equal(onScreen(), 'e1', 'whoever reads is not interrupted');
    const order: (string | null)[] = [];
    for (let event = onScreen(); event !== null; event = onScreen()) {
      order.push(event);
      await notices.choose(event === 'e2' ? 'decline' : 'ok');
    }
    assert.deepEqual(order, ['e1', 'e5', 'e3', 'e4', 'e2']);
  });

  it('refuses notices to another account than the one that is signed in', () => {
    const { notices } = platform();
    assert.equal(notices.add(arrival('first_message', 'e1', 'kim', 'max')), 'another');
    assert.deepEqual(notices.view, { view: 'nothing' });
  });

  it('shows the same notice of the same event once, also when it comes again after it was answered', async () => {
    const { notices } = platform();
    notices.add(arrival('warning'));
    assert.equal(notices.add(arrival('warning')), 'known');
    await notices.choose('ok');
    assert.equal(notices.add(arrival('warning')), 'known');
    assert.equal(notices.add(arrival('first_message')), 'taken', 'another kind of the same event');
    const news = (of: 'began' | 'ended') => {
      const made = arrival('family_changed', 'guardianship');
      return { ...made, notice: { ...made.notice, news: of } };
    };
    assert.equal(notices.add(news('began')), 'taken');
    assert.equal(notices.add(news('ended')), 'taken');
  });

  it('asks once about somebody who writes again and again before the answer', async () => {
    const { notices } = platform();
    notices.add(arrival('stranger_message', 'e1'));
    assert.equal(notices.add(arrival('stranger_message', 'e2')), 'asked');
    await notices.leave();
    assert.equal(notices.add(arrival('stranger_message', 'e3')), 'asked', 'it was put off');
    assert.equal(notices.add(arrival('stranger_message', 'e4', 'nat')), 'taken');
    assert.equal(notices.add(arrival('group_invite', 'e5')), 'taken');
    assert.equal(notices.add(arrival('group_invite', 'e6')), 'taken', 'each group is another');
  });

  it('takes an older notice of a weaker setting away, also from the screen: a yes to it would confirm what it does not name', () => {
    const { notices, onScreen, outlived } = platform();
    notices.add(arrival('weaker_setting', 'e1'));
    notices.add(arrival('weaker_setting', 'e2'));
    assert.equal(onScreen(), 'e2');
    assert.deepEqual(outlived, [['e1', 'outdated']]);
  });

  it('leaves nothing accepted when the person closes it, and keeps what must be decided', async () => {
    const { notices, answers, onScreen } = platform();
    notices.add(arrival('stranger_message', 'e1'));
    notices.add(arrival('warning', 'e2'));
    await notices.leave();
    assert.equal(onScreen(), 'e2');
    await notices.leave();
    assert.equal(onScreen(), null);
    assert.deepEqual(answers(), []);
    assert.deepEqual(
      notices.putOff.map(({ event }) => event),
      ['e1'],
    );
    notices.reopen();
    assert.equal(onScreen(), 'e1');
    assert.deepEqual(notices.putOff, []);
  });

  it('ignores a choice that the notice does not offer', async () => {
    const { notices, answers, onScreen } = platform();
    notices.add(arrival('warning'));
    await notices.choose('accept');
    assert.equal(onScreen(), 'e1');
    assert.deepEqual(answers(), []);
  });

  it('has somebody blocked after the person confirmed it, and takes away what else asks about them', async () => {
    const { notices, did, answers, outlived, onScreen } = platform();
    notices.add(arrival('warning', 'e1'));
    notices.add(arrival('stranger_message', 'e2'));
    notices.add(arrival('after_report', 'e3'));
    notices.add(arrival('stranger_message', 'e4', 'nat'));
    await notices.choose('block');
    assert.deepEqual(did, [], 'it asks first');
    notices.back();
    assert.equal(notices.view.view, 'notice');
    await notices.choose('block');
    assert.equal(await notices.block(), true);
    assert.deepEqual([did, answers()], [[['block', 'max']], ['block']]);
    assert.deepEqual(outlived, [['e2', 'withdrawn']]);
    assert.equal(onScreen(), 'e3', 'how the report went is still to be heard');
    await notices.choose('ok');
    assert.equal(onScreen(), 'e4');
  });

  it('says that blocking failed, answers nothing, and can be tried again', async () => {
    let works = false;
    const block = async () => {
      if (!works) throw new Error('no network');
    };
    const { notices, answers } = platform({ block });
    notices.add(arrival('warning'));
    await notices.choose('block');
    assert.equal(await notices.block(), false);
    assert.deepEqual([notices.view.view, 'step' in notices.view && notices.view.step], ['block', 'failed']);
    assert.deepEqual(answers(), []);
    works = true;
    assert.equal(await notices.block(), true);
    assert.deepEqual(answers(), ['block']);
  });

  it('blocks once, however often it is pressed while it is being done, and lets nobody go back meanwhile', async () => {
    let free = () => {};
    let blocked = 0;
    const block = () => {
      blocked += 1;
      return new Promise<void>((done) => {
        free = done;
      });
    };
    const { notices, answers } = platform({ block });
    notices.add(arrival('warning'));
    await notices.choose('block');
    const first = notices.block();
    assert.equal(await notices.block(), false);
    notices.back();
    assert.equal(notices.withdraw({ about: 'max' }), 0, 'the block itself comes back from the server');
    assert.equal(notices.view.view, 'block');
    free();
    assert.equal(await first, true);
    assert.deepEqual([blocked, answers()], [1, ['block']]);
  });

  it('files a report with what was said, or counts the link to the form as one', async () => {
    const { notices, did, answers } = platform();
    notices.add(arrival('warning', 'e1'));
    await notices.choose('report');
    assert.equal(await notices.report({ category: 'unkind', text: 'He wrote.' }), true);
    assert.deepEqual(did, [['report', { about: 'max', category: 'unkind', text: 'He wrote.' }]]);
    notices.add(arrival('warning', 'e2'));
    await notices.choose('report');
    await notices.followed();
    assert.deepEqual(answers(), ['report', 'report']);
  });

  it('counts help as the answer where nothing else is decided, and the decision where something is', async () => {
    const { notices, answers } = platform();
    for (const [event, kind, then] of [
      ['e1', 'warning', 'ok'],
      ['e2', 'warning', 'leave'],
      ['e3', 'stranger_message', 'decline'],
    ] as const) {
      notices.add(arrival(kind, event));
      await notices.choose('get_help');
      assert.equal(notices.view.view, 'help');
      notices.back();
      await (then === 'leave' ? notices.leave() : notices.choose(then));
    }
    assert.deepEqual(answers(), ['get_help', 'get_help', 'decline']);
  });

  it('takes notices away that are withdrawn, waiting, put off or on the screen', async () => {
    const { notices, outlived, onScreen, answers } = platform();
    notices.add(arrival('stranger_message', 'e1'));
    await notices.leave();
    notices.add(arrival('warning', 'e2'));
    notices.add(arrival('first_message', 'e3'));
    notices.add(arrival('warning', 'e4', 'nat'));
    assert.equal(notices.withdraw({ about: 'max' }), 3);
    assert.equal(onScreen(), 'e4');
    assert.equal(notices.withdraw({ event: 'e4', kind: 'first_message' }), 0);
    assert.equal(notices.withdraw({ event: 'e4', kind: 'warning' }), 1);
    assert.deepEqual(outlived.map(([event]) => event).sort(), ['e1', 'e2', 'e3', 'e4']);
    assert.deepEqual(answers(), []);
  });

  it('tells again, in order and with the same ids, what could not be told', async () => {
    const told: (string | undefined)[] = [];
    let network = false;
    const tell = async ({ id }: NoticeEvent) => {
      if (!network) throw new Error('no network');
      told.push(id);
    };
    const { notices } = platform({ tell });
    notices.add(arrival('warning'));
    await notices.shown();
    await notices.choose('ok');
    assert.deepEqual(told, []);
    network = true;
    await Promise.all([notices.retryTelling(), notices.retryTelling()]);
    await notices.retryTelling();
    assert.equal(told.length, 2);
    assert.match(told.join(), /^notice-shown-[0-9a-f]{16},notice-answered-[0-9a-f]{16}$/);
  });

  it('gives the same ids to the same notice on another device', async () => {
    const [phone, tablet] = [platform(), platform()];
    for (const { notices } of [phone, tablet]) {
      notices.add(arrival('warning'));
      await notices.shown();
      await notices.choose('ok');
    }
    assert.deepEqual(phone.told, tablet.told);
  });

  it('shows a kind that it does not know: an app is older than the server that it talks to', async () => {
    const { notices, told } = platform();
    const made = arrival('warning');
    const kind = 'something_new' as 'warning'; // what no version can know
    notices.add({ ...made, notice: { ...made.notice, kind } });
    await notices.choose('ok');
    assert.equal(told[0]?.data.notice, 'something_new');
  });

  it('calls listeners with each view, until they unsubscribe', async () => {
    const { notices } = platform();
    const seen: string[] = [];
    const end = notices.subscribe(({ view }) => seen.push(view));
    notices.add(arrival('warning'));
    await notices.choose('get_help');
    end();
    notices.back();
    assert.deepEqual(seen, ['nothing', 'notice', 'help']);
  });
});
