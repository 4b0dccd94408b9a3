/** Assessments at the console, in Chromium: begun, written by two, signed, and what changed since. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { SectionAnswers } from '@kith/contract';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { type Running, runKith } from '../testing/kith.ts';
import type { Staff } from '../testing/sign-in.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';

const AT = '/v1/assessments/children_access';

/** Answers whatever is open, as a person would through the pages. */
async function answerAll(staff: Staff, words: string): Promise<void> {
  const { editing } = await (await staff.get(AT)).json();
  for (const section of editing.sections) {
    const answers: SectionAnswers = Object.fromEntries(
      section.questions.map(({ id, answer }: { id: string; answer: string }) => [
        id,
        { said: answer === 'text' ? null : 'yes', words, evidence: [{ of: 'count', name: 'blocks', days: 28 }] },
      ]),
    );
    const body = { draft: editing.id, version: section.version, answers };
    assert.equal((await staff.send(`${AT}/draft/${section.id}`, body, 'PUT')).status, 200);
  }
}

const answerBox = (page: Page, n: number) => page.locator('textarea').nth(n);

describe('assessments in the console', () => {
  let kith: Running;
  let browser: Browser;
  before(async () => {
    [kith, browser] = await Promise.all([runKith({ roles: 'api,web' }), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
  });

  it('say what is missing, and are begun and written by keyboard', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['compliance']);
    await open('/assessments');
    await page.locator('[data-row="3"]').waitFor();
    assert.match(await page.locator('.rows tbody tr').first().innerText(), /missing[\s\S]*Nothing was signed yet/);
    await standsUp(page, 'assessments');
    await focusIsSeen(page, 20);
    await open('/assessments');
    await page.locator('[data-row="0"]').waitFor();
    await page.locator('main').focus();
    for (const key of ['j', 'Enter']) await page.keyboard.press(key);
    await page.getByRole('heading', { level: 1, name: "Children's access assessment" }).waitFor();
    await page.getByRole('button', { name: 'Begin the first version' }).press('Enter');
    await page.getByText('10 questions must be answered before anybody can sign.').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Sign it off' }).isDisabled());
    await standsUp(page, 'an assessment');
    await page.getByRole('link', { name: 'The service, and who it is for' }).press('Enter');
    await answerBox(page, 0).fill('Chat and groups');
    await page.getByText('Not saved yet').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).press('Enter');
    await page.getByText(/^Saved .+ by /).waitFor();
    await standsUp(page, 'a step');
    await focusIsSeen(page, 24);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('keep what was written and not saved, and never write over what somebody else saved', async () => {
    const ann = await sitDown(browser, kith, ['compliance']);
    const ben = await sitDown(browser, kith, ['compliance']);
    const step = '/assessment/children_access/step/service';
    for (const { open, page } of [ann, ben]) {
      await open(step);
      await answerBox(page, 1).waitFor();
    }
    await ann.page.locator('textarea').nth(1).fill('From thirteen, says Ann');
    await ann.page.getByRole('button', { name: 'Duties' }).click();
    await ann.page.getByRole('link', { name: 'Assessments' }).first().click();
    await ann.page.locator('[data-row="0"]').waitFor();
    await ann.page.goBack();
    await ann.page.getByText('Not saved yet').waitFor();
    assert.equal(await answerBox(ann.page, 1).inputValue(), 'From thirteen, says Ann');

    await answerBox(ben.page, 0).fill('Chat, groups and calls, says Ben');
    await answerBox(ben.page, 1).fill('From sixteen, says Ben');
    await ben.page.getByRole('button', { name: 'Save', exact: true }).click();
    await ben.page.getByText(/^Saved .+ by /).waitFor();
    await ann.page.getByRole('button', { name: 'Save', exact: true }).click();
    // what Ben alone changed is taken in; what both did is asked
    await ann.page.getByRole('heading', { name: 'Somebody else has changed the same' }).waitFor();
    assert.equal(await answerBox(ann.page, 0).inputValue(), 'Chat, groups and calls, says Ben');
    assert.equal(await answerBox(ann.page, 1).inputValue(), 'From thirteen, says Ann');
    await ann.page.getByText('From sixteen, says Ben').waitFor();
    await standsUp(ann.page, 'two who wrote the same');
    await ann.page.getByRole('button', { name: 'Take yours' }).click();
    await ann.page.getByRole('button', { name: 'Save, and on to the next step' }).click();
    await ann.page.getByRole('heading', { level: 1, name: 'Stage 1: can children get in?' }).waitFor();
    const { editing } = await (await ann.staff.get(AT)).json();
    assert.deepEqual(
      editing.sections[0].questions.map(({ words }: { words: string }) => words),
      ['Chat, groups and calls, says Ben', 'From thirteen, says Ann'],
    );
    await ann.close();
    await ben.close();
  });

  it('are signed with what lies beside them, offered to the measures, and begun again', async () => {
    const { page, open, staff, complaints, close } = await sitDown(browser, kith, ['compliance']);
    await open('/assessment/children_access/step/possible');
    await page.getByText('Evidence (0)').first().click();
    await page.getByLabel('A count of Kith’s').first().selectOption('ages_by_method');
    await page.getByRole('button', { name: 'Add: A count of Kith’s' }).first().click();
    await page.getByText('Evidence (1)').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    // whether a day was counted whole by now is a matter of when Kith began to count
    await page
      .getByText(/^not counted yet$|: not counted yet$|^from .+ to /)
      .first()
      .waitFor();
    await answerAll(staff, 'Said in the meeting of May');
    await open('/assessment/children_access');
    await page.getByRole('button', { name: 'Note a planned change' }).click();
    await page.getByLabel('What is planned').fill('Calls with video');
    await page.getByRole('dialog').getByRole('button', { name: 'Note a planned change' }).click();
    await page.getByText('Calls with video').waitFor();
    await page.getByRole('button', { name: 'Sign it off' }).click();
    await page.getByLabel('Who signs it off, by name').fill('Nia Rees');
    await page.getByLabel('What they are in the organisation').fill('Head of safety');
    await page.getByLabel('Calls with video').check();
    await standsUp(page, 'signing');
    await page.getByRole('dialog').getByRole('button', { name: 'Sign it off' }).click();
    await page.getByRole('link', { name: 'Version 1', exact: true }).click();
    await page.getByText(/^Signed off by Nia Rees, Head of safety, on /).waitFor();
    await page.getByText('Calls with video').waitFor();
    await page.getByRole('link', { name: 'Export as PDF' }).waitFor();
    await standsUp(page, 'a signed version');
    await page.getByRole('button', { name: 'Answer so for the service' }).click();
    await page.getByRole('heading', { name: 'For the measures’ questions' }).waitFor({ state: 'hidden' });
    const { versions } = await (await staff.get('/v1/measures/answers')).json();
    assert.equal(versions[0].answers.facts.children_likely, true);

    await page.getByRole('link', { name: 'Back to the assessment' }).click();
    await page.getByRole('button', { name: 'Begin the next version, from version 1' }).click();
    await page.getByRole('link', { name: 'The service, and who it is for' }).click();
    await answerBox(page, 0).fill('Chat, groups, calls and video');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/^Saved .+ by /).waitFor();
    await open('/assessment/children_access');
    await page.getByRole('link', { name: 'What changed since version 1' }).click();
    await page.getByRole('heading', { level: 1, name: 'What the draft changes since version 1' }).waitFor();
    await page.getByText('Chat, groups, calls and video').waitFor();
    assert.equal(await page.locator('section.part').count(), 1);
    await standsUp(page, 'what changed');
    assert.deepEqual(complaints, []);
    await close();
  });

  it('are read, and not written, by those who audit', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['auditor']);
    await open('/assessment/children_access');
    await page.getByRole('link', { name: 'Version 1', exact: true }).waitFor();
    for (const name of ['Sign it off', 'Note a planned change', 'Throw the draft away'])
      assert.equal(await page.getByRole('button', { name }).count(), 0, name);
    await open('/assessment/children_access/step/service');
    await page.getByText('Chat, groups, calls and video').waitFor();
    assert.equal(await page.locator('textarea').count(), 0);
    await close();
  });

  it('are in Welsh around their English questions', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['compliance'], { locale: 'cy-GB' });
    await open('/assessments');
    await page.getByRole('heading', { level: 1, name: 'Asesiadau' }).waitFor();
    await page.getByText('ar goll').first().waitFor();
    await standsUp(page, 'assessments in Welsh');
    await open('/assessment/children_access/step/condition');
    await page.getByText('Cam 3 o 4').waitFor();
    await page.locator('legend', { hasText: "A yw nifer sylweddol o'i ddefnyddwyr yn blant?" }).waitFor();
    await standsUp(page, 'a step in Welsh');
    await close();
  });
});
