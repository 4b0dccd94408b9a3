/** What each of the seven calls does, and the code that it answers with. */
import { randomBytes } from 'node:crypto';
import { XmlDocument } from 'libxml2-wasm';
import { CODES } from '../client/codes.ts';
import type { Checker } from '../xml/check.ts';
import { readForm } from './form.ts';
import type { Reports } from './reports.ts';

export const calls = ['status', 'xsd', 'submit', 'upload', 'fileinfo', 'finish', 'retract'] as const;
export type Call = (typeof calls)[number];

/** What a user may: NCMEC has codes for each. */
export type Rights = 'all' | 'none' | 'no_submissions' | 'no_updates';

export interface Done {
  code: number;
  report?: string;
  file?: string;
  md5?: string;
  about?: string | null;
  /** of /finish */
  files?: readonly string[];
}

export interface Asked {
  contentType: string;
  body: Uint8Array;
  rights: Rights;
  now_ms: number;
}

export async function carryOut(call: Call, asked: Asked, reports: Reports, checker: Checker): Promise<Done> {
  const { rights, now_ms } = asked;
  if (rights === 'none') return { code: CODES.notAuthorised };
  if (rights === 'no_submissions' && call === 'submit') return { code: CODES.notAuthorisedForSubmissions };
  if (rights === 'no_updates' && !['status', 'xsd', 'submit'].includes(call)) {
    return { code: CODES.notAuthorisedForUpdates };
  }
  switch (call) {
    case 'status':
    case 'xsd':
      return { code: CODES.success };
    case 'submit': {
      const code = checked(asked, 'report', checker);
      if (code !== CODES.success) return { code };
      const about = textAt(asked.body, '/report/personOrUserReported/espIdentifier');
      return { code, report: reports.open(now_ms), about };
    }
    case 'fileinfo': {
      const code = checked(asked, 'fileDetails', checker);
      if (code !== CODES.success) return { code };
      const report = textAt(asked.body, '/fileDetails/reportId') ?? '';
      const file = textAt(asked.body, '/fileDetails/fileId') ?? '';
      return { code: reports.describe(report, file, now_ms), report, file };
    }
    case 'upload': {
      const form = await readForm(asked.contentType, asked.body);
      if (form === null || form.file === null) return { code: CODES.invalidRequest };
      const { report, file } = form;
      if (file.bytes === 0) return { code: CODES.malformedFile, report };
      // 32 hexadecimal characters, as the live system gives them (grade S)
      const fileId = randomBytes(16).toString('hex');
      const code = reports.upload(report, fileId, file.md5, now_ms);
      return code === CODES.success ? { code, report, file: fileId, md5: file.md5 } : { code, report };
    }
    case 'finish': {
      const form = await readForm(asked.contentType, asked.body);
      if (form === null) return { code: CODES.invalidRequest };
      const files = reports.finish(form.report, now_ms);
      return typeof files === 'number'
        ? { code: files, report: form.report }
        : { code: CODES.success, report: form.report, files };
    }
    case 'retract': {
      const form = await readForm(asked.contentType, asked.body);
      if (form === null) return { code: CODES.invalidRequest };
      return { code: reports.retract(form.report, now_ms), report: form.report };
    }
    default:
      return call satisfies never;
  }
}

function checked({ contentType, body }: Asked, root: string, checker: Checker): number {
  if (!/^(text|application)\/xml\b/i.test(contentType)) return CODES.invalidRequest;
  const [fault] = checker.faults(body);
  if (fault === undefined) return textAt(body, `/${root}`) === null ? CODES.validationFailed : CODES.success;
  return fault.kind === 'malformed' ? CODES.malformedXml : CODES.validationFailed;
}

/** @param body well-formed XML */
function textAt(body: Uint8Array, xpath: string): string | null {
  using document = XmlDocument.fromBuffer(body);
  return document.get(xpath)?.content ?? null;
}
