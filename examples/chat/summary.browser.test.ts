/** A guardian's summary of the week as a platform shows it: the chat's window, in Chromium, with a real Kith beside it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { guardianshipShown } from '@kith/contract';
import { standsUp } from '../../packages/server/console/testing/looks.ts';
import { openRecords } from '../../packages/server/stores.ts';
import { openPlace, type Place } from './testing/place.ts';

describe('a summary of the week', () => {
  let place: Place;
  before(async () => {
    place = await openPlace();
  });
  after(() => place?.[Symbol.asyncDispose]());

  const post = async (path: string, body: object): Promise<{ guardianship: { id: string } }> => {
    const response = await place.kith().post(path, body);
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return JSON.parse(text);
  };

  /** becomes a guardian of ama, whose summary is due at once */
  async function guards(guardian: string): Promise<void> {
    await place.until('known', async () => (await place.kith().get(`/v1/accounts/${guardian}`)).ok);
    const age = { band: 'adult', method: 'verified', confidence: 1 };
    await post('/v1/events', { id: `grown-${guardian}`, type: 'account.updated', data: { actor: guardian, age } });
    const invited = { invitedBy: 'guardian', guardian, child: 'ama', adulthood: 'verified' };
    const { guardianship } = await post('/v1/guardianships', invited);
    const at = `/v1/guardianships/${guardianship.id}`;
    const { terms } = guardianshipShown.parse(await (await place.kith().get(`${at}/invitation?account=ama`)).json());
    await post(`${at}/answer`, { account: 'ama', answer: 'accept', terms });
    const { records, close } = await openRecords(place.kith().config);
    await records.updateTable('family_summary').set({ due_at: Date.now() }).where('id', '=', guardianship.id).execute();
    await close();
  }

  for (const [guardian, title, line] of [
    ['kofi', 'A week on your child’s family page: Ama Sample', 'No new friends this week.'],
    ['carys', 'Wythnos ar dudalen deulu eich plentyn: Ama Sample', 'Dim ffrindiau newydd yr wythnos hon.'],
  ] as const) {
    it(`is read by ${guardian}: light, dark, narrow, and on paper`, async () => {
      await guards(guardian);
      const { page, complaints, close } = await place.sit(guardian);
      const summary = page.getByRole('region', { name: title });
      await summary.getByText(line).waitFor();
      await page.locator('kith-notice').getByRole('button').first().click();
      await standsUp(page, `the summary of ${guardian}`);
      // whoever reads in the dark prints on white paper
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const brightness = await summary.evaluate((one) => {
        const [r = 0, g = 0, b = 0] = (getComputedStyle(one).color.match(/\d+/g) ?? []).map(Number);
        return (r + g + b) / 3 / 255;
      });
      assert.ok(brightness < 0.25, `ink as light as ${brightness} is not seen on paper`);
      assert.ok(await summary.isVisible());
      assert.deepEqual([await page.locator('.side').isVisible(), await page.getByRole('button').count()], [false, 0]);
      assert.deepEqual(complaints, []);
      await close();
    });
  }
});
