/** A document as a page that needs nothing else: no script, nothing loaded, readable on a telephone, on paper and aloud. */
import { join } from 'node:path';
import nunjucks from 'nunjucks';
import { type Block, type Doc, piecesOf } from './document.ts';
import { cellText, dayOf, documentWords, shown } from './words.ts';

const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(join(import.meta.dirname, 'views')), {
  autoescape: true,
  throwOnUndefined: true,
  trimBlocks: true,
  lstripBlocks: true,
});
const draw = (part: string, values: object): string => environment.render(`${part}.njk`, values);

/** @param hash see hashOf */
export function* htmlParts(doc: Doc, hash: string): Generator<string> {
  const { language, title, service, notes, sections } = doc;
  const words = documentWords[language];
  const head = { title: shown(title), service: shown(service), notes: notes.map(shown), day: dayOf(doc) };
  yield draw('head', { ...head, language, words, hash });
  let tables = 0;
  for (const { title, blocks } of sections) {
    yield draw('block', { kind: 'section', text: shown(title) });
    for (const block of blocks) {
      if (block.kind === 'table') tables++;
      yield* blockParts(block, doc, `table-${tables}`);
    }
    yield '</section>\n';
  }
  yield '</main>\n</body>\n</html>\n';
}

function* blockParts(block: Block, { language }: Doc, id: string): Generator<string> {
  const words = documentWords[language];
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'note':
      yield draw('block', { kind: block.kind, text: shown(block.text) });
      return;
    case 'list':
      yield draw('block', { kind: block.kind, items: block.items.map(shown) });
      return;
    case 'facts':
      yield draw('block', {
        kind: block.kind,
        facts: block.facts.map(({ label, text }) => ({ label: shown(label), text: shown(text) })),
      });
      return;
    case 'table': {
      const columns = block.columns.map(({ title, numeric = false }) => ({ title: shown(title), numeric }));
      yield draw('table', { id, caption: shown(block.caption), columns, words, empty: block.rows.length === 0 });
      for (const rows of piecesOf(block.rows)) {
        const cells = rows.map((row) => row.map((value, i) => cellText(value, columns[i] ?? { title: '' }, language)));
        yield draw('rows', { rows: cells, columns });
      }
      yield '</tbody></table></div>\n';
      return;
    }
    default:
      block satisfies never;
  }
}
