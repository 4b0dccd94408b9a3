/** The chat as people play with it, in Chromium: each at a window of their own, with a real Kith beside it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { guardianships } from '@kith/contract';
import type { Page } from 'playwright-core';
import { focusIsSeen, standsUp } from '../../packages/server/console/testing/looks.ts';
import { familyWords } from '../../packages/server/family/pages/words.ts';
import { openPlace, type Place, type Sitting } from './testing/place.ts';

/** Names of the strangers, and words that were written: none may stand in anything of a family's. */
const NOTHING_OF_THEM = /\b(Sam|Sid|sam|sid)\b|hello|somebody else now|training\?|at five/;

/** Opens the Family Centre from somebody's window, as they would: by the chat's link, and the button of the page it leads to. */
async function centreOf({ page }: Sitting, open: string): Promise<Page> {
  const family = page.locator('details.family');
  if (!(await family.evaluate((one) => one.hasAttribute('open')))) await family.locator('summary').click();
  await family.getByRole('button').first().click();
  const coming = page.context().waitForEvent('page');
  await family.locator('[role=status] a').click();
  const centre = await coming;
  await centre.getByRole('button', { name: open }).click();
  await centre.waitForURL((url) => !url.pathname.startsWith('/family/enter'));
  return centre;
}

const asked = (page: Page, title: string) => page.getByRole('group', { name: title });

