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
import { draw } from './report/plots.ts';
import { countBars } from './report/report.ts';

const what = { policy: loadShippedPolicy(), reader: loadShippedReader(), ownCues: [] };

/** Whatever is found in it, these can be drawn. */
const TOWN_PLOTS = [
  ...['Recall at fixed alert budgets', 'Recall by type of offender', 'How early', 'Children reached before the alert'],
  ...['Trivial baselines and skewness', 'Without parts of the score', 'Calibration'],
  ...['False alerts by cohort', 'False alerts by kind of person'],
];

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
    const plots: string[] = [];
    for (const section of await page.locator('section').all()) {
      if ((await section.locator('.plot svg').count()) === 0) continue;
      const title = (await section.locator('h2').first().textContent())?.trim() ?? '';
      assert.equal(await section.locator('table').count(), 1, `${title}: a plot has a table beside it`);
      const name = await section.locator('.plot svg').getAttribute('aria-label');
      assert.equal(name, `${title}. The table beside it has its numbers.`);
      plots.push(title);
    }
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
    const plots = await look('town/eval-town.html', 'light');
    assert.deepEqual(
      TOWN_PLOTS.filter((title) => !plots.includes(title)),
      [],
    );
    // of no false alert there is nothing to draw
    const { byTerm, byCue } = measured.falseAlerts;
    assert.equal(plots.includes('What false alerts were made of'), Object.keys(byTerm).length > 0);
    assert.equal(plots.includes('The cue behind false alerts'), Object.keys(byCue).length > 0);
    await look('town/eval-town.html', 'dark');
    for (const { earliness } of measured.budgets) {
      const shares = earliness.reached.map(({ share }: { share: number }) => share);
      assert.deepEqual(
        shares,
        shares.toSorted((a: number, b: number) => a - b),
      );
    }
  });

  it('draw the first bars where there are many, and say so; of nothing they draw nothing', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`cue ${i}`, 30 - i]));
    const { plot } = countBars('messages', many);
    assert.ok(plot?.kind === 'bars');
    assert.deepEqual([plot.bars.length, plot.x.label], [25, 'messages (the first 25 of 30)']);
    assert.equal((draw(plot, 'Cues').match(/<rect /g) ?? []).length, 25);
    assert.deepEqual(countBars('messages', {}), {});
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
    const plots = await look('benign/eval-benign.html', 'light');
    assert.deepEqual(plots, [
      'Authors who reached a level',
      'Cues in all messages, group',
      'Cues in all messages, direct',
    ]);
  });
});
