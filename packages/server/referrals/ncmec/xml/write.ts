/** From content to XML, in the order that the description has, whatever the order in the content. */
import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import { type DocumentName, documentsOf } from '../schema/documents.ts';
import type { Dialect, Elements, Leaf, Part } from '../schema/shape.ts';
import { type Cut, fit, holdable } from './text.ts';

/** Places of a degree behind the point: a few centimetres. */
const DECIMALS = 7;

export interface Written {
  /** UTF-8 */
  bytes: Uint8Array;
  cuts: readonly Cut[];
}

/**
 * @param content what the document's schema has parsed
 * @param at where it stands in what people filled in; the paths of cuts begin with it
 * @throws where the content is not of the schema: it must have been parsed before
 */
export function writeXml(name: DocumentName, content: object, said: Dialect, at = ''): Written {
  using document = XmlDocument.create();
  const cuts: Cut[] = [];
  fill(document.createRoot(name), content, documentsOf(said)[name], at, cuts);
  return { bytes: Buffer.from(document.toString({ format: false })), cuts };
}

const valueAt = (content: object, key: string): unknown => new Map<string, unknown>(Object.entries(content)).get(key);

function fill(element: XmlElement, content: object, node: Elements, at: string, cuts: Cut[]): void {
  for (const part of node.parts) {
    const value = valueAt(content, part.key);
    // a form's empty field is none; what is required stands there empty
    if (value === undefined || (value === '' && !part.required)) continue;
    const path = at === '' ? part.key : `${at}.${part.key}`;
    if (!part.many) put(element, part, value, path, cuts);
    else if (Array.isArray(value)) {
      for (const [i, one] of value.entries()) if (one !== '') put(element, part, one, `${path}.${i}`, cuts);
    } else throw new TypeError(`${path} is no list`);
  }
}

function put(element: XmlElement, part: Part, value: unknown, path: string, cuts: Cut[]): void {
  const { node, name } = part;
  if (node.is === 'elements') {
    if (typeof value !== 'object' || value === null) throw new TypeError(`${path} has no elements`);
    fill(element.addElement(name), value, node, path, cuts);
    return;
  }
  if (node.leaf.is === 'presence') {
    if (value === true) element.addElement(name);
    return;
  }
  const text = textOf(node.leaf, value, path, cuts);
  if (part.place === 'attribute') element.setAttr(name, text);
  else if (part.place === 'body') element.addText(text);
  else element.addElement(name).addText(text);
}

function textOf(leaf: Exclude<Leaf, { is: 'presence' }>, value: unknown, path: string, cuts: Cut[]): string {
  switch (leaf.is) {
    case 'text': {
      if (typeof value !== 'string') break;
      const { written, why } = fit(value, leaf.limit);
      if (why !== null) cuts.push({ path, why, full: value });
      return written;
    }
    case 'one_of':
    case 'moment':
    case 'day':
      if (typeof value === 'string') return holdable(value);
      break;
    case 'yes_no':
      if (typeof value === 'boolean') return String(value);
      break;
    case 'whole':
      if (typeof value === 'number') return String(value);
      break;
    case 'decimal':
      // never with an exponent, which xs:decimal has not
      if (typeof value === 'number') return value.toFixed(DECIMALS);
      break;
    default:
      leaf satisfies never;
  }
  throw new TypeError(`${path} is not ${leaf.is}`);
}
