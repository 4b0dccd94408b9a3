/**
 * A document as PDF: tagged (headings, lists, tables with their heads), with title and language, its letters embedded, so
 * that it can be read aloud, searched and kept. Made in a thread of its own (pdf-thread.ts).
 */
import PDFDocument from 'pdfkit';
import { type Block, type Doc, onPaper, textsOf } from './document.ts';
import { BOLD, inLetters, REGULAR } from './fonts.ts';
import { hashOf } from './json.ts';
import { drawTable } from './pdf-table.ts';
import { PdfWriter } from './pdf-writer.ts';
import { dayOf, documentWords, shown } from './words.ts';

/** Points from the edge of the paper. */
const MARGIN = 54;

/** XMP is XML, into which the library writes the title as it is: marks of XML are written as their wide twins. */
const inXml = (text: string): string =>
  text.replaceAll('&', '\uFF06').replaceAll('<', '\uFF1C').replaceAll('>', '\uFF1E');

/** @param hash of the document, where it was worked out before what isn't on paper was left out */
export async function drawPdf(doc: Doc, hash = hashOf(doc)): Promise<Uint8Array> {
  const { language, service, day, notes, sections } = onPaper(doc);
  const title = shown(doc.title);
  const pdf = new PDFDocument({
    ...{ size: 'A4', margin: MARGIN, autoFirstPage: false, font: REGULAR },
    ...{ pdfVersion: '1.7', tagged: true, displayTitle: true },
    lang: language === 'en' ? 'en-GB' : language,
    // the day that it is of, never the time at which it is made
    info: { Title: inXml(title), Creator: 'Kith', Producer: 'Kith', CreationDate: new Date(day) },
  });
  const chunks: Uint8Array[] = [];
  pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => pdf.once('end', resolve).once('error', reject));
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  pdf.registerFont('regular', REGULAR).registerFont('bold', BOLD);
  const writer = new PdfWriter(pdf, { language, title, day });
  const words = documentWords[language];
  writer.text(root, 'H1', title);
  writer.text(root, 'P', shown(service));
  writer.text(root, 'P', dayOf(doc));
  writer.text(root, 'P', `${words.hash}: ${hash}`);
  // whoever reads it on paper sees no more of them than this
  if (!textsOf({ title, service, notes, sections }).every((text) => inLetters(shown(text)).whole))
    writer.text(root, 'Note', words.lacking);
  for (const note of notes) writer.text(root, 'Note', shown(note));
  for (const section of sections) {
    const part = pdf.struct('Sect');
    root.add(part);
    const heading = shown(section.title);
    writer.text(part, 'H2', heading);
    pdf.outline.addItem(heading);
    for (const block of section.blocks) drawBlock(writer, part, block);
    part.end();
  }
  root.end();
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

function drawBlock(writer: PdfWriter, parent: PDFKit.PDFStructureElement, block: Block): void {
  switch (block.kind) {
    case 'heading':
      writer.text(parent, 'H3', shown(block.text));
      return;
    case 'text':
      writer.text(parent, 'P', shown(block.text));
      return;
    case 'note':
      writer.text(parent, 'Note', shown(block.text));
      return;
    case 'list':
      writer.list(parent, block.items.map(shown));
      return;
    case 'facts':
      for (const { label, text } of block.facts) {
        writer.text(parent, 'Label', shown(label));
        writer.text(parent, 'P', shown(text));
      }
      return;
    case 'table':
      drawTable(writer, parent, block);
      return;
    default:
      block satisfies never;
  }
}