describe('the chat, with three people and more', () => {
  let place: Place;
  let ama: Sitting;
  let ben: Sitting;
  const complaints: string[] = [];
  before(async () => {
    place = await openPlace();
    [ama, ben] = await Promise.all([place.sit('ama'), place.sit('ben')]);
  });
  after(() => place?.[Symbol.asyncDispose]());

  async function leaves(sitting: Sitting): Promise<void> {
    complaints.push(...sitting.complaints);
    await sitting.close();
  }

  it('begins a guardianship with the child’s own yes, and the child is told', async () => {
    const kofi = await place.sit('kofi');
    await kofi.page.getByText('Family Centre').first().click();
    await kofi.page.getByLabel('Ask your child').fill('@ama');
    await kofi.page.getByRole('button', { name: 'Ask', exact: true }).click();
    const question = asked(ama.page, 'Can this person be your guardian?').or(
      ama.page.locator('kith-notice [role=group]'),
    );
    await question.first().waitFor();
    await ama.page.locator('kith-notice').getByRole('button', { name: 'Say yes' }).click();
    await kofi.page.locator('kith-notice').getByRole('button', { name: 'OK' }).click();
    await ama.page.locator('kith-notice').getByRole('button', { name: 'OK' }).click();
    await leaves(kofi);
  });

  it('shows a child who types a code who asks and what would be seen, and then takes its answer', async () => {
    const kofi = await place.sit('kofi');
    await kofi.page.locator('details.family summary').click();
    await kofi.page.getByRole('button', { name: 'Make a code instead' }).click();
    const code = await kofi.page.locator('details.family [role=status] strong').innerText();
    await ben.page.locator('details.family summary').click();
    await ben.page.locator('#family-code').fill(code);
    await ben.page.locator('#family-code').press('Enter');
    const { title, sees, may, nevers } = familyWords.en.own.invitation;
    const asks = ben.page.getByRole('region', { name: title.replace('{name}', 'Kofi Sample') });
    await asks.waitFor();
    const said = await asks.innerText();
    for (const line of [sees, may, nevers].flatMap((all) => Object.values(all)))
      assert.ok(said.includes(line.replace('{quietHours}', '').trim()), line);
    await asks.getByRole('button', { name: 'Say no' }).click();
    await asks.waitFor({ state: 'detached' });
    const list = await (await place.kith().get('/v1/guardianships?account=ben')).json();
    assert.deepEqual(
      guardianships.parse(list).guardianships.map(({ state }) => state),
      ['declined'],
    );
    await ben.page.locator('details.family summary').click();
    await leaves(kofi);
  });

  it('brings what friends write to each other, with the notice of a first message', async () => {
    await ben.page.getByRole('button', { name: /Ama Sample/ }).click();
    await ben.write('are you coming to training?');
    await ama.page.getByRole('button', { name: /Ben Sample/ }).click();
    await ama.page.locator('.said-list', { hasText: 'are you coming to training?' }).waitFor();
    await asked(ama.page, 'Your first message with this person').waitFor();
    await asked(ama.page, 'Your first message with this person').getByRole('button', { name: 'OK' }).click();
    await ama.write('yes, at five');
    await ben.page.locator('.said-list', { hasText: 'yes, at five' }).waitFor();
  });

  it('asks a child before a stranger’s message comes, and keeps the stranger out once blocked, with their other account', async () => {
    const sam = await place.sit('sam');
    await sam.meet('ama');
    await sam.write('hello from nobody you know');
    const question = asked(ama.page, 'Someone wants to write to you');
    await question.waitFor();
    assert.doesNotMatch(await ama.page.locator('body').innerText(), /hello from nobody/);
    assert.match(await sam.said(), /hello from nobody/, 'whoever wrote is told nothing');
    await question.getByRole('button', { name: 'Block' }).focus();
    await ama.page.keyboard.press('Enter');
    const sure = asked(ama.page, 'Do you want to block this person?');
    await sure.getByRole('button', { name: 'Block' }).focus();
    await ama.page.keyboard.press('Enter');
    await asked(ama.page, 'You blocked this person').getByRole('button', { name: 'OK' }).click();
    await sam.write('hello again');
    await leaves(sam);
    const sid = await place.sit('sid');
    await sid.meet('ama');
    await sid.write('it is somebody else now');
    await leaves(sid);
    // a word of a friend's that was written after both has come; theirs have not
    await ben.write('see you');
    await ama.page.locator('.said-list', { hasText: 'see you' }).waitFor();
    assert.doesNotMatch(await ama.page.locator('body').innerText(), /hello|somebody else now|wants to write/);
  });

  it('does not even ask a child who lets only friends write, in her language', async () => {
    const [carys, sam] = [await place.sit('carys'), await place.sit('sam')];
    await sam.meet('carys');
    await sam.write('hello carys');
    await sam.page.getByRole('button', { name: 'Ask to be friends' }).last().click();
    await asked(carys.page, 'Mae rhywun').waitFor();
    assert.doesNotMatch(await carys.page.locator('body').innerText(), /hello carys/);
    await asked(carys.page, 'Mae rhywun').getByRole('button', { name: 'Dweud na' }).click();
    await carys.page.getByRole('heading', { name: 'Sgyrsiau' }).waitFor();
    await leaves(sam);
    await leaves(carys);
  });

  it('explains what a weaker setting gives up, and changes it only after a yes', async () => {
    // one thing at a time: what is asked next comes when this was read
    await asked(ben.page, 'Your first message with this person').getByRole('button', { name: 'OK' }).click();
    await ben.page.getByText('Safety settings').click();
    const suggested = ben.page.getByRole('checkbox', { name: 'Show me to people' });
    await suggested.click();
    const question = asked(ben.page, 'Do you want to change this?');
    await question.waitFor();
    assert.equal(await suggested.isChecked(), false);
    await question.getByRole('button', { name: 'Change it' }).click();
    await ben.page.waitForFunction(() =>
      [...document.querySelectorAll('input')].some(
        (one) => one.labels?.[0]?.innerText.includes('Show me to people') && one.checked,
      ),
    );
  });

  it('lets a child into a group after her own yes', async () => {
    await ben.page.getByText('New group').click();
    await ben.page.getByLabel('Name of the group').fill('training');
    await ben.page.getByRole('checkbox', { name: 'Ama Sample' }).check();
    await ben.page.getByRole('button', { name: 'Make the group' }).click();
    await ben.page.getByRole('button', { name: /^training/ }).click();
    const question = asked(ama.page, 'Do you want to join this group?');
    await question.waitFor();
    assert.equal(await ama.page.getByRole('button', { name: /^training/ }).count(), 0);
    await question.getByRole('button', { name: 'Say yes' }).click();
    await ama.page.getByRole('button', { name: /^training/ }).click();
    await ben.write('bring the ball');
    await ama.page.locator('.said-list', { hasText: 'bring the ball' }).waitFor();
  });

  it('has a report made in the app come to the people who judge it', async () => {
    await ben.meet('sam');
    await ben.page.locator('.talk').getByRole('button', { name: 'Report', exact: true }).click();
    const form = ben.page.locator('kith-report');
    await form.getByRole('radio').first().check();
    await form.getByRole('button').first().click();
    await asked(ben.page, 'Thank you for telling us').getByRole('button', { name: 'OK' }).click();
  });

  it('shows a guardian that strangers were kept away and nothing of who or what; and the child the same, and that the guardian looked', async () => {
    const kofi = await place.sit('kofi');
    const his = await centreOf(kofi, familyWords.en.enter.open);
    await his.getByRole('heading', { level: 1, name: 'Ama Sample’s week' }).waitFor();
    await his.getByText('2 strangers were kept away this week.').waitFor();
    await his.getByRole('link', { name: 'Ben Sample' }).first().waitFor();
    assert.doesNotMatch(await his.content(), NOTHING_OF_THEM);

    const hers = await centreOf(ama, familyWords.en.enter.open);
    await hers.getByRole('heading', { level: 1, name: 'What Kofi Sample sees' }).waitFor();
    await hers.getByText('2 strangers were kept away this week.').waitFor();
    await hers.getByText('Kofi Sample looked last on').first().waitFor();
    assert.doesNotMatch(await hers.content(), NOTHING_OF_THEM);
    await hers.getByRole('link', { name: familyWords.en.nav.looks }).click();
    await hers.getByText(familyWords.en.own.looks.parts.page).first().waitFor();

    const away = hers.waitForEvent('requestfailed', { predicate: (one) => !one.url().startsWith(place.kith().url) });
    await hers.context().route(
      ({ hostname }) => hostname !== '127.0.0.1',
      (route) => route.abort(),
    );
    await hers.getByRole('button', { name: 'Exit this page' }).click();
    await away;
    await hers.goto(`${place.kith().url}/family/own`);
    await hers.getByRole('heading', { level: 1, name: familyWords.en.stopped.session.title }).waitFor();
    await hers.close();
    await his.close();
    await leaves(kofi);
  });

  it('changes a weaker setting only when the child and then the guardian said yes, by a click each', async () => {
    await ama.page.getByText('Safety settings').click();
    const suggested = ama.page.getByRole('checkbox', { name: 'Show me to people' });
    await suggested.click();
    await asked(ama.page, 'Do you want to change this?').getByRole('button', { name: 'Change it' }).click();
    await asked(ama.page, 'Your parent or carer will be asked').getByRole('button', { name: 'OK' }).click();
    await ama.page.getByText('This change waits for an answer.').waitFor();
    assert.equal(await suggested.isChecked(), false);
    const kofi = await place.sit('kofi');
    const his = await place.until('the setting waits for the guardian', async () => {
      const page = await centreOf(kofi, familyWords.en.enter.open);
      if ((await page.getByText(familyWords.en.guardian.waiting).count()) > 0) return page;
      await page.close();
      return null;
    });
    await his.getByRole('button', { name: familyWords.en.guardian.allow }).click();
    await his.getByText('You allowed it.').waitFor();
    await ama.page.locator('input:checked').and(suggested).waitFor();
    await ama.page.getByText('This change waits for an answer.').waitFor({ state: 'detached' });
    await asked(ama.page, 'Your setting has changed').getByRole('button', { name: 'OK' }).click();
    await his.close();
    await leaves(kofi);
  });

  it('does the same in Welsh', async () => {
    const [carys, kofi, sid] = await Promise.all([
      place.sit('carys', { locale: 'cy-GB' }),
      place.sit('kofi'),
      place.sit('sid'),
    ]);
    await kofi.page.locator('details.family summary').click();
    await kofi.page.getByLabel('Ask your child').fill('@carys');
    await kofi.page.getByRole('button', { name: 'Ask', exact: true }).click();
    await carys.page.locator('kith-notice').getByRole('button', { name: 'Dweud ie' }).click();
    await place.until('the guardianship holds', async () => (await place.kith().get('/v1/families/carys?as=kofi')).ok);
    await sid.meet('carys');
    await sid.write('hello carys, it is somebody else now');
    await leaves(sid);
    const hers = await centreOf(carys, familyWords.cy.enter.open);
    await hers.getByRole('heading', { level: 1, name: 'Beth mae Kofi Sample yn ei weld' }).waitFor();
    await hers.getByText('Cafodd 1 dieithryn ei gadw draw yr wythnos hon.').waitFor();
    await hers.getByText('Edrychodd Kofi Sample ddiwethaf').first().waitFor();
    assert.doesNotMatch(await hers.content(), NOTHING_OF_THEM);
    await hers.close();
    await leaves(kofi);
    await leaves(carys);
  });

  it('keeps what is written while Kith is away, and delivers it once when it is back', async () => {
    await ben.page.getByRole('button', { name: /^Ama Sample/ }).click();
    await ama.page.getByRole('button', { name: /^Ben Sample/ }).click();
    await place.kithGoes();
    await ben.write('while nobody could look');
    await ben.page.getByText('Safety checks can’t be made right now').waitFor();
    await ben.page.getByText('waits for a safety check').waitFor();
    assert.doesNotMatch(await ama.said(), /while nobody could look/);
    await place.kithComes();
    await ama.page.locator('.said-list', { hasText: 'while nobody could look' }).waitFor();
    assert.equal((await ama.said()).split('while nobody could look').length, 2);
  });

  it('can be read and used narrow and wide, in the dark, and by keyboard', async () => {
    await standsUp(ama.page, 'a talk');
    await focusIsSeen(ama.page, 20);
    const front = await place.browser.newPage();
    await front.goto(`${place.chat.url}/?lang=cy`);
    await front.getByRole('heading', { level: 1 }).waitFor();
    await standsUp(front, 'the first page');
    await front.context().close();
    await leaves(ama);
    await leaves(ben);
    assert.deepEqual(complaints, []);
  });
});
