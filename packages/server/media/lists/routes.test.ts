/** How the lists stand, as staff read it over HTTP. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ListsView, listsView } from '@kith/contract';
import { databases } from '../../ground/testing/records.ts';
import { type Running, runKithOn } from '../../testing/kith.ts';
import { type Staff, signIn } from '../../testing/sign-in.ts';
import { importNow } from './testing/import-now.ts';
import { linesOfNumbers } from './testing/lists.ts';

for (const kind of databases) {
  describe(`${kind}: GET /v1/lists`, () => {
    let folder: string;
    let kith: Running;
    let auditor: Staff;
    const view = async (headers?: Record<string, string>): Promise<ListsView> => {
      const response = await auditor.fetch('/v1/lists', { ...(headers && { headers }) });
      assert.equal(response.status, 200);
      return listsView.parse(await response.json());
    };
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kith-lists-route-'));
      const file = join(folder, 'lists.yaml');
      const path = join(folder, 'secret-place', 'hashes.csv');
      await writeFile(file, `- { name: first, verified: [A], everyHours: 12, from: { kind: file, path: ${path} } }\n`);
      // without couriers nothing is imported but by the test
      kith = await runKithOn(kind, 'lists_route', { lists: file, roles: 'api,web' });
      auditor = await signIn(kith, ['auditor']);
    });
    after(async () => {
      await kith.end();
      await rm(folder, { recursive: true });
    });

    it('says of a list that was never imported that it is stale, and what failed in the reader’s language', async () => {
      assert.equal(await importNow(kith.config, 'first'), 'not_there');
      const [list] = (await view()).lists;
      assert.deepEqual([list?.name, list?.version, list?.stale, list?.freshAt], ['first', 0, true, null]);
      assert.deepEqual(list?.failure, { code: 'not_there', words: 'there is no such file' });
      assert.deepEqual([list?.staleAfterHours, list?.acceptable], [36, false]);
      const [welsh] = (await view({ 'accept-language': 'cy' })).lists;
      assert.equal(welsh?.failure?.words, "nid oes ffeil o'r fath");
    });

    it('has its versions, the refused ones with their bad lines, and not where it lies', async () => {
      await mkdir(join(folder, 'secret-place'));
      const path = join(folder, 'secret-place', 'hashes.csv');
      await writeFile(path, linesOfNumbers([1, 2, 3, 4]));
      assert.equal(await importNow(kith.config, 'first'), 'imported');
      await writeFile(path, `${linesOfNumbers([1, 2, 3])}md5,nothing\n`);
      assert.equal(await importNow(kith.config, 'first'), 'too_many_bad');
      const answer = await view();
      const [list] = answer.lists;
      assert.deepEqual([list?.version, list?.entries, list?.stale, list?.failures], [1, 4, false, 1]);
      assert.deepEqual([list?.source, list?.acceptable], [{ kind: 'file', from: 'hashes.csv' }, true]);
      assert.deepEqual(
        list?.versions.map(({ number, state, failure }) => [number, state, failure?.code]),
        [
          [2, 'refused', 'too_many_bad'],
          [1, 'live', undefined],
        ],
      );
      assert.match(list?.versions[0]?.problems[0] ?? '', /^line 4 /);
      assert.deepEqual(list?.feedback, { waiting: 0, handing_over: 0, sent: 0, failed: 0, withdrawn: 0 });
      assert.deepEqual(answer.own, { confirmed: 0, unlike: 0, lastAt: null });
      assert.doesNotMatch(JSON.stringify(answer), /secret-place/);
    });

    it('is not there for whoever has not signed in', async () => {
      assert.equal((await fetch(`${kith.url}/v1/lists`)).status, 401);
    });
  });
}
