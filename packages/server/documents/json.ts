/** A document as JSON, and its hash: of the bytes of its own object, in the one order in which it is written. */
import { createHash } from 'node:crypto';
import { Turns } from '../ground/jobs/index.ts';
import { type Block, type Doc, piecesOf, type Section } from './document.ts';

const text = JSON.stringify;

/** `{"document":{...},"sha256":"..."}`, a line. The hash is of the object called document, byte for byte as it stands. */
export function* jsonParts(doc: Doc): Generator<string> {
  const hash = createHash('sha256');
  yield '{"document":';
  for (const part of objectParts(doc)) {
    hash.update(part);
    yield part;
  }
  yield `,"sha256":${text(hash.digest('hex'))}}\n`;
}

/** SHA-256 of a document's JSON form, in hexadecimal: every rendering carries it. */
export function hashOf(doc: Doc): string {
  const hash = createHash('sha256');
  for (const part of objectParts(doc)) hash.update(part);
  return hash.digest('hex');
}

/** The same of a document that may be long: between two pieces decisions have their turn. */
export async function hashInTurns(doc: Doc): Promise<string> {
  const hash = createHash('sha256');
  const turns = new Turns();
  for (const part of objectParts(doc)) {
    hash.update(part);
    await turns.next();
  }
  return hash.digest('hex');
}

function* objectParts({ kind, language, title, service, day, underWay, notes, sections }: Doc): Generator<string> {
  yield text({ kind, language, title, service, day, underWay, notes }).slice(0, -1);
  yield ',"sections":[';
  for (const [i, section] of sections.entries()) {
    if (i > 0) yield ',';
    yield* sectionParts(section);
  }
  yield ']}';
}

function* sectionParts({ title, blocks }: Section): Generator<string> {
  yield `{"title":${text(title)},"blocks":[`;
  for (const [i, block] of blocks.entries()) {
    if (i > 0) yield ',';
    yield* blockParts(block);
  }
  yield ']}';
}

function* blockParts(block: Block): Generator<string> {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'note':
      yield text({ kind: block.kind, text: block.text });
      return;
    case 'list':
      yield text({ kind: block.kind, items: block.items });
      return;
    case 'facts':
      yield text({ kind: block.kind, facts: block.facts.map(({ label, text }) => ({ label, text })) });
      return;
    case 'table': {
      const { kind, caption, columns, rows } = block;
      const named = columns.map(({ title, numeric = false }) => ({ title, numeric }));
      yield `${text({ kind, caption, columns: named }).slice(0, -1)},"rows":[`;
      let first = true;
      for (const piece of piecesOf(rows)) {
        yield `${first ? '' : ','}${text(piece).slice(1, -1)}`;
        first = false;
      }
      yield ']}';
      return;
    }
    default:
      block satisfies never;
  }
}
