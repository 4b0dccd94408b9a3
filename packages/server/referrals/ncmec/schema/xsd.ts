/**
 * Our own XSD, made from the description. It is as strict as the facts that we have (conformance/referrals/README.md has
 * their grades), and no copy of NCMEC's: that one is had from GET /xsd with an operator's credentials, and checked against as
 * well where it is given.
 */
import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import { documentNames, documentsOf } from './documents.ts';
import type { Dialect, Elements, Leaf, Part } from './shape.ts';

const XS = 'http://www.w3.org/2001/XMLSchema';
const MANY = 'unbounded';

/** @returns the XSD's text, ending with a line break */
export function xsdOf(said: Dialect): string {
  using document = XmlDocument.create();
  const schema = document.createRoot('schema', XS, 'xs');
  schema.addComment(
    " Kith's own, made from packages/server/referrals/ncmec/schema. Not NCMEC's: theirs is had from GET /xsd. ",
  );
  const documents = documentsOf(said);
  const types = new Types(schema);
  for (const name of documentNames) {
    const element = add(schema, 'element', { name });
    fill(element, documents[name], types);
  }
  types.finish();
  return document.toString({ format: true });
}

function add(parent: XmlElement, name: string, attributes: Readonly<Record<string, string>> = {}): XmlElement {
  const element = parent.addElement(name, 'xs');
  for (const [key, value] of Object.entries(attributes)) element.setAttr(key, value);
  return element;
}

/** The types that stand in many places: each is written once, at the end. */
class Types {
  readonly #schema: XmlElement;
  readonly #complex = new Map<string, Elements>();
  readonly #texts = new Set<number>();

  constructor(schema: XmlElement) {
    this.#schema = schema;
  }

  named(name: string, node: Elements): string {
    this.#complex.set(name, node);
    return `${name}Type`;
  }

  /** Text up to a length, by name: what has attributes can only extend a type that has one. */
  text(limit: number): string {
    this.#texts.add(limit);
    return `text${limit}`;
  }

  finish(): void {
    // describing one may name others, which a Map goes on with
    for (const [name, node] of this.#complex) {
      describeElements(add(this.#schema, 'complexType', { name: `${name}Type` }), node, this);
    }
    for (const limit of [...this.#texts].sort((a, b) => a - b)) {
      const type = add(this.#schema, 'simpleType', { name: `text${limit}` });
      add(add(type, 'restriction', { base: 'xs:string' }), 'maxLength', { value: String(limit) });
    }
  }
}

function fill(element: XmlElement, node: Elements, types: Types): void {
  if (node.type === null) describeElements(add(element, 'complexType'), node, types);
  else element.setAttr('type', types.named(node.type, node));
}

function describeElements(type: XmlElement, node: Elements, types: Types): void {
  const text = node.parts.find((part) => part.place === 'body');
  const children = node.parts.filter((part) => part.place === 'element');
  const attributes = node.parts.filter((part) => part.place === 'attribute');
  let holder = type;
  if (text !== undefined) {
    if (children.length > 0) throw new Error('text beside elements is not described');
    holder = add(add(type, 'simpleContent'), 'extension', { base: baseOf(text, types) });
  } else if (children.length > 0) {
    const group = add(type, node.choice ? 'choice' : 'sequence');
    for (const part of children) describeElement(group, part, types, node.choice);
  }
  for (const part of attributes) {
    const use: Record<string, string> = part.required ? { use: 'required' } : {};
    describeLeaf(add(holder, 'attribute', { name: part.name, ...use }), leafOf(part), types);
  }
}

function describeElement(group: XmlElement, part: Part, types: Types, ofChoice: boolean): void {
  const element = add(group, 'element', {
    name: part.name,
    ...(!part.required && !ofChoice && { minOccurs: '0' }),
    ...(part.many && { maxOccurs: MANY }),
  });
  if (part.node.is === 'elements') fill(element, part.node, types);
  else describeLeaf(element, part.node.leaf, types);
}

function leafOf(part: Part): Leaf {
  if (part.node.is !== 'leaf') throw new Error(`${part.name} has elements, and can't be an attribute`);
  return part.node.leaf;
}

function baseOf(part: Part, types: Types): string {
  const leaf = leafOf(part);
  if (leaf.is === 'yes_no') return 'xs:boolean';
  if (leaf.is !== 'text' || leaf.pattern !== null) throw new Error(`${part.name}: no type has a name for that`);
  return leaf.limit === null ? 'xs:string' : types.text(leaf.limit);
}

function describeLeaf(on: XmlElement, leaf: Leaf, types: Types): void {
  const restrict = (base: string): XmlElement => add(add(on, 'simpleType'), 'restriction', { base });
  switch (leaf.is) {
    case 'text': {
      if (leaf.pattern === null) {
        on.setAttr('type', leaf.limit === null ? 'xs:string' : types.text(leaf.limit));
        return;
      }
      const restriction = restrict('xs:string');
      if (leaf.limit !== null) add(restriction, 'maxLength', { value: String(leaf.limit) });
      // a pattern of XSD always means the whole
      add(restriction, 'pattern', { value: leaf.pattern.replace(/^\^|\$$/g, '') });
      return;
    }
    case 'one_of': {
      const restriction = restrict('xs:string');
      for (const value of leaf.values) add(restriction, 'enumeration', { value });
      return;
    }
    case 'whole':
    case 'decimal': {
      const restriction = restrict(leaf.is === 'whole' ? 'xs:int' : 'xs:decimal');
      add(restriction, 'minInclusive', { value: String(leaf.min) });
      add(restriction, 'maxInclusive', { value: String(leaf.max) });
      return;
    }
    case 'yes_no':
      on.setAttr('type', 'xs:boolean');
      return;
    case 'presence':
      // neither text nor elements
      add(on, 'complexType');
      return;
    case 'moment':
      on.setAttr('type', 'xs:dateTime');
      return;
    case 'day':
      on.setAttr('type', 'xs:date');
      return;
    default:
      leaf satisfies never;
  }
}
