/** Documents in their four forms: the same content gives the same bytes, and no text in it does anything but stand there. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import fastify from 'fastify';
import { parseHTML } from 'linkedom';
import { extractText, getDocumentProxy } from 'unpdf';
import { DocumentError, ROWS_A_PIECE } from './document.ts';
import {
  type Doc,
  type DocumentFormat,
  documentFormats,
  hashOf,
  renderCsv,
  renderHtml,
  renderJson,
  renderPdf,
  sendDocument,
} from './index.ts';
import { drawPdf } from './pdf.ts';
import { filledWith, HOSTILE, LETTERS } from './testing/hostile.ts';
import { shown } from './words.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const anyDoc: fc.Arbitrary<Doc> = fc.record({
  kind: fc.constantFrom('risk-assessment', 'measures-record'),
  language: fc.constantFrom('en', 'cy'),
  ...{ title: anyText, service: anyText, notes: fc.array(anyText, { maxLength: 2 }) },
  day: fc.constantFrom('2026-03-01', '2024-02-29'),
  sections: fc.array(
    fc.record({
      title: anyText,
      blocks: fc.array(
        fc.oneof(
          fc.record({ kind: fc.constantFrom('heading', 'text', 'note'), text: anyText }),
          fc.record({ kind: fc.constant('list'), items: fc.array(anyText, { maxLength: 3 }) }),
          fc.record({
            kind: fc.constant('facts'),
            facts: fc.array(fc.record({ label: anyText, text: anyText }), { maxLength: 3 }),
          }),
          fc.record({
            ...{ kind: fc.constant('table'), caption: anyText },
            columns: fc.constant([{ title: 'a' }, { title: 'b', numeric: true }]),
            rows: fc.array(fc.tuple(anyText, fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }))), {
              maxLength: 4,
            }),
          }),
        ),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 3 },
  ),
});

/** The same content in objects of another making. */
const again = (doc: Doc): Doc => structuredClone({ ...doc, sections: [...doc.sections] });

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Every text of a document. */
function textsOf(of: unknown): string[] {
  if (typeof of === 'string') return [of];
  return typeof of === 'object' && of !== null ? Object.values(of).flatMap(textsOf) : [];
}

