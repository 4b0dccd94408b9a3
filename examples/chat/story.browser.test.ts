/** The chat as people play with it, in Chromium: each at a window of their own, with a real Kith beside it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openPlace, type Place, type Sitting } from './testing/place.ts';

describe('talking on the chat', () => {
  let place: Place;
  let ama: Sitting;
  let ben: Sitting;
  before(async () => {
    place = await openPlace();
    [ama, ben] = await Promise.all([place.sit('ama'), place.sit('ben')]);
  });
  after(() => place?.[Symbol.asyncDispose]());

  it('brings what friends write to each other, with the notice of a first message', async () => {
    await ben.page.getByRole('button', { name: /Ama Sample/ }).click();
    await ben.write('are you coming to training?');
    await ama.page.getByRole('button', { name: /Ben Sample/ }).click();
    await ama.page.locator('.said-list', { hasText: 'are you coming to training?' }).waitFor();
    await ama.page.getByRole('heading', { name: 'Your first message with this person' }).waitFor();
    await ama.page.getByRole('button', { name: 'OK', exact: true }).click();
    await ama.write('yes, at five');
    await ben.page.locator('.said-list', { hasText: 'yes, at five' }).waitFor();
  });

  it('asks a child before a stranger’s message comes, and keeps the stranger away once blocked', async () => {
    const sam = await place.sit('sam');
    await sam.meet('ama');
    await sam.write('hello from nobody you know');
    await ama.page.getByRole('heading', { name: 'Someone wants to write to you' }).waitFor();
    await ama.page.screenshot({ path: process.env.SHOTS ? `${process.env.SHOTS}/ama.png` : '/dev/null', type: 'png' });
    assert.doesNotMatch(await ama.page.locator('body').innerText(), /hello from nobody/);
    await ama.page.getByRole('group', { name: 'Someone wants' }).getByRole('button', { name: 'Block' }).click();
    await ama.page.screenshot({
      path: process.env.SHOTS ? `${process.env.SHOTS}/block.png` : '/dev/null',
      type: 'png',
    });
    await ama.page.getByRole('group', { name: 'Do you want to block' }).getByRole('button', { name: 'Block' }).click();
    await ama.page.getByRole('heading', { name: 'You blocked this person' }).waitFor();
    await sam.write('hello again');
    assert.deepEqual([...sam.complaints, ...ama.complaints], []);
    await sam.close();
  });
});
