/** Each command, small: its figures add up, and its page is one that everybody can read. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { axeProblems, launchBrowser } from '../ground/testing/browser.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { loadShippedReader } from '../signals/index.ts';
import { evaluateBenign, evaluateTown } from './index.ts';

const what = { policy: loadShippedPolicy(), reader: loadShippedReader(), ownCues: [] };

describe('reports of evaluations', () => {
  let folder: string;
  let browser: Browser;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-eval-'));
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  const look = async (name: string, colorScheme: 'light' | 'dark') => {
    const page = await browser.newPage({ colorScheme });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const url = pathToFileURL(join(folder, name)).href;
    await page.goto(url);
    assert.deepEqual(asked, [url], 'nothing is loaded');
    assert.deepEqual(await axeProblems(page), []);
    const plots = await page.locator('.plot svg').count();
    const tables = await page.locator('section table').count();
    assert.ok(tables >= plots, 'every plot has a table beside it');
    await page.close();
    return plots;
  };

  it('of a town say that it is simulated, and give the same figures for the same seed', async () => {
    const town = { seed: 'test', split: 'training', accounts: 600, days: 3, offenders: 0.03 } as const;
    const measure = async (out: string) => {
      await evaluateTown({ ...what, ...town, out: join(folder, out) });
      return readFile(join(folder, out, 'eval-town.json'), 'utf8');
    };
    const json = await measure('town');
    const { simulated, measured } = JSON.parse(json);
    assert.equal(simulated, true);
    assert.equal(await measure('again'), json);
    const { accountDays, byCohort } = measured.falseAlerts;
    const sum = Object.values<{ of: number }>(byCohort).reduce((all, { of }) => all + of, 0);
    assert.deepEqual([sum, accountDays.of], [measured.accountDays.benign, measured.accountDays.benign]);
    for (const { threshold, overall } of measured.budgets) {
      assert.ok(threshold > 0);
      assert.ok(overall.recall.of > 0 && overall.recall.of <= 18);
    }
    assert.match(await readFile(join(folder, 'town/eval-town.html'), 'utf8'), /Simulated: everybody in it is made up/);
    assert.ok((await look('town/eval-town.html', 'light')) >= 4);
    await look('town/eval-town.html', 'dark');
  });

  it('of benign chat count authors and name none', async () => {
    const dir = join(folder, 'logs');
    await mkdir(dir);
    const lines = [
      '[10:00] <harriet> how do I mount it',
      '[10:01] <Umbriel> harriet: where do you live',
      '[10:02] <harriet> Umbriel, in a town',
    ];
    await writeFile(join(dir, '2005-01-01.txt'), `${lines.join('\n')}\n`);
    await evaluateBenign({ ...what, dir, out: join(folder, 'benign') });
    const json = await readFile(join(folder, 'benign/eval-benign.json'), 'utf8');
    const page = await readFile(join(folder, 'benign/eval-benign.html'), 'utf8');
    const { group, direct } = JSON.parse(json).ways;
    assert.deepEqual([group.authors, direct.authors, direct.messages], [2, 2, 3]);
    assert.equal(direct.messagesWithEvidence, 1);
    assert.doesNotMatch(json + page, /harriet|umbriel|irc-[0-9a-f]{16}/i);
    assert.match(page, /Kummerfeld/);
    await look('benign/eval-benign.html', 'light');
  });
});
