/** The numbers' period at the console, in Chromium: it is chosen, stands in the address, and holds for the file as well. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { world } from '../enforcement/testing/world.ts';
import { launchBrowser } from '../ground/testing/browser.ts';
import { sitDown } from './testing/desk.ts';
import { standsUp } from './testing/looks.ts';
import { consoleSays } from './testing/words.ts';

const t = consoleSays('en');
/** Days long before anything happened here. */
const BEFORE = { from: '2020-01-01', to: '2020-01-31' };

it('shows the numbers of the days that somebody chooses, again after a reload, and gives the same as a file', async () => {
  await using w = await world('SQLite');
  await using browser = await launchBrowser();
  const judge = await w.person('moderator');
  const id = await w.reported('max');
  const body = { policy: 'contact-with-children', reason: 'nothing is there', measures: ['no_violation'] };
  await w.post(judge, `/v1/cases/${id}/rulings`, { ...body, version: await w.hold(id, judge) });

  // as if Kith had brought five accounts of one group to people
  const made = await w.db.selectFrom('ruling').selectAll().executeTakeFirstOrThrow();
  const alike = { ...made, machine: 1, cohort: 'adult en GB' };
  const five = Array.from({ length: 5 }, (_, i) => ({ ...alike, id: `${made.id}${i}`, account: `max${i}` }));
  await w.db.insertInto('ruling').values(five).execute();

  const { page, open, staff, complaints } = await sitDown(browser, w.kith, ['lead']);
  await open('/numbers');
  const decided = page.getByRole('heading', { name: t('numbers.bands') });
  await decided.waitFor();
  const group = page.getByRole('row').filter({ hasText: 'adults, English, United Kingdom' });
  assert.match((await group.textContent()) ?? '', /5\s*5\s*57 to 100 %/);
  await standsUp(page, 'numbers of a group');
  const file = page.getByRole('link', { name: t('numbers.csv') });
  const csvOf = async () => (await staff.get((await file.getAttribute('href')) ?? '')).text();
  const now = await csvOf();

  // what lies between the two choices is years: it is said at the fields, and Kith isn't asked
  await page.getByLabel(t('numbers.from'), { exact: true }).fill(BEFORE.from);
  await page.waitForURL(/from=2020-01-01/);
  await page.getByText('At most 366 days at once. Choose a first day from').waitFor();
  await page.getByText('or a last day up to 31 Dec 2020.').waitFor();
  assert.equal(await page.locator('.filters input[aria-invalid=true]').count(), 2);
  assert.equal(await file.count(), 0);
  await standsUp(page, 'numbers of too many days');
  await page.getByLabel(t('numbers.to'), { exact: true }).fill(BEFORE.to);
  await page.waitForURL(/to=2020-01-31/);
  const nothing = page.getByText(t('numbers.none')).first();
  await nothing.waitFor();
  await decided.waitFor({ state: 'detached' });
  const address = new URL(page.url()).searchParams;
  assert.deepEqual(Object.fromEntries(address), BEFORE);
  const then = await csvOf();
  assert.ok(then.includes('2020-01-31') && !now.includes('2020-01-31'), then);

  await page.reload();
  await nothing.waitFor();
  assert.equal(await page.getByLabel(t('numbers.from'), { exact: true }).inputValue(), BEFORE.from);
  await page.goBack();
  await page.goBack();
  await decided.waitFor();
  assert.deepEqual(complaints, []);
});
