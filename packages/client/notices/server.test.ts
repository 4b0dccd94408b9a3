import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Decision, NoticeKind, Reason } from '@kith/contract';
import fc from 'fast-check';
import { type NoticeEvent, Notices } from './headless.ts';
import { arrivalOf, noticesFor, readNoticeEvent } from './server.ts';
import { arrival, CHOICES } from './testing/arrivals.ts';
import { whyOf } from './why-of.ts';

const reason = (code: Reason['code'], more: Partial<Reason> = {}): Reason => ({
  code,
  words: 'for moderators',
  ...more,
});

describe("on the platform's server", () => {
  it('sends a device the notices of its own account, and nothing of what Kith suspects', () => {
    const linked = { account: 'barred', points: 9, because: [] };
    const decision: Decision = {
      outcome: 'notice',
      reasons: [
        reason('warning_sign', { signs: ['risk_medium', 'far_region'], because: [] }),
        reason('returning', { linked }),
        reason('rule', { rule: 'secret-rule' }),
      ],
      notices: [arrival('warning').notice, arrival('first_message', 'e1', 'kim', 'max').notice],
      policy: 'p1',
    };
    const sent = noticesFor({ id: 'e1', decision }, 'kim');
    assert.deepEqual(
      sent.map(({ event, notice, why }) => [event, notice.kind, why]),
      [['e1', 'warning', ['take_care', 'far_region', 'machine']]],
    );
    assert.doesNotMatch(JSON.stringify(sent), /barred|secret-rule|returning|moderators|risk/);
  });

  it("says why by a notice's kind alone where a webhook brings it", () => {
    const { event, notice } = arrival('family_changed');
    assert.deepEqual(arrivalOf({ event, notice }).why, ['family']);
    assert.deepEqual(arrivalOf(arrival('stranger_message')).why, ['not_friends', 'machine']);
  });

  it('never blames the other in a notice about what the person did themselves', () => {
    const suspicions = [
      reason('sender_high_risk'),
      reason('returning'),
      reason('warning_sign', { signs: ['risk_medium'] }),
    ];
    for (const kind of ['asking_stranger', 'weaker_setting', 'after_block', 'after_report', 'first_message'] as const) {
      assert.ok(!whyOf(kind, suspicions).includes('take_care'), kind);
    }
    assert.deepEqual(whyOf('stranger_message', suspicions), ['not_friends', 'take_care', 'machine']);
  });

  it('takes what a device tells as the act of who is signed in, under an id that the device has no say in', async () => {
    const told: NoticeEvent[] = [];
    const quiet = () => {};
    const notices = new Notices({
      account: 'kim',
      tell: (event) => void told.push(event),
      block: quiet,
      report: quiet,
    });
    notices.add(arrival('stranger_message'));
    await notices.shown();
    await notices.choose('accept');
    for (const event of told) {
      assert.deepEqual(readNoticeEvent(JSON.parse(JSON.stringify(event)), 'kim'), event);
      const forged = { ...event, id: 'm-17', data: { ...event.data, actor: 'lee' } };
      assert.deepEqual(readNoticeEvent(forged, 'kim'), event);
      assert.notEqual(readNoticeEvent(event, 'lee')?.id, event.id, 'no account uses up the id of another');
    }
  });

  it('refuses anything else, without throwing', () => {
    const data = { notice: 'warning', event: 'e1', choice: 'ok' };
    assert.notEqual(readNoticeEvent({ type: 'notice.answered', data }, 'kim'), null);
    for (const bad of [
      { type: 'account.deleted', data },
      { type: 'notice.answered', data: { ...data, choice: 'constructor' } },
      { type: 'notice.answered', data: { ...data, notice: 'toString' } },
      { type: 'notice.answered', data: { ...data, event: '' } },
      { type: 'notice.shown', data: { ...data, other: 'x'.repeat(129) } },
      { type: 'notice.shown', data: { ...data, other: 7 } },
      { type: 'notice.shown' },
    ]) {
      assert.equal(readNoticeEvent(bad, 'kim'), null, JSON.stringify(bad));
    }
    fc.assert(fc.property(fc.anything(), (anything) => readNoticeEvent(anything, 'kim') === null));
  });

  it('gives every kind, account and event another id', () => {
    const kinds = Object.keys(CHOICES) as NoticeKind[]; // what its type says
    const ids = kinds.flatMap((kind) =>
      Array.from({ length: 2_000 }, (_, i) =>
        readNoticeEvent({ type: 'notice.shown', data: { notice: kind, event: `e${i}` } }, `u${i % 7}`),
      ),
    );
    assert.equal(new Set(ids.map((event) => event?.id)).size, kinds.length * 2_000);
  });
});
