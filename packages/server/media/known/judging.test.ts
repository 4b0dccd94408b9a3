/** From a match to what people say of it, over HTTP, on both stores: it holds at once, for everybody, and is written down. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { casePage, type MaterialView, materialView } from '@kith/contract';
import { databases } from '../../ground/testing/records.ts';
import { openRecords } from '../../stores.ts';
import { type Running, runKithOn } from '../../testing/kith.ts';
import { type Staff, signIn } from '../../testing/sign-in.ts';
import { importList } from '../lists/import.ts';
import { readLists } from '../lists/settings.ts';
import { isConfirmed } from './confirmed.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const PDQ = '0f'.repeat(32);
/** four bits away */
const NEAR = `${PDQ.slice(0, -1)}0`;

for (const kind of databases) {
  describe(`judging known material (${kind})`, () => {
    let folder: string;
    let kith: Running;
    let moderator: Staff;
    let ids = 0;
    const tell = async (type: string, data: Record<string, unknown>): Promise<string> => {
      const response = await kith.post('/v1/events', { id: `e${++ids}`, type, data });
      const { decision } = (await response.json()) as { decision: { outcome: string } };
      return decision.outcome;
    };
    const upload = (actor: string, media: string, hashes: Record<string, string>) =>
      tell('media.uploaded', { actor, media, hashes });
    const send = (actor: string, media: string) =>
      tell('message.sent', { actor, other: 'friend', message: `m${++ids}`, media: [media] });
    const caseOf = async (account: string): Promise<string> => {
      const page = casePage.parse(await (await moderator.get('/v1/cases?queue=known-material')).json());
      const found = page.cases.find((one) => one.account === account);
      assert.ok(found !== undefined, `${account} has no case`);
      return found.id;
    };
    const materialOf = async (account: string): Promise<MaterialView['material']> => {
      const response = await moderator.get(`/v1/cases/${await caseOf(account)}/material`);
      assert.equal(response.status, 200);
      return materialView.parse(await response.json()).material;
    };
    const judge = async (account: string, body: object): Promise<{ status: number; view: MaterialView | null }> => {
      const response = await moderator.send(`/v1/cases/${await caseOf(account)}/material/judge`, body);
      const json: unknown = await response.json();
      return { status: response.status, view: response.status === 200 ? materialView.parse(json) : null };
    };

    /** Which of these somebody here has confirmed. */
    const confirmed = async (): Promise<Record<string, boolean>> => {
      const { records, close } = await openRecords(kith.config);
      try {
        const said: Record<string, boolean> = {};
        for (const media of ['like', 'pic', 'unheard']) {
          said[media] = await isConfirmed(records, { media, sha256: null });
        }
        return said;
      } finally {
        await close();
      }
    };

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kith-judging-'));
      const path = join(folder, 'hashes');
      await writeFile(path, `md5,${md5('known')},id-1,A\nmd5,${md5('other')},id-2,A\npdq,${PDQ},id-3,A\n`);
      const file = join(folder, 'lists.yaml');
      await writeFile(file, `- { name: hashes, verified: true, from: { kind: file, path: ${path} } }\n`);
      kith = await runKithOn(kind, 'judging_material', { lists: file });
      moderator = await signIn(kith, ['moderator'], 'Ana');
      const age = { band: 'adult', method: 'verified', confidence: 1 };
      for (const actor of ['friend', 'max', 'eve', 'tom']) await tell('account.created', { actor, age });
      for (let n = 0; (await upload('max', 'pic', { md5: md5('known') })) === 'allow'; n++) {
        assert.ok(n < 300, 'the list was never read');
        await sleep(100);
      }
      assert.equal(await upload('eve', 'like', { pdq: NEAR, sha1: 'a'.repeat(40) }), 'hold');
      await tell('connection.requested', { actor: 'tom', other: 'friend' });
    });
    after(async () => {
      await kith.end();
      await rm(folder, { recursive: true });
    });

    it('shows what matched, also to whom it was only forwarded', async () => {
      const [mine] = await materialOf('max');
      assert.deepEqual([mine?.media, mine?.account, mine?.verdict, mine?.now], ['pic', 'max', 'verified', 'verified']);
      const [match] = mine?.matches ?? [];
      assert.deepEqual(match, {
        ...{ list: 'hashes', entry: `md5:${md5('known')}`, kind: 'exact', verified: true, distance: null },
        ...{ state: 'in_use', judged: null, feedback: null },
      });
      assert.equal(mine?.hashed, true);
      assert.equal(await send('tom', 'pic'), 'block');
      const [sent] = await materialOf('tom');
      assert.deepEqual([sent?.media, sent?.account, sent?.matches[0]?.entry], ['pic', 'tom', `md5:${md5('known')}`]);
      assert.deepEqual([sent?.uploadedAt, sent?.messages.length], [null, 1]);
    });

    it('shows a medium once that was uploaded and then sent, with both', async () => {
      assert.equal(await send('max', 'pic'), 'block');
      assert.equal(await send('max', 'pic'), 'block');
      const all = await materialOf('max');
      assert.equal(all.length, 1, JSON.stringify(all));
      const [one] = all;
      assert.deepEqual([one?.media, one?.messages.length, one?.hashed, one?.verdict], ['pic', 2, true, 'verified']);
      assert.ok(one !== undefined && one.uploadedAt !== null && one.at >= one.uploadedAt);
      assert.equal(one.at, one.messages[0]?.at);
    });

    it('lets somebody say that an entry is wrong: it matches nobody any more, at once, and its source is told', async () => {
      const wrong = {
        says: 'wrong',
        list: 'hashes',
        entry: `md5:${md5('known')}`,
        reason: 'common_content',
        note: 'A logo.',
      };
      const { view } = await judge('tom', wrong);
      const match = view?.material[0]?.matches[0];
      assert.deepEqual([match?.state, match?.judged?.by, match?.judged?.reason], ['wrong', 'Ana', 'common_content']);
      assert.equal(match?.feedback?.state, 'handing_over');
      assert.equal(view?.material[0]?.now, 'none');
      assert.equal(await send('tom', 'pic'), 'allow');
      assert.equal(await upload('tom', 'again', { md5: md5('known') }), 'allow');
      assert.equal((await judge('max', { ...wrong, says: 'right', reason: undefined })).status, 200);
      assert.equal(await send('tom', 'pic'), 'block');
      assert.equal((await materialOf('max'))[0]?.matches[0]?.feedback?.state, 'withdrawn');
    });

    it('lets somebody say that a medium is known material: whatever is exactly it is refused from then on', async () => {
      assert.equal((await judge('eve', { says: 'known', media: 'like' })).status, 200);
      assert.equal(await upload('tom', 'same', { sha1: 'a'.repeat(40) }), 'block');
      const [like] = await materialOf('eve');
      assert.deepEqual([like?.own?.says, like?.own?.judged.by, like?.now], ['known', 'Ana', 'verified']);
      // nobody has to look at it again; what only a list has may have to be looked at, since lists are wrong at times
      assert.deepEqual(await confirmed(), { like: true, pic: false, unheard: false });
      assert.equal((await judge('eve', { says: 'unsaid', media: 'like' })).status, 200);
      assert.deepEqual(await confirmed(), { like: false, pic: false, unheard: false });
      assert.equal(await upload('tom', 'same', { sha1: 'a'.repeat(40) }), 'allow');
    });

    it('lets somebody say that a medium only looks like it: it waits for nobody any more, and its list is not blamed', async () => {
      assert.equal(await send('eve', 'like'), 'hold');
      const { view } = await judge('eve', { says: 'unlike', media: 'like', note: 'A beach.' });
      const like = view?.material.find(({ media }) => media === 'like');
      assert.deepEqual([like?.own?.says, like?.now], ['unlike', 'none']);
      assert.equal(like?.matches[0]?.state, 'in_use');
      assert.equal(await send('eve', 'like'), 'allow');
      assert.equal(await upload('tom', 'like-too', { pdq: NEAR, sha1: 'a'.repeat(40) }), 'allow');
      // another picture that looks like the entry waits as before
      assert.equal(await upload('tom', 'near', { pdq: PDQ }), 'hold');
    });

    it('is what it is without an entry that has left its list, for whoever sends it, and nobody has to do anything', async () => {
      assert.equal(await send('tom', 'pic'), 'block');
      await writeFile(join(folder, 'hashes'), `md5,${md5('other')},id-2,A\npdq,${PDQ},id-3,A\n`);
      const { records, close } = await openRecords(kith.config);
      try {
        const [settings] = readLists(kith.config);
        assert.ok(settings !== undefined);
        await importList(settings, { db: records, clock: Date.now, spool: folder, accepted: true });
      } finally {
        await close();
      }
      for (let n = 0; (await send('tom', 'pic')) !== 'allow'; n++) {
        assert.ok(n < 400, 'it was never compared again');
        await sleep(100);
      }
      // what a decision knows at once, the case's row says just after: the event that tells it comes first
      let [pic] = await materialOf('max');
      for (let n = 0; pic?.now !== 'none'; n++) {
        assert.ok(n < 100, 'the case never said it');
        await sleep(100);
        [pic] = await materialOf('max');
      }
      assert.deepEqual([pic.verdict, pic.now, pic.matches[0]?.state], ['verified', 'none', 'gone']);
    });

    it('refuses what the case does not show, and whoever does not judge', async () => {
      const wrong = { says: 'wrong', list: 'hashes', entry: `md5:${md5('other')}`, reason: 'other_category' };
      assert.equal((await judge('max', wrong)).status, 404);
      assert.equal((await judge('max', { says: 'known', media: 'like' })).status, 404);
      assert.equal((await judge('max', { says: 'unsaid', media: 'pic' })).status, 409);
      assert.equal((await judge('max', { ...wrong, reason: 'because' })).status, 400);
      const auditor = await signIn(kith, ['auditor']);
      const path = `/v1/cases/${await caseOf('max')}/material`;
      assert.equal((await auditor.get(path)).status, 200);
      assert.equal((await auditor.send(`${path}/judge`, { says: 'known', media: 'pic' })).status, 404);
      assert.equal((await moderator.get('/v1/cases/none/material')).status, 404);
    });

    it('leaves a line in the audit log for each', async () => {
      const { records, close } = await openRecords(kith.config);
      try {
        const lines = await records.selectFrom('audit_line').selectAll().execute();
        const actions = lines.map(({ action }) => action).filter((action) => action.startsWith('known_entry'));
        assert.deepEqual(
          new Set(actions),
          new Set([
            'known_entry.judged_wrong',
            'known_entry.judged_right',
            'known_entry.confirmed',
            'known_entry.unsaid',
            'known_entry.unlike',
          ]),
        );
        assert.ok(JSON.stringify(lines).includes('common_content'));
        assert.ok(!JSON.stringify(lines).includes('A logo.'));
      } finally {
        await close();
      }
    });
  });
}
