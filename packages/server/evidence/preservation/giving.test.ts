/** What a platform gives when it is asked to preserve, over HTTP, on both databases. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { CaseEvidence, EvidenceItem } from '@kith/contract';
import { sharedWorld } from '../../enforcement/testing/shared.ts';
import { verifyAudit } from '../../ground/audit/index.ts';
import { databases } from '../../ground/testing/records.ts';
import type { Staff } from '../../testing/sign-in.ts';
import { type Asked, askedFor, Giver, PNG } from '../testing/giver.ts';

const HOUR_MS = 3_600_000;
const sha256 = (of: string | Uint8Array) => hash('sha256', of);

/** A message between the two who are asked for, in the time that is asked for. */
const message = ({ account, to }: Pick<Asked, 'account' | 'to'>, id: string, more: object = {}) => ({
  ...{ message: id, conversation: 'talk', from: account, to: ['kim'], sentAt: new Date(Date.parse(to) - HOUR_MS) },
  ...{ text: `text of ${id}`, ...more },
});

const evidenceOf = async (by: Staff, about: string): Promise<CaseEvidence> =>
  (await by.get(`/v1/cases/${about}/evidence`)).json();

/** Kith's own snapshot comes beside it, in its own time. */
const givenOf = (items: readonly EvidenceItem[]) => items.filter(({ source }) => source === 'platform');

const open = (by: Staff, item: string) => by.send(`/v1/evidence/${item}/open`, { reason: 'to judge the case' });

