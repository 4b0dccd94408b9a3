/** Writes texts to the pages of a PDF, each with its tag, and begins a new page where one is full. */

import { fill } from '../ground/pages/index.ts';
import type { Doc } from './document.ts';
import { inLetters } from './fonts.ts';
import { dateIn, documentWords } from './words.ts';

export type Font = 'regular' | 'bold';
export type Element = PDFKit.PDFStructureElement;

interface Style {
  /** its tag in PDF 1.7 */
  tag: string;
  font: Font;
  /** points */
  size: number;
  before: number;
  after: number;
  indent: number;
}

const style = (tag: string, font: Font, size: number, before: number, after: number, indent = 0): Style => ({
  ...{ tag, font, size, before, after, indent },
});

/** How kinds of text look. A label stands close to what it is of. */
const STYLES = {
  H1: style('H1', 'bold', 20, 0, 10),
  H2: style('H2', 'bold', 14, 16, 6),
  H3: style('H3', 'bold', 11.5, 10, 4),
  P: style('P', 'regular', 10, 0, 6),
  Note: style('P', 'regular', 10, 2, 8, 12),
  Label: style('P', 'bold', 10, 4, 1),
  Caption: style('Caption', 'bold', 10, 8, 4),
} as const satisfies Record<string, Style>;
export type TextKind = keyof typeof STYLES;

/** Headings and captions go to the next page with what they are of, points. */
const KEPT_TOGETHER = 60;
const ITEM_INDENT = 14;
const FOOT_SIZE = 8;

export class PdfWriter {
  readonly pdf: PDFKit.PDFDocument;
  readonly language: Doc['language'];
  readonly #foot: { title: string; day: string };
  #page = 0;
  #font: Font = 'regular';
  #size = 10;

  constructor(pdf: PDFKit.PDFDocument, { language, title, day }: Pick<Doc, 'language' | 'title' | 'day'>) {
    this.pdf = pdf;
    this.language = language;
    this.#foot = { title: title.length > 80 ? `${title.slice(0, 79)}…` : title, day: dateIn(day, language) };
    pdf.on('pageAdded', () => this.#writeFoot());
    pdf.addPage();
  }

  /** Points between the margins. */
  get width(): number {
    const { width, margins } = this.pdf.page;
    return width - margins.left - margins.right;
  }

  get left(): number {
    return this.pdf.page.margins.left;
  }

  get bottom(): number {
    return this.pdf.page.maxY();
  }

  /** Takes a font for what is measured and written next. */
  use(font: Font, size: number): void {
    this.#font = font;
    this.#size = size;
    this.pdf.font(font).fontSize(size);
  }

  /** Goes on on a new page where less than so many points are left. */
  keep(points: number): void {
    if (this.pdf.y + points > this.bottom) this.pdf.addPage();
  }

  /** A paragraph, over as many pages as it takes. */
  text(parent: Element, kind: TextKind, text: string): void {
    const { tag, font, size, before, after, indent } = STYLES[kind];
    if (text.trim() === '') return;
    this.use(font, size);
    if (this.pdf.y > this.pdf.page.margins.top) this.pdf.y += before;
    if (font === 'bold') this.keep(KEPT_TOGETHER);
    this.tagged(parent, tag, text, (drawn) =>
      this.pdf.text(drawn, this.left + indent, this.pdf.y, { width: this.width - indent }),
    );
    this.pdf.y += after;
  }

  list(parent: Element, items: readonly string[]): void {
    if (items.length === 0) return;
    const list = this.pdf.struct('L');
    parent.add(list);
    this.use('regular', STYLES.P.size);
    for (const item of items) {
      this.keep(2 * STYLES.P.size);
      const element = this.pdf.struct('LI');
      list.add(element);
      const top = this.pdf.y;
      this.tagged(element, 'Lbl', '•', (drawn) => this.pdf.text(drawn, this.left, top, { lineBreak: false }));
      this.tagged(element, 'LBody', item, (drawn) =>
        this.pdf.text(drawn, this.left + ITEM_INDENT, top, { width: this.width - ITEM_INDENT }),
      );
      element.end();
      this.pdf.y += 3;
    }
    list.end();
    this.pdf.y += 4;
  }

  /** Writes what belongs to the reading order, as an element of its own; `write` gets the letters that can be drawn. */
  tagged(parent: Element, tag: string, text: string, write: (drawn: string) => void, options: TagOptions = {}): void {
    const { drawn, whole } = inLetters(text);
    const content = this.pdf.markStructureContent(tag);
    write(drawn);
    this.pdf.endMarkedContent();
    parent.add(this.pdf.struct(tag, { ...options, ...(!whole && { actual: text }) }, [content]));
  }

  /** Draws what is only for the eye. */
  artifact(type: 'Pagination' | 'Layout', draw: () => void): void {
    this.pdf.markContent('Artifact', { type });
    draw();
    this.pdf.endMarkedContent();
  }

  #writeFoot(): void {
    const { pdf } = this;
    this.#page++;
    const { x, y } = pdf;
    const text = fill(documentWords[this.language].page, { ...this.#foot, page: String(this.#page) }, this.language);
    this.artifact('Pagination', () => {
      pdf.font('regular').fontSize(FOOT_SIZE);
      const { height, margins } = pdf.page;
      const place = height - margins.bottom / 2;
      // below the margin the library would begin another page
      margins.bottom = 0;
      pdf.text(inLetters(text).drawn, this.left, place, { lineBreak: false });
      margins.bottom = margins.top;
      pdf.font(this.#font).fontSize(this.#size);
    });
    pdf.x = x;
    pdf.y = y;
  }
}

export interface TagOptions {
  /** of a head: what it is the head of */
  scope?: 'Column' | 'Row';
}

declare global {
  namespace PDFKit.Mixins {
    interface StructureElementOptions extends TagOptions {}
  }
}
