/**
 * From what people approved to what is sent: the report's XML, and each file with its details' XML. All of it is written and
 * checked before a report is opened, so that nothing is opened that can't be finished.
 */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { FilesOf, FileToSend } from '../../kinds/filer.ts';
import type { DetailsOfFile, NcmecContent } from '../content.ts';
import type { fileDetails } from '../schema/file.ts';
import type { Dialect } from '../schema/shape.ts';
import type { Reporter } from '../settings.ts';
import type { Checker, Fault } from '../xml/check.ts';
import { type Cut, FULL_TEXTS_FILE } from '../xml/text.ts';
import { type Written, writeXml } from '../xml/write.ts';
import { CONVERSATION_SAYS, conversationAsCsv } from './conversation.ts';
import { fullTexts } from './full-texts.ts';

type FileDetails = z.output<typeof fileDetails>;

/** What stays the same over all reports of a provider. */
export interface Writing {
  reporter: Reporter;
  dialect: Dialect;
}

export interface Ids {
  reportId: string;
  fileId: string;
}

/** What stands for numbers that NCMEC has not given yet, when details are checked beforehand. */
const NO_IDS: Ids = { reportId: '1', fileId: '0'.repeat(32) };

/** One file of a report. */
export interface Prepared {
  /** a plain name of ours, for the form that uploads it */
  name: string;
  bytes(): Promise<Uint8Array>;
  /** @param md5 of what was sent; null where that is not known yet */
  details(ids: Ids, md5: string | null): Written;
}

export interface Preparation {
  report: Written;
  files: readonly Prepared[];
  /** of the report and of its files */
  cuts: readonly Cut[];
  /** why it can't be sent as it is; nothing where it can */
  faults: readonly Fault[];
}

/** The report as it is submitted. */
export const reportOf = (content: NcmecContent, { reporter, dialect }: Writing): Written =>
  writeXml('report', { ...content, reporter }, dialect);

/** @param checker null where faults don't matter any more: it was checked before it was opened */
export function prepare(
  content: NcmecContent,
  files: FilesOf,
  { reporter, dialect }: Writing,
  checker: Checker | null,
): Preparation {
  const report = reportOf(content, { reporter, dialect });
  const said = new Map(
    content.files?.map(({ evidence, details }, i) => [evidence, { details, at: `files.${i}.details` }]),
  );
  const prepared = files.list.map((file, i): Prepared => {
    const { details = {}, at = file.id } = said.get(file.id) ?? {};
    const asCsv = file.kind === 'conversation';
    return {
      name: `evidence-${i + 1}${asCsv ? '.csv' : ''}`,
      async bytes() {
        const bytes = await files.read(file.id);
        return (asCsv ? conversationAsCsv(bytes) : null) ?? bytes;
      },
      details: (ids, md5) => writeXml('fileDetails', detailsOf(file, details, ids, md5), dialect, at),
    };
  });
  const written = prepared.map((file) => file.details(NO_IDS, null));
  const cuts = [report, ...written].flatMap((one) => one.cuts);
  const texts = cuts.length === 0 ? [] : [textsFile(cuts, dialect)];
  const all = [...written, ...texts.map((file) => file.details(NO_IDS, null))];
  return {
    report,
    files: [...prepared, ...texts],
    cuts,
    faults: checker === null ? [] : [report, ...all].flatMap(({ bytes }) => checker.faults(bytes)),
  };
}

/** Evidence that is about the report, and is not the reported content itself. */
const isSupplemental = (kind: FileToSend['kind']): boolean => kind !== 'media';

function detailsOf(file: FileToSend, said: DetailsOfFile, ids: Ids, md5: string | null): FileDetails {
  const supplemental = isSupplemental(file.kind);
  const { fileAnnotations, industryClassification, exifViewedByEsp, ...rest } = said;
  const relevance = said.fileRelevance ?? (supplemental ? 'Supplemental Reported' : 'Reported');
  // "Supplemental Reported" may have neither (grade S)
  const { potentialMeme, ...annotations } = fileAnnotations ?? {};
  const plain = relevance === 'Supplemental Reported';
  return {
    ...rest,
    ...ids,
    originalFileName: said.originalFileName ?? (file.name === '' ? undefined : file.name),
    fileRelevance: relevance,
    // what the audit log says, and nobody's word: it decides what police may open without a warrant
    fileViewedByEsp: file.seenByPerson,
    ...(exifViewedByEsp !== undefined && { exifViewedByEsp: exifViewedByEsp && file.seenByPerson }),
    ...(fileAnnotations !== undefined && {
      fileAnnotations: { ...annotations, ...(!plain && potentialMeme !== undefined && { potentialMeme }) },
    }),
    ...(!plain && industryClassification !== undefined && { industryClassification }),
    originalFileHash: [...(said.originalFileHash ?? []), ...(supplemental ? [] : hashesOf(file, said, md5))],
    ...(file.kind === 'conversation' && { additionalInfo: [...(said.additionalInfo ?? []), CONVERSATION_SAYS] }),
  };
}

/** Those that we know, where nobody has said them. Names as they are usual: NCMEC's list of them is not known. */
function hashesOf(file: FileToSend, said: DetailsOfFile, md5: string | null) {
  const has = (type: string) => said.originalFileHash?.some(({ hashType }) => hashType.toUpperCase() === type) ?? false;
  return [
    ...(has('SHA256') ? [] : [{ hashType: 'SHA256', value: file.sha256 }]),
    ...(has('MD5') || md5 === null ? [] : [{ hashType: 'MD5', value: md5 }]),
  ];
}

function textsFile(cuts: readonly Cut[], dialect: Dialect): Prepared {
  return {
    name: FULL_TEXTS_FILE,
    bytes: async () => fullTexts(cuts),
    details: (ids) =>
      writeXml(
        'fileDetails',
        {
          ...ids,
          originalFileName: FULL_TEXTS_FILE,
          fileRelevance: 'Supplemental Reported',
          additionalInfo: ['Texts of this report in full that it has only in part.'],
        } satisfies FileDetails,
        dialect,
      ),
  };
}

/** As NCMEC echoes it. */
export const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
