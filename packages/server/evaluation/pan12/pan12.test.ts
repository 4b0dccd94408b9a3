/** A small made-up corpus in the true format, traps included; neutral throughout. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadShippedPolicy } from '../../policy/index.ts';
import { loadShippedReader } from '../../signals/index.ts';
import { PanError, readCorpus, typed } from './corpus.ts';
import { evaluatePan } from './evaluate.ts';
import { keptByFilter } from './judge.ts';
import { bestCut, scoresOf } from './measure.ts';
import { readAuthors, readLines } from './truth.ts';

/** One after the other by two authors, whose ids are padded. */
function conversation(id: string, authors: readonly string[], texts: readonly string[]): string {
  const messages = texts.map(
    (text, i) => `    <message line="${i + 1}">
      <author>  ${authors[i % authors.length]} </author>
      <time>${String(9 + Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}</time>
      <text>${text}</text>
    </message>`,
  );
  return `  <conversation id="${id}">\n${messages.join('\n')}\n  </conversation>`;
}

const ASKING = [
  'hello, how old are you',
  'hi',
  'where do you live',
  'in a town',
  'don&amp;apos;t tell your mum about us',
  '',
  'are your parents home',
  'yes',
  'send me a pic',
  'why',
  'add me on snap, im nova77',
  'ok',
  'we should meet up, just us two',
  'no',
];
const HARMLESS = [
  'write to &lt;email/&gt; for the list',
  'a &amp;amp; b',
  'thanks',
  '',
  'which version',
  'the old one',
];

const CORPUS = `<?xml version="1.0" encoding="UTF-8"?>
<conversations>
${conversation('c1', ['asker', 'decoy'], ASKING)}
${conversation('c2', ['one', 'two'], HARMLESS)}
${conversation('c3', ['one', 'two', 'three'], [...HARMLESS, ...HARMLESS])}
${conversation('c4', ['alone'], ['anybody here?'])}
</conversations>
`.replaceAll('\n', '\r\n');

describe('a corpus in the format of PAN-2012', () => {
  let folder: string;
  const path = (name: string) => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-pan-'));
    await writeFile(path('corpus.xml'), CORPUS);
    await writeFile(path('truth.txt'), 'asker\r\n\r\nnot-in-it\r\n');
    await writeFile(path('lines.txt'), 'c1\t5\r\n\r\nc1\t11\n');
  });
  after(() => rm(folder, { recursive: true }));

  it('is read with its traps: padded ids, CRLF, entities escaped twice, an escaped tag, empty texts', async () => {
    const all = await Array.fromAsync(readCorpus(path('corpus.xml')));
    assert.deepEqual(
      all.map(({ id, messages }) => [id, messages.length]),
      [
        ['c1', 14],
        ['c2', 6],
        ['c3', 12],
        ['c4', 1],
      ],
    );
    const [first, second] = all;
    assert.deepEqual(first?.messages[4], {
      line: 5,
      author: 'asker',
      minute: 544,
      text: "don't tell your mum about us",
    });
    assert.equal(first?.messages[5]?.text, '');
    assert.equal(second?.messages[0]?.text, 'write to <email/> for the list');
    assert.equal(second?.messages[1]?.text, 'a & b');
  });

  it('is filtered as the task did: two authors, 6 to 150 messages', async () => {
    const all = await Array.fromAsync(readCorpus(path('corpus.xml')));
    assert.deepEqual(
      all.filter(keptByFilter).map(({ id }) => id),
      ['c1', 'c2'],
    );
  });

  it('has its truth read past blank lines, and refused where it is of another format', async () => {
    assert.deepEqual([...(await readAuthors(path('truth.txt')))], ['asker', 'not-in-it']);
    assert.deepEqual([...(await readLines(path('lines.txt')))], ['c1\t5', 'c1\t11']);
    await writeFile(path('wrong.txt'), 'c1 5\n');
    await assert.rejects(readLines(path('wrong.txt')), PanError);
  });

  it('is refused where it is no XML, cut off, or holds nothing', async () => {
    for (const text of ['{"a":1}', CORPUS.slice(0, 500), '<conversations></conversations>']) {
      await writeFile(path('broken.xml'), text);
      await assert.rejects(Array.fromAsync(readCorpus(path('broken.xml'))), PanError);
    }
  });

  it('is judged: who asks is flagged, nobody else is, and fewer messages show less', async () => {
    const options = {
      ...{ corpus: path('corpus.xml'), truth: path('truth.txt'), lines: path('lines.txt'), out: path('out') },
      ...{ policy: loadShippedPolicy(), reader: loadShippedReader(), ownCues: [] },
    };
    const { lines } = await evaluatePan(options);
    const result = JSON.parse(await readFile(path('out/eval-pan12.json'), 'utf8'));
    assert.deepEqual([result.predators, result.missing, result.authors], [1, 1, 6]);
    const of = (filtered: boolean, messages: number | null) =>
      result.at.find(
        (at: { filtered: boolean; messages: number | null }) => at.filtered === filtered && at.messages === messages,
      );
    // the best cut is of the score alone, whatever the threshold in force is
    assert.equal(of(true, null).best.f05, 1);
    assert.equal(of(true, 5).kith.found, 0);
    assert.equal(of(false, null).length.truly, 1);
    assert.match(lines, /Decoys, not children/);
    assert.match(await readFile(path('out/eval-pan12.html'), 'utf8'), /<svg[^>]*role="img"/);
  });

  it('with a truth of another corpus is refused', async () => {
    await writeFile(path('other.txt'), 'somebody\n');
    const options = { corpus: path('corpus.xml'), truth: path('other.txt'), lines: null, out: path('out') };
    const what = { policy: loadShippedPolicy(), reader: loadShippedReader(), ownCues: [] };
    await assert.rejects(evaluatePan({ ...options, ...what }), PanError);
  });
});

describe('its scores', () => {
  it('are those of the task', () => {
    const s = scoresOf(new Set(['a', 'b', 'c', 'd']), new Set(['a', 'b', 'x']));
    assert.deepEqual([s.precision, s.recall], [0.5, 2 / 3]);
    assert.ok(Math.abs(s.f05 - (1.25 * 0.5 * (2 / 3)) / (0.25 * 0.5 + 2 / 3)) < 1e-12);
    assert.ok(Math.abs(s.f3 - (10 * 0.5 * (2 / 3)) / (9 * 0.5 + 2 / 3)) < 1e-12);
    assert.equal(scoresOf(new Set(), new Set(['a'])).f1, 0);
  });

  it('of a baseline are those of its best cut', () => {
    const ranked = new Map([
      ['a', 9],
      ['b', 5],
      ['c', 4],
    ]);
    assert.equal(bestCut(ranked, new Set(['a'])).f05, 1);
    assert.equal(bestCut(ranked, new Set(['a', 'b'])).found, 2);
  });

  it('of texts are read as they were typed', () => {
    assert.equal(typed('a&amp;lt;b'.replace('&amp;', '&')), 'a<b');
    assert.equal(typed(' &#39;tis \r\n'), "'tis");
  });
});
