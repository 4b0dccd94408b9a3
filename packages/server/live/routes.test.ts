/** News of screens over HTTP, on both stores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { casePage } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { openRecords } from '../stores.ts';
import { type Running, runKithOn } from '../testing/kith.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';
import { markOf } from './marks.ts';

for (const kind of databases) {
  describe(`news of screens (${kind})`, () => {
    let kith: Running;
    let ann: Staff;
    before(async () => {
      kith = await runKithOn(kind, 'live');
      ann = await signIn(kith, ['moderator']);
    });
    after(() => kith.end());

    async function reported(account: string): Promise<string> {
      const data = { actor: `about-${account}`, other: account, category: 'unkind' };
      await kith.post('/v1/events', { id: `report-${account}`, type: 'report.filed', data });
      const { cases } = casePage.parse(await (await ann.get('/v1/cases')).json());
      return cases.find((one) => one.account === account)?.id ?? assert.fail(account);
    }

    it('are another mark after each change of what is looked at, and the same after none', async () => {
      const id = await reported('max');
      const { records, close } = await openRecords(kith.config);
      const marks = () => {
        const now_ms = Date.now();
        return Promise.all([
          markOf(records, { watch: 'queue' }, now_ms),
          markOf(records, { watch: 'queue', queue: 'risk' }, now_ms),
          markOf(records, { watch: 'case', id }, now_ms),
          markOf(records, { watch: 'appeals' }, now_ms),
        ]);
      };
      try {
        // weighed, so that nothing of it changes by itself
        for (let tries = 0; ; tries++) {
          const { cases } = casePage.parse(await (await ann.get('/v1/cases')).json());
          if (cases.every(({ dueAt }) => dueAt !== null)) break;
          assert.ok(tries < 400, 'it is never weighed');
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        const before = await marks();
        assert.deepEqual(await marks(), before);
        const { version } = await (await ann.get(`/v1/cases/${id}`)).json();
        assert.equal((await ann.send(`/v1/cases/${id}/lease`, { version })).status, 200);
        const taken = await marks();
        assert.deepEqual(
          taken.map((mark, i) => mark === before[i]),
          [false, true, false, true],
        );
        const later = await markOf(records, { watch: 'queue' }, Date.now() + 3_600_000);
        assert.notEqual(later, taken[0], 'a lease that has ended is news');
      } finally {
        await close();
      }
    });

    it('come to whoever may see it, as long as they listen, and say nothing else', async () => {
      const going = new AbortController();
      const answer = await ann.fetch('/v1/live?watch=queue', { signal: going.signal });
      assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader() ?? assert.fail();
      let heard = '';
      async function news(): Promise<string> {
        for (;;) {
          const found = /event: update\ndata: (.*)\n\n/.exec(heard);
          if (found !== null) {
            heard = heard.slice(found.index + found[0].length);
            return found[1] ?? '';
          }
          const { value, done } = await reader.read();
          assert.ok(!done, 'it ended');
          heard += value;
        }
      }
      const first = await news();
      assert.match(first, /^\{"mark":"[\w-]{22}"\}$/);
      await reported('lou');
      assert.notEqual(await news(), first);
      going.abort();
      assert.equal((await ann.get('/v1/live?watch=appeals')).status, 404);
      const administrator = await signIn(kith, ['administrator']);
      assert.equal((await administrator.get('/v1/live?watch=queue')).status, 404);
      assert.equal((await ann.get('/v1/live?watch=everything')).status, 400);
    });
  });
}
