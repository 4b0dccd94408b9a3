/** Checks documents against an XSD: our own, and the operator's copy of NCMEC's where there is one. */
import { readFileSync } from 'node:fs';
import { XmlDocument, XmlParseError, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import type { Dialect } from '../schema/shape.ts';
import { xsdOf } from '../schema/xsd.ts';

/** The most faults that are named: the first says what is wrong. */
const FAULTS_MAX = 20;
/** The largest XSD, bytes. NCMEC's has a list of countries, and is far under it. */
const XSD_BYTES_MAX = 4 * 1024 * 1024;

export interface Fault {
  /** `malformed`: no XML at all */
  kind: 'malformed' | 'invalid';
  /** which XSD says so */
  by: string;
  /** the element, as an XPath; never its text */
  at: string;
  /** what is wrong, without what was written */
  what: string;
}

export class XsdError extends Error {
  override readonly name = 'XsdError';
}

interface Named {
  name: string;
  validator: XsdValidator;
}

/** One document is checked at a time, and nothing of it is kept. */
export class Checker {
  readonly #all: readonly Named[];

  /** @param official the path of the operator's copy of NCMEC's XSD. @throws XsdError where it can't be used */
  constructor(said: Dialect, official: string | null) {
    this.#all = [compile("Kith's XSD", xsdOf(said)), ...(official === null ? [] : [compile(official, read(official))])];
  }

  /** @returns nothing where it is valid */
  faults(bytes: Uint8Array): Fault[] {
    let document: XmlDocument;
    try {
      document = XmlDocument.fromBuffer(bytes);
    } catch (error) {
      if (!(error instanceof XmlParseError)) throw error;
      return [{ kind: 'malformed', by: 'XML', at: '/', what: 'is not well-formed XML' }];
    }
    try {
      return this.#all.flatMap(({ name, validator }) => validate(name, validator, document));
    } finally {
      document.dispose();
    }
  }

  close(): void {
    for (const { validator } of this.#all) validator.dispose();
  }
}

function read(path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new XsdError(`The XSD ${path} can't be read`, { cause: error });
  }
  if (bytes.length > XSD_BYTES_MAX) throw new XsdError(`The XSD ${path} has more than ${XSD_BYTES_MAX} bytes`);
  return bytes;
}

function compile(name: string, xsd: string | Uint8Array): Named {
  try {
    using document = typeof xsd === 'string' ? XmlDocument.fromString(xsd) : XmlDocument.fromBuffer(xsd);
    return { name, validator: XsdValidator.fromDoc(document) };
  } catch (error) {
    throw new XsdError(`The XSD ${name} can't be used: it is no XML Schema`, { cause: error });
  }
}

function validate(by: string, validator: XsdValidator, document: XmlDocument): Fault[] {
  try {
    validator.validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error;
    return error.details.slice(0, FAULTS_MAX).map(({ message, xpath }) => ({
      kind: 'invalid',
      by,
      at: xpath ?? '/',
      what: withoutValues(message),
    }));
  }
}

/** What libxml2 says begins so: names of the schema, and which rule. What follows may quote what stood there, and is dropped. */
const SAYS =
  /^Element '[\w-]+'(?:, attribute '[\w-]+')?: (?:\[facet '\w+'\]|This element is not expected|Missing child element\(s\)|Character content|The attribute '[\w-]+' is (?:required|not allowed)|No matching global)/;

/** That may be what a child wrote. */
function withoutValues(message: string): string {
  return SAYS.exec(message)?.[0] ?? 'is not as the schema has it';
}