describe('a document', () => {
  it('has the same bytes whenever somebody asks for it, in every form', () => {
    fc.assert(
      fc.property(anyDoc, (doc) => {
        for (const render of [renderHtml, renderCsv, renderJson]) assert.equal(render(again(doc)), render(doc));
      }),
    );
  });

  it('has the same bytes as PDF, too', async () => {
    const check = fc.asyncProperty(anyDoc, async (doc) => {
      assert.equal(sha256(await drawPdf(again(doc))), sha256(await drawPdf(doc)));
    });
    await fc.assert(check, { numRuns: 20 });
  });

  it('carries in every form the hash of its JSON form, which anybody can compute', async () => {
    const doc = filledWith(LETTERS);
    const json = renderJson(doc);
    const inside = /^\{"document":(.*),"sha256":"([0-9a-f]{64})"\}\n$/su.exec(json);
    assert.equal(inside?.[2], sha256(inside?.[1] ?? ''));
    assert.equal(inside?.[2], hashOf(doc));
    assert.ok(renderHtml(doc).includes(hashOf(doc)));
    assert.ok(renderCsv(doc).includes(hashOf(doc)));
    assert.ok((await textOf(await drawPdf(doc))).includes(hashOf(doc)));
  });

  it('has another hash where anything in it is other', () => {
    fc.assert(
      fc.property(anyDoc, anyDoc, (one, other) => {
        assert.equal(hashOf(one) === hashOf(other), renderJson(one) === renderJson(other));
      }),
    );
    assert.notEqual(hashOf(filledWith('a')), hashOf({ ...filledWith('a'), day: '2026-03-02' }));
  });

  it('is whole as JSON: it reads back as what it was', () => {
    fc.assert(
      fc.property(anyDoc, (doc) => {
        const read = JSON.parse(renderJson(doc)).document;
        assert.deepEqual(textsOf(read).sort(), textsOf(JSON.parse(JSON.stringify(doc))).sort());
      }),
    );
  });

  it('is whole as CSV, and has as many fields in every line', () => {
    fc.assert(
      fc.property(anyDoc, (doc) => {
        // refuses lines of different length
        const lines: string[][] = parse(renderCsv(doc));
        const fields = new Set(lines.flat().map((field) => field.replace(/^'/, '')));
        const texts = textsOf({ ...doc, kind: '', language: '', sections: doc.sections.map(withoutKinds) });
        for (const text of texts) assert.ok(fields.has(text.replace(/^'/, '')), JSON.stringify(text));
        // nothing that a spreadsheet would run
        assert.ok(!lines.flat().some((field) => /^[\s\p{Cf}]*[=+@]/u.test(field)));
      }),
    );
  });

  it('is whole as HTML: every text stands in it as text, and makes no element', () => {
    fc.assert(
      fc.property(anyDoc, (doc) => {
        const page = parseHTML(renderHtml(doc)).document;
        const said = page.querySelector('main')?.textContent ?? '';
        const texts = textsOf({ ...doc, kind: '', language: '', day: '', sections: doc.sections.map(withoutKinds) });
        for (const text of texts) assert.ok(said.includes(shown(text)), JSON.stringify(text));
        assert.equal(page.querySelectorAll('script, img, iframe, object, svg, form, a').length, 0);
      }),
    );
  });

  it('is kept apart in pieces where it is long, and has every row once', () => {
    const rows = Array.from({ length: 2 * ROWS_A_PIECE + 1 }, (_, i): [string, number] => [`row ${i}`, i]);
    const doc = filledWith('x');
    const table = { kind: 'table' as const, caption: 'c', columns: [{ title: 'a' }, { title: 'b' }], rows };
    const long: Doc = { ...doc, sections: [{ title: 't', blocks: [table] }] };
    assert.deepEqual(JSON.parse(renderJson(long)).document.sections[0].blocks[0].rows, rows);
    assert.equal(parseHTML(renderHtml(long)).document.querySelectorAll('tbody tr').length, rows.length);
    assert.equal(renderCsv(long).match(/"row \d+"/g)?.length, rows.length);
  });

  it('is refused where it could not be shown alike in every form', () => {
    const doc = filledWith('x');
    const table = (rows: (string | number)[][]): Doc => ({
      ...doc,
      sections: [{ title: '', blocks: [{ kind: 'table', caption: '', columns: [{ title: 'a' }], rows }] }],
    });
    for (const wrong of [
      { ...doc, day: '2026-02-31x' },
      { ...doc, day: '1 March' },
      { ...doc, kind: '../x' },
      table([['a', 'b']]),
      table([[Number.NaN]]),
    ])
      assert.throws(() => renderHtml(wrong), DocumentError);
  });
});

const withoutKinds = ({ title, blocks }: Doc['sections'][number]) => ({
  title,
  blocks: blocks.map(({ kind: _, ...block }) => block),
});

async function textOf(pdf: Uint8Array): Promise<string> {
  const { text } = await extractText(new Uint8Array(pdf), { mergePages: true });
  return text.replaceAll(/\s+/g, ' ');
}

interface Tag {
  role?: string;
  type?: string;
  alt?: string;
  children?: Tag[];
}

async function tagsOf(pdf: Uint8Array): Promise<Tag[]> {
  const proxy = await getDocumentProxy(new Uint8Array(pdf));
  const tags: Tag[] = [];
  const walk = (tag: Tag) => {
    tags.push(tag);
    tag.children?.forEach(walk);
  };
  for (let page = 1; page <= proxy.numPages; page++) {
    const tree: Tag | null = await (await proxy.getPage(page)).getStructTree();
    if (tree !== null) walk(tree);
  }
  return tags;
}

describe('a document as PDF', () => {
  it('has its title, its language and its tags, and says that a reader should show the title', async () => {
    const pdf = await renderPdf({ ...filledWith(LETTERS), language: 'cy' });
    const proxy = await getDocumentProxy(new Uint8Array(pdf));
    const { info } = await proxy.getMetadata();
    assert.deepEqual([Reflect.get(info, 'Title'), Reflect.get(info, 'Language')], [LETTERS, 'cy']);
    assert.equal(Reflect.get(info, 'CreationDate'), 'D:20260301000000Z');
    assert.equal((await proxy.getMarkInfo())?.Marked, true);
    assert.equal(Reflect.get((await proxy.getViewerPreferences()) ?? {}, 'DisplayDocTitle'), true);
    const roles = (await tagsOf(pdf)).map(({ role }) => role);
    for (const role of [
      'Document',
      'H1',
      'Sect',
      'H2',
      'H3',
      'P',
      'L',
      'LI',
      'LBody',
      'Table',
      'Caption',
      'TR',
      'TH',
      'TD',
    ])
      assert.ok(roles.includes(role), role);
  });

  it('gives its text back, in order, in Welsh, Polish and Ukrainian letters', async () => {
    const doc = filledWith(LETTERS);
    const text = await textOf(await drawPdf(doc));
    const wanted = LETTERS.trim();
    assert.ok(text.split(wanted).length - 1 >= textsOf(doc.sections).filter((t) => t === LETTERS).length);
    assert.ok(text.includes('1,234'));
  });

  it('shows what nobody could read as a sign, and gives what was written to those who listen or copy', async () => {
    const emoji = 'Star ⭐ and عربي';
    const pdf = await drawPdf(filledWith(emoji));
    assert.ok((await textOf(pdf)).includes('Star \uFFFD and \uFFFD'));
    assert.ok((await tagsOf(pdf)).some(({ role, alt }) => role === 'TD' && alt === emoji));
  });

  it('says so where its letters lack a sign, and only there', async () => {
    assert.match(await textOf(await drawPdf(filledWith('⭐'))), /letters of this PDF lack some signs/);
    assert.doesNotMatch(await textOf(await drawPdf(filledWith(LETTERS))), /lack some signs/);
  });

  it('says of a day that is not over that it went on', async () => {
    const doc: Doc = { ...filledWith('x'), underWay: true };
    for (const text of [renderHtml(doc), await textOf(await drawPdf(doc))]) {
      assert.match(text, /On 1 March 2026 \(UTC\), while the day went on/);
      assert.doesNotMatch(text, /end of 1 March/);
    }
    assert.notEqual(hashOf(doc), hashOf(filledWith('x')));
  });

  it('holds hostile text as text: no actions, no links, no scripts, and metadata that are still XML', async () => {
    const pdf = await drawPdf(filledWith(HOSTILE));
    const raw = Buffer.from(pdf).toString('latin1');
    assert.doesNotMatch(raw, /\/(JavaScript|JS|OpenAction|AA|Launch|URI|EmbeddedFiles)\b/);
    const xmp = /<\?xpacket begin[\s\S]*?<\?xpacket end[^>]*>/.exec(raw)?.[0] ?? '';
    assert.ok(xmp.length > 0 && !xmp.includes('<script'));
    assert.ok((await textOf(pdf)).includes('<script>alert(1)</script>'));
  });

  it('keeps every row of a long table, with its head on every page, and breaks rows that fit on none', async () => {
    const rows = Array.from({ length: 150 }, (_, i): [string, string] => [
      `row ${i}.`,
      i === 70 ? 'word '.repeat(3_000) : 'short',
    ]);
    const columns = [{ title: 'Which' }, { title: 'What' }];
    const doc: Doc = {
      ...filledWith('x'),
      sections: [{ title: 't', blocks: [{ kind: 'table', caption: 'c', columns, rows }] }],
    };
    const pdf = await drawPdf(doc);
    const text = await textOf(pdf);
    const found = [...text.matchAll(/row (\d+)\./g)].map(([, i]) => Number(i));
    assert.deepEqual(found, Array.from(rows.keys()));
    assert.equal(text.match(/\bword\b/g)?.length, 3_000);
    const proxy = await getDocumentProxy(new Uint8Array(pdf));
    assert.ok(proxy.numPages > 5);
    const { text: pages } = await extractText(proxy, { mergePages: false });
    for (const page of pages) if (/row \d+\. short/.test(page) && !page.includes('word')) assert.match(page, /Which/);
  });
});

describe('a document with a table that is too long for paper', () => {
  const columns = [{ title: 'When' }, { title: 'n', numeric: true }];
  const long: Doc = {
    ...filledWith('x'),
    sections: [
      {
        title: 't',
        blocks: [
          {
            ...{
              kind: 'table',
              caption: 'By day',
              columns,
              rows: Array.from({ length: 31 }, (_, i) => [`day-${i}`, i]),
            },
            onPaper: {
              note: 'The days stand elsewhere.',
              table: { caption: 'By month', columns, rows: [['month-1', 465]] },
            },
          },
        ],
      },
    ],
  };

  it('has the shorter one as PDF, which says so, and the hash of the whole', async () => {
    const pdf = await renderPdf(long);
    const text = await textOf(pdf);
    assert.match(text, /The days stand elsewhere\..*By month.*month-1 465/);
    assert.doesNotMatch(text, /day-/);
    assert.ok(text.includes(hashOf(long)));
    assert.ok(Buffer.from(pdf).equals(await drawPdf(again(long))));
  });

  it('has every row in the other forms, and nothing of what is on paper', () => {
    for (const render of [renderHtml, renderCsv, renderJson]) {
      assert.equal(new Set(render(long).match(/day-\d+/g)).size, 31);
      assert.doesNotMatch(render(long), /month|elsewhere/);
    }
  });

  it('is refused where what is on paper is no table', () => {
    const [section] = long.sections;
    const blocks = section?.blocks.map((block): Doc['sections'][number]['blocks'][number] =>
      block.kind === 'table'
        ? { ...block, onPaper: { note: '', table: { caption: 'c', columns, rows: [['one cell']] } } }
        : block,
    );
    assert.throws(() => renderJson({ ...long, sections: [{ title: 't', blocks: blocks ?? [] }] }), DocumentError);
  });
});

describe('a document that is asked for', () => {
  it('comes as a file named for what it is and its day, with the bytes of its form', async () => {
    const doc = { ...filledWith(LETTERS), kind: 'measures-record' };
    const app = fastify();
    app.get<{ Params: { format: DocumentFormat } }>('/:format', ({ params }, reply) =>
      sendDocument(reply, doc, params.format),
    );
    const whole = { html: renderHtml(doc), csv: renderCsv(doc), json: renderJson(doc), pdf: await renderPdf(doc) };
    for (const format of documentFormats) {
      const { headers, rawPayload } = await app.inject(`/${format}`);
      assert.ok(Buffer.from(whole[format]).equals(rawPayload), format);
      assert.equal(headers['content-disposition'], `attachment; filename="measures-record-2026-03-01.${format}"`);
      assert.match(String(headers['content-type']), new RegExp(format));
    }
    await app.close();
  });
});