for (const kind of databases) {
  describe(`what the platform gives, on ${kind}`, () => {
    const begin = sharedWorld(kind);

    it('is kept piece by piece, once however often it comes, and read by whoever says why', async () => {
      const w = await begin();
      const moderator = await w.person('moderator');
      const asked = await askedFor(w, moderator);
      const id = asked.preservation;
      const giver = await Giver.of(w);
      const before = await giver.get(id);
      assert.equal(before.json.state, 'asked');
      assert.deepEqual(before.json.accounts, [
        { account: w.name('rogue'), given: false },
        { account: 'kim', given: false },
      ]);

      const details = { screenName: 'Rogue', emails: [{ address: 'rogue@example.com' }] };
      const first = await giver.account(id, w.name('rogue'), details);
      assert.deepEqual([first.status, first.json.status], [200, 'accepted']);
      const again = await giver.account(id, w.name('rogue'), { emails: details.emails, screenName: 'Rogue' });
      assert.deepEqual([again.json.status, again.json.sha256], ['duplicate', first.json.sha256]);
      const corrected = await giver.account(id, w.name('rogue'), { ...details, screenName: 'Rogue 2' });
      assert.equal(corrected.json.status, 'accepted');

      const body = JSON.stringify([message(asked, 'm1'), message(asked, 'm2', { media: ['p2'] })]);
      const given = await giver.call('POST', `/v1/preservations/${id}/messages`, body);
      assert.deepEqual([given.json.sha256, given.json.bytes], [sha256(body), Buffer.byteLength(body)]);
      const lines = [message(asked, 'm2', { media: ['p2'] }), message(asked, 'm3')].map((one) => JSON.stringify(one));
      const more = await giver.lines(id, `${lines.join('\n')}\n\n`);
      assert.deepEqual(
        more.json.results.map(({ status }: { status: string }) => status),
        ['duplicate', 'accepted'],
      );

      assert.equal(
        (await giver.details(id, 'p1', { account: w.name('rogue'), mediaType: 'text/html' })).json.status,
        'accepted',
      );
      const medium = await giver.media(id, 'p1', PNG, 'text/html');
      assert.deepEqual(medium.json, { status: 'accepted', sha256: sha256(PNG), bytes: PNG.length });
      assert.equal((await giver.media(id, 'p1', PNG)).json.status, 'duplicate');
      assert.equal((await giver.media(id, 'p2', new Uint8Array([1, 2, 3]))).json.status, 'accepted');

      const partly = (await giver.get(id)).json;
      assert.deepEqual([partly.state, partly.given], ['partly', { accounts: 1, messages: 3, media: 2 }]);
      assert.deepEqual(partly.media, [{ media: 'p1', given: true, details: true }]);
      assert.deepEqual([(await giver.done(id)).json.state, (await giver.done(id)).status], ['done', 200]);

      const { items, preservations } = await evidenceOf(moderator, asked.about);
      assert.deepEqual(
        givenOf(items)
          .map((item) => [item.kind, item.about, item.mediaType])
          .sort(),
        [
          ['account_details', null, 'application/json'],
          ['account_details', null, 'application/json'],
          ['conversation', 'talk', 'application/x-ndjson'],
          ['conversation', 'talk', 'application/x-ndjson'],
          ['media', 'p1', 'image/png'],
          ['media', 'p2', 'application/octet-stream'],
          ['media_details', 'p1', 'application/json'],
        ],
      );
      assert.deepEqual(
        preservations.map(({ state, by, given: counts }) => [state, by, counts.messages]),
        [['done', moderator.pseudonym, 3]],
      );

      const picture = items.find(({ about, kind: of }) => about === 'p1' && of === 'media') ?? assert.fail();
      const opened = await open(moderator, picture.id);
      assert.deepEqual(new Uint8Array(await opened.arrayBuffer()), PNG);
      assert.equal(opened.headers.get('content-type'), 'application/octet-stream');
      assert.match(opened.headers.get('content-disposition') ?? '', /^attachment; filename="evi_[0-9a-f]+\.bin"$/);
      assert.match(opened.headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'/);
      assert.deepEqual(
        [opened.headers.get('cache-control'), opened.headers.get('x-content-type-options')],
        ['no-store', 'nosniff'],
      );
      const after = (await evidenceOf(moderator, asked.about)).items.find(({ id: of }) => of === picture.id);
      assert.deepEqual(
        after?.custody.map(({ what, by, reason }) => [what, by?.replace(/^key:.*/, 'key'), reason]),
        [
          ['taken', 'key', null],
          ['opened', moderator.pseudonym, 'to judge the case'],
        ],
      );
      const talk = items.find(({ kind: of }) => of === 'conversation') ?? assert.fail();
      const said = (await (await open(moderator, talk.id)).text()).trim().split('\n');
      assert.deepEqual(
        said.map((line) => JSON.parse(line).text),
        ['text of m1', 'text of m2'],
      );
      assert.deepEqual((await verifyAudit(w.db)).faults, []);
    });

    it('is refused by its name where it was not asked for, and the good lines of a batch count', async () => {
      const w = await begin();
      const asked = await askedFor(w, await w.person('senior'));
      const id = asked.preservation;
      const giver = await Giver.of(w);
      const long = new Date(Date.parse(asked.from) - HOUR_MS);
      const results = (
        await giver.messages(id, [
          message(asked, 'm8'),
          message(asked, 'other', { to: ['somebody else'] }),
          { message: 'broken', from: w.name('rogue') },
          message(asked, 'old', { sentAt: long }),
          // named: whenever it was sent, and to whomever
          message(asked, 'm1', { sentAt: long, to: ['somebody else'] }),
          'no object',
          message(asked, 'unknown', { extra: 1 }),
        ])
      ).json.results;
      assert.deepEqual(
        results.map((one: { message?: string; status: string; error?: { code: string; field: string } }) => [
          ...[one.message, one.status, one.error?.code, one.error?.field],
        ]),
        [
          ['m8', 'accepted', undefined, undefined],
          ['other', 'rejected', 'not_asked', '[1].message'],
          ['broken', 'rejected', 'missing_field', '[2].to'],
          ['old', 'rejected', 'not_asked', '[3].message'],
          ['m1', 'accepted', undefined, undefined],
          [undefined, 'rejected', 'not_an_object', '[5]'],
          ['unknown', 'rejected', 'unknown_field', '[6].extra'],
        ],
      );
      for (const answer of [
        await giver.account(id, 'somebody else', { screenName: 'x' }),
        await giver.media(id, 'p9', PNG),
        await giver.details(id, 'p9', { account: w.name('rogue'), mediaType: 'image/png' }),
        await giver.details(id, 'p1', { account: 'somebody else', mediaType: 'image/png' }),
      ]) {
        assert.deepEqual([answer.status, answer.json.error.code], [409, 'not_asked'], answer.text);
      }
      for (const path of ['pre_none', 'x']) assert.equal((await giver.get(path)).status, 404);
      assert.equal((await giver.media(id, 'p1', new Uint8Array())).json.error.code, 'empty_body');
      assert.equal((await giver.messages(id, [])).json.error.code, 'empty_body');
      assert.equal(
        (
          await giver.messages(
            id,
            Array.from({ length: 1001 }, () => 0),
          )
        ).json.error.code,
        'too_large',
      );
      assert.equal((await giver.lines(id, '{"message":\n')).json.results[0].error.code, 'not_json');
    });

    it('is not asked for twice by people, is chased when nothing comes, and counts as late', async () => {
      const w = await begin();
      const moderator = await w.person('moderator');
      const asked = await askedFor(w, moderator);
      const wanted = { reason: 'to see it', messages: ['m1'] };
      const same = await w.post<{ id: string }>(moderator, `/v1/cases/${asked.about}/preserve`, wanted);
      assert.equal(same.id, asked.preservation);
      await w.until('delivered', async () => {
        const { preservations } = await evidenceOf(moderator, asked.about);
        return preservations[0]?.deliveredAt;
      });
      assert.equal(w.got('preservation.requested').length, 1);
      w.later(73 * HOUR_MS);
      await w.until('asked again', async () => w.got('preservation.requested').length === 2);
      const late = await w.person('moderator');
      assert.equal((await evidenceOf(late, asked.about)).preservations[0]?.state, 'unanswered');
      const metrics = await (await w.kith.get('/metrics')).text();
      assert.match(metrics, /^kith_preservations_unanswered(\{[^}]*\})? 1$/m);
      const giver = await Giver.of(w);
      assert.equal((await giver.done(asked.preservation)).json.state, 'done');
      w.later(48 * HOUR_MS);
      await w.until('the job has looked', async () => {
        const row = await w.db.selectFrom('preservation').select('due_at').executeTakeFirstOrThrow();
        return row.due_at === null;
      });
      assert.equal(w.got('preservation.requested').length, 2);
    });

    it('names evidence only for whoever may open it, and hides it from all others', async () => {
      const w = await begin();
      const moderator = await w.person('moderator');
      const asked = await askedFor(w, moderator);
      const giver = await Giver.of(w);
      await giver.account(asked.preservation, w.name('rogue'), { screenName: 'Rogue' });
      const auditor = await w.person('auditor');
      const seen = await evidenceOf(auditor, asked.about);
      assert.deepEqual(
        givenOf(seen.items).map(({ name, mediaType, sha256: hashed, about }) => [name, mediaType, hashed, about]),
        [[null, null, null, null]],
      );
      const [hidden] = seen.preservations;
      assert.deepEqual([hidden?.messages, hidden?.media, hidden?.reason], [[], [], null]);
      assert.deepEqual(hidden?.wanted, { accounts: 2, messages: 1, media: 1 });
      const [named] = (await evidenceOf(moderator, asked.about)).preservations;
      assert.deepEqual([named?.messages, named?.media, named?.reason], [['m1'], ['p1'], 'to see what was sent']);
      const [item] = givenOf(seen.items);
      for (const role of ['compliance', 'administrator', 'auditor'] as const) {
        const who = await w.person(role);
        assert.equal((await open(who, item?.id ?? '')).status, 404, role);
      }
      assert.equal((await open(moderator, 'evi_none')).status, 404);
      assert.equal((await moderator.send(`/v1/evidence/${item?.id}/open`, { reason: '' })).status, 400);
      const senior = await w.person('senior');
      await w.post(senior, `/v1/cases/${asked.about}/hold`, { reason: 'a court wants it' }, 204);
      const held = await evidenceOf(senior, asked.about);
      assert.deepEqual(
        [held.hold?.reason, held.hold?.by, held.items[0]?.held],
        ['a court wants it', senior.pseudonym, true],
      );
      assert.equal((await evidenceOf(auditor, asked.about)).hold?.reason, '');
      await w.post(senior, `/v1/cases/${asked.about}/release-evidence`, { reason: 'not any more' }, 204);
      assert.equal((await evidenceOf(senior, asked.about)).hold, null);
    });

    it('has files beside it that people add', async () => {
      const w = await begin();
      const lead = await w.person('lead');
      const about = await w.reported(w.name('rogue'));
      const path = `/v1/cases/${about}/evidence?name=${encodeURIComponent('Letter of 12 May.pdf')}&from=authority`;
      const answer = await lead.fetch(path, {
        method: 'POST',
        body: '%PDF-1.7\nwords',
        headers: { 'content-type': 'x/y' },
      });
      const item = await answer.json();
      assert.deepEqual(
        [answer.status, item.kind, item.name, item.source, item.mediaType],
        [200, 'attachment', 'Letter of 12 May.pdf', 'authority', 'application/pdf'],
      );
      assert.equal(await (await open(lead, item.id)).text(), '%PDF-1.7\nwords');
      assert.equal((await lead.fetch(`/v1/cases/none/evidence?name=x`, { method: 'POST', body: 'x' })).status, 404);
    });
  });
}
