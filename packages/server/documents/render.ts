/** A document in one of its forms: whole, or piece by piece where it may be large. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { Turns } from '../ground/jobs/index.ts';
import { csvParts } from './csv.ts';
import { checkDocument, type Doc, type DocumentFormat } from './document.ts';
import { htmlParts } from './html.ts';
import { hashInTurns, hashOf, jsonParts } from './json.ts';
import { renderPdf } from './pdf-thread.ts';

const TYPES = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
} as const satisfies Record<DocumentFormat, string>;

const PARTS = { html: htmlParts, csv: csvParts, json: jsonParts } as const;

function whole(format: keyof typeof PARTS, doc: Doc): string {
  checkDocument(doc);
  return [...PARTS[format](doc, hashOf(doc))].join('');
}

export const renderHtml = (doc: Doc): string => whole('html', doc);
export const renderCsv = (doc: Doc): string => whole('csv', doc);
export const renderJson = (doc: Doc): string => whole('json', doc);

/** The bytes of a form, in pieces; between two of them decisions have their turn. @throws as renderPdf does */
export async function* renderParts(doc: Doc, format: DocumentFormat): AsyncGenerator<Uint8Array> {
  if (format === 'pdf') {
    yield await renderPdf(doc);
    return;
  }
  checkDocument(doc);
  yield* checkedParts(doc, format);
}

/** The same of a document that was checked: that alone is a walk over all of its rows. */
async function* checkedParts(doc: Doc, format: keyof typeof PARTS): AsyncGenerator<Uint8Array> {
  // JSON ends with the hash of what went before, the others begin with it
  const parts = format === 'json' ? jsonParts(doc) : PARTS[format](doc, await hashInTurns(doc));
  const turns = new Turns();
  for (const part of parts) {
    yield Buffer.from(part);
    await turns.next();
  }
}

/** Answers with a document as a file to be saved: `kind-day.format`. */
export async function sendDocument(reply: FastifyReply, doc: Doc, format: DocumentFormat): Promise<FastifyReply> {
  reply
    .header('content-type', TYPES[format])
    .header('content-disposition', `attachment; filename="${doc.kind}-${doc.day}.${format}"`)
    .header('cache-control', 'no-store');
  // a PDF is there before the first byte goes out, so that its failure is an answer
  if (format === 'pdf') return reply.send(Buffer.from(await renderPdf(doc)));
  checkDocument(doc);
  return reply.send(Readable.from(checkedParts(doc, format)));
}
