/**
 * Makes docs/images/console-case.png: a case as a moderator sees it. Everybody in it is made up, and says nothing.
 * npm run build -w @kith/console && node scripts/with-node24.mjs packages/server/console/testing/screenshot.ts [FILE]
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { launchBrowser } from '../../ground/testing/browser.ts';
import { runKith } from '../../testing/kith.ts';
import { signIn } from '../../testing/sign-in.ts';
import { sitDown } from './desk.ts';
import { queueOf, worldOf } from './world.ts';

const file = resolve(process.argv[2] ?? join(import.meta.dirname, '../../../../docs/images/console-case.png'));
const ACCOUNT = 'account-7f21';
const CHILDREN = ['account-03ac', 'account-1b90', 'account-44de', 'account-9c07', 'account-e518'];
const MINUTE_MS = 60_000;

const kith = await runKith();
const browser = await launchBrowser();
try {
  const { child, adult, tellAll, tell } = worldOf(kith);
  await child(...CHILDREN);
  await adult(ACCOUNT, 'account-5d2e');
  const begin = Date.now() - 90 * MINUTE_MS;
  let minute = 0;
  const say = (actor: string, other: string, text: string, code?: string) => ({
    type: 'message.sent',
    data: { actor, other, message: `m-${++minute}`, text, ...(code !== undefined && { evidence: [{ code }] }) },
    at: new Date(begin + minute * MINUTE_MS),
  });
  const [first = '', second = '', ...others] = CHILDREN;
  await tellAll([
    ...others.map((other) => say(ACCOUNT, other, 'hello there')),
    say(ACCOUNT, first, 'hello there'),
    say(first, ACCOUNT, 'hi, who is this?'),
    say(ACCOUNT, first, '(asks how old the other is)', 'AGE_QUERY'),
    say(first, ACCOUNT, 'why?'),
    say(ACCOUNT, first, '(asks that nobody is told)', 'SECRECY'),
    say(ACCOUNT, first, '(invites to go on in another place)', 'OFF_PLATFORM'),
    say(first, ACCOUNT, 'no'),
    say(ACCOUNT, first, '(presses for an answer)', 'PRESSURE'),
    say(ACCOUNT, first, '(proposes to meet)', 'MEETING'),
    say(ACCOUNT, second, '(asks that nobody is told)', 'SECRECY'),
  ]);
  await tell('report.filed', { actor: first, other: ACCOUNT, category: 'asks_to_meet', message: 'm-12' });
  const staff = await signIn(kith, ['moderator'], 'Heron');
  await queueOf(staff, 1);
  const { page, open } = await sitDown(browser, kith, staff, { viewport: { width: 1440, height: 900 } });
  await open('/queue');
  await page.locator('.case-row').first().waitFor();
  await page.keyboard.press('t');
  await page.locator('.kinds').waitFor();
  await page.keyboard.press('o');
  await page.locator('.message[data-front]').waitFor();
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await page.waitForTimeout(500);
  await mkdir(dirname(file), { recursive: true });
  await page.screenshot({ path: file });
  console.log(file);
} finally {
  await browser.close();
  await kith.end();
}
