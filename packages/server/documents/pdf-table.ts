/** Tables of a PDF: rows that stay whole, heads again on every page, and every cell tagged for what it is. */
import type { Column, Table } from './document.ts';
import { inLetters } from './fonts.ts';
import type { Element, PdfWriter } from './pdf-writer.ts';
import { cellText, documentWords, shown } from './words.ts';

const SIZE = 9;
/** Between the text of two cells, and above and below it, points. */
const GAP = 8;
const PAD = 3;
/** Rows that are looked at for how wide columns are: those of one table resemble each other. */
const MEASURED_ROWS = 200;
/** Rows higher than this share of a page have their cells one under the other: they may go over many pages. */
const TALL = 0.4;

interface Place {
  x: number;
  width: number;
}

export function drawTable(writer: PdfWriter, parent: Element, { caption, columns, rows }: Table): void {
  const { pdf, language } = writer;
  const titles = columns.map(({ title }) => shown(title));
  const texts = (row: Table['rows'][number]) =>
    row.map((value, i) => cellText(value, columns[i] ?? columns[0], language));
  const table = pdf.struct('Table');
  parent.add(table);
  writer.text(table, 'Caption', shown(caption));
  writer.use('bold', SIZE);
  const measured = [titles, ...rows.slice(0, MEASURED_ROWS).map(texts)];
  const places = placesOf(writer, measured);
  const head = () => {
    writer.use('bold', SIZE);
    const height = heightOf(writer, titles, places);
    const top = pdf.y;
    return { height, top };
  };
  const first = head();
  const group = pdf.struct('THead');
  table.add(group);
  const row = pdf.struct('TR');
  group.add(row);
  titles.forEach((title, i) => {
    const write = (drawn: string) => writeCell(writer, drawn, places[i], first.top + PAD, columns[i]);
    writer.tagged(row, 'TH', title, write, { scope: 'Column' });
  });
  endRow(writer, first.top + first.height);
  row.end();
  group.end();
  const headAgain = () => {
    const { height, top } = head();
    writer.artifact('Pagination', () =>
      titles.forEach((title, i) => {
        writeCell(writer, inLetters(title).drawn, places[i], top + PAD, columns[i]);
      }),
    );
    endRow(writer, top + height);
    writer.use('regular', SIZE);
  };
  const body = pdf.struct('TBody');
  table.add(body);
  writer.use('regular', SIZE);
  for (const values of rows) drawRow(writer, body, { texts: texts(values), titles, columns, places, headAgain });
  if (rows.length === 0) {
    const none = pdf.struct('TR');
    body.add(none);
    const top = pdf.y;
    const write = (drawn: string) =>
      writeCell(writer, drawn, { x: writer.left, width: writer.width }, top + PAD, undefined);
    writer.tagged(none, 'TD', documentWords[language].noRows, write);
    endRow(writer, top + pdf.currentLineHeight(true) + 2 * PAD);
  }
  body.end();
  table.end();
  pdf.x = writer.left;
  pdf.y += 8;
}

interface RowToDraw {
  texts: readonly string[];
  titles: readonly string[];
  columns: readonly Column[];
  places: readonly Place[];
  headAgain: () => void;
}

function drawRow(writer: PdfWriter, body: Element, { texts, titles, columns, places, headAgain }: RowToDraw): void {
  const { pdf } = writer;
  const row = pdf.struct('TR');
  body.add(row);
  const height = heightOf(writer, texts, places);
  if (height > TALL * writer.bottom) {
    drawTall(writer, row, texts, titles);
    row.end();
    return;
  }
  if (pdf.y + height > writer.bottom) {
    pdf.addPage();
    headAgain();
  }
  const top = pdf.y;
  texts.forEach((text, i) => {
    const write = (drawn: string) => writeCell(writer, drawn, places[i], top + PAD, columns[i]);
    if (i === 0) writer.tagged(row, 'TH', text, write, { scope: 'Row' });
    else writer.tagged(row, 'TD', text, write);
  });
  endRow(writer, top + height);
  row.end();
}

