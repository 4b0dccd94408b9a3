/** A report of an intimate image, as a child makes it with Kith's own form, starts the 48 hours, on both stores. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { databases } from '../../ground/testing/records.ts';
import { signIn } from '../../testing/sign-in.ts';
import { Visitor } from '../testing/form.ts';
import { reportsKith } from '../testing/kiths.ts';
import { FORM_MIN_MS } from './routes.ts';

const HOURS_48_MS = 48 * 3_600_000;

for (const kind of databases) {
  it(`starts with the report, and is over when the report is closed (${kind})`, async () => {
    const kith = await reportsKith(kind);
    try {
      const visitor = new Visitor(kith.url);
      const answer = await kith.post('/v1/report-links', { reporter: 'kim', about: 'max' });
      await visitor.get(new URL(((await answer.json()) as { url: string }).url).pathname);
      assert.match(visitor.page.html, /They shared a private picture of me/);
      await visitor.send({ what: 'intimate_image' });
      assert.match(visitor.page.html, /Report Remove/);
      await visitor.send({ more: '' });
      await visitor.send({ updates: 'no' });
      kith.later(FORM_MIN_MS);
      await visitor.send();
      const { id, received_at } = await kith.db
        .selectFrom('report')
        .select(['id', 'received_at'])
        .where('category', '=', 'intimate_image')
        .executeTakeFirstOrThrow();
      const auditor = await signIn(kith, ['auditor']);
      const clocks = async () => {
        const { entries } = (await (await auditor.get('/v1/calendar')).json()) as {
          entries: { what: string; due: string; state: string }[];
        };
        return entries.filter(({ what }) => what === 'intimate_image').map(({ due, state }) => [due, state]);
      };
      const due = new Date(Number(received_at) + HOURS_48_MS).toISOString();
      assert.deepEqual(await clocks(), [[due, 'soon']]);
      await kith.db.updateTable('report').set({ state: 'closed' }).where('id', '=', id).execute();
      assert.deepEqual(await clocks(), []);
    } finally {
      await kith.end();
    }
  });
}
