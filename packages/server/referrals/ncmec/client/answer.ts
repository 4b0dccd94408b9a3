/** Reads what NCMEC answers: `reportResponse` or `reportDoneResponse`. */
import { XmlDocument, XmlElement, XmlParseError } from 'libxml2-wasm';

/** What is used of an answer. */
export interface Answer {
  code: number;
  reportId: string | null;
  fileId: string | null;
  /** MD5, hexadecimal */
  hash: string | null;
}

const ROOTS: readonly string[] = ['reportResponse', 'reportDoneResponse'];
const REPORT = /^[1-9][0-9]{0,17}$/;
const FILE = /^[0-9A-Za-z_-]{1,128}$/;
const MD5 = /^[0-9a-f]{32}$/i;

/** @returns null where it is no whole answer: cut off, or somebody else's page */
export function readAnswer(bytes: Uint8Array): Answer | null {
  let document: XmlDocument;
  try {
    document = XmlDocument.fromBuffer(bytes);
  } catch (error) {
    if (error instanceof XmlParseError) return null;
    throw error;
  }
  try {
    const { root } = document;
    if (!ROOTS.includes(root.name)) return null;
    const said = new Map<string, string>();
    for (let child = root.firstChild; child !== null; child = child.next) {
      if (child instanceof XmlElement) said.set(child.name, child.content.trim());
    }
    const code = said.get('responseCode') ?? '';
    if (!/^\d{1,6}$/.test(code)) return null;
    return {
      code: Number(code),
      reportId: matching(REPORT, said.get('reportId')),
      fileId: matching(FILE, said.get('fileId')),
      hash: matching(MD5, said.get('hash'))?.toLowerCase() ?? null,
    };
  } finally {
    document.dispose();
  }
}

const matching = (form: RegExp, said = ''): string | null => (form.test(said) ? said : null);