/** A row that is too high: every cell is a paragraph under the title of its column. */
function drawTall(writer: PdfWriter, row: Element, texts: readonly string[], titles: readonly string[]): void {
  const { pdf } = writer;
  texts.forEach((text, i) => {
    writer.keep(4 * SIZE);
    writer.use('bold', SIZE);
    writer.artifact('Layout', () => pdf.text(inLetters(titles[i]).drawn, writer.left, pdf.y, { lineBreak: false }));
    pdf.y += pdf.currentLineHeight(true);
    writer.use('regular', SIZE);
    const write = (drawn: string) => pdf.text(drawn, writer.left, pdf.y, { width: writer.width });
    if (i === 0) writer.tagged(row, 'TH', text, write, { scope: 'Row' });
    else writer.tagged(row, 'TD', text, write);
  });
  endRow(writer, pdf.y + PAD);
}

/** A line under the row, and the place of the next one. */
function endRow(writer: PdfWriter, bottom: number): void {
  const { pdf } = writer;
  writer.artifact('Layout', () => {
    pdf
      .lineWidth(0.5)
      .moveTo(writer.left, bottom)
      .lineTo(writer.left + writer.width, bottom)
      .stroke('#999999');
  });
  pdf.y = bottom;
}

/** Most cells are one line, which needs no looking for breaks. */
const isLine = (pdf: PDFKit.PDFDocument, text: string, width: number): boolean =>
  !text.includes('\n') && pdf.widthOfString(text) <= width;

function writeCell(
  { pdf }: PdfWriter,
  text: string,
  place: Place | undefined,
  y: number,
  column: Column | undefined,
): void {
  if (place === undefined || text === '') return;
  const { x, width } = place;
  const right = column?.numeric === true;
  if (isLine(pdf, text, width))
    pdf.text(text, right ? x + width - pdf.widthOfString(text) : x, y, { lineBreak: false });
  else pdf.text(text, x, y, { width, align: right ? 'right' : 'left' });
}

function heightOf({ pdf }: PdfWriter, texts: readonly string[], places: readonly Place[]): number {
  const line = pdf.currentLineHeight(true);
  const heights = texts.map((text, i) => {
    const { drawn } = inLetters(text);
    const width = places[i]?.width ?? 0;
    return isLine(pdf, drawn, width) ? line : pdf.heightOfString(drawn, { width });
  });
  return Math.max(line, ...heights) + 2 * PAD;
}

/** Columns as wide as their texts, or as there is room: narrow ones first get what they need, the others share the rest. */
function placesOf(writer: PdfWriter, rows: readonly (readonly string[])[]): readonly Place[] {
  const { pdf } = writer;
  const count = rows[0]?.length ?? 0;
  const wanted = Array.from(
    { length: count },
    (_, i) =>
      // a little more than measured: the head is bold, the rows are not
      Math.ceil(Math.max(...rows.map((row) => Math.max(0, ...lineWidths(pdf, row[i] ?? ''))))) + 1,
  );
  const room = writer.width - GAP * (count - 1);
  const widths = shareOut(wanted, room);
  let x = writer.left;
  return widths.map((width) => {
    const place = { x, width };
    x += width + GAP;
    return place;
  });
}

const lineWidths = (pdf: PDFKit.PDFDocument, text: string): number[] =>
  inLetters(text.slice(0, 400))
    .drawn.split('\n')
    .map((line) => pdf.widthOfString(line));

function shareOut(wanted: readonly number[], room: number): number[] {
  const widths = [...wanted];
  const open = new Set(wanted.keys());
  let left = room;
  for (let again = true; again && open.size > 0; ) {
    again = false;
    const fair = left / open.size;
    for (const i of open) {
      if (wanted[i] > fair) continue;
      open.delete(i);
      left -= wanted[i];
      again = true;
    }
  }
  for (const i of open) widths[i] = left / open.size;
  return widths;
}
