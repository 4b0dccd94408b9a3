/** The chat as people play with it, in Chromium: each at a window of their own, with a real Kith beside it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { focusIsSeen, standsUp } from '../../packages/server/console/testing/looks.ts';
import { openPlace, type Place, type Sitting } from './testing/place.ts';

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

  it('shows a guardian that a stranger was kept away and nothing of who or what; and the child that the guardian looked', async () => {
    const seen = await (await place.kith().get('/v1/families/ama?as=kofi')).text();
    const page = JSON.parse(seen);
    assert.equal(page.strangersKeptAway, 2, 'Sam, and his other account');
    assert.deepEqual(
      page.contacts.map(({ account }: { account: string }) => account),
      ['ben'],
    );
    assert.doesNotMatch(seen, /sam|sid|hello|training\?|at five|@/i);
    const own = await (await place.kith().get('/v1/families/ama/own')).json();
    assert.deepEqual(
      own.looks.map(({ guardian, part }: { guardian: { account: string }; part: string }) => [guardian.account, part]),
      [['kofi', 'embedded']],
    );
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
