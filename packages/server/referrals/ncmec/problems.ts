/** What keeps a report from being checked, what will be cut in it, and what is known and was left out of it. */
import type { ReferralProblem } from '@kith/contract';
import type { Problem } from '../kinds/kind.ts';
import type { KnownOfCase } from '../kinds/known.ts';
import type { NcmecContent } from './content.ts';
import { documentsOf } from './schema/documents.ts';
import type { Dialect, Elements } from './schema/shape.ts';
import type { NcmecWords } from './words.ts';
import { writeXml } from './xml/write.ts';

/** What stands for a reporter where only the rest of a report is looked at. */
const NOBODY = { reportingPerson: { email: [{ value: 'x' }] } };

interface Looking {
  content: NcmecContent;
  known: KnownOfCase;
  dialect: Dialect;
  say: NcmecWords['problems'];
}

/** @param could what would be prefilled now */
export function ncmecProblems(looking: Looking, could: NcmecContent): Problem[] {
  const { say, content } = looking;
  return [...wrong(looking), ...empty(looking), ...cut(looking), ...leftOut(content, could, '', say)];
}

function wrong({ content, known, say }: Looking): ReferralProblem[] {
  const found: ReferralProblem[] = [];
  const add = (path: string, kind: ReferralProblem['kind'], words: string) => found.push({ path, kind, words });
  const { incidentSummary, internetDetails, personOrUserReported: reported, files = [] } = content;
  if (Date.parse(incidentSummary.incidentDateTime) > known.now_ms) {
    add('incidentSummary.incidentDateTime', 'wrong', say.future);
  }
  if (internetDetails.length === 0) add('internetDetails', 'missing_required', say.oneWay);
  const person = reported?.personOrUserReportedPerson ?? {};
  const named = [reported?.espIdentifier, reported?.screenName, person.firstName, person.lastName];
  if (!named.some((one) => one !== undefined && one !== '')) {
    add('personOrUserReported.espIdentifier', 'missing_required', say.reported);
  }
  const { supplements } = known;
  if (supplements !== null && reported?.priorCTReports?.includes(supplements.reference) !== true) {
    add('personOrUserReported.priorCTReports', 'wrong', say.supplements);
  }
  for (const [i, { evidence, details }] of files.entries()) {
    const item = known.evidence.find(({ id }) => id === evidence);
    if (item === undefined || known.goesWith?.includes(evidence) === false)
      add(`files.${i}.evidence`, 'wrong', say.fileGone);
    const supplemental = details.fileRelevance === 'Supplemental Reported';
    if (supplemental && details.industryClassification !== undefined) {
      add(`files.${i}.details.industryClassification`, 'wrong', say.supplemental);
    }
    if (supplemental && details.fileAnnotations?.potentialMeme === true) {
      add(`files.${i}.details.fileAnnotations.potentialMeme`, 'wrong', say.supplemental);
    }
    if (details.exifViewedByEsp === true && item?.seenByPerson === false) {
      add(`files.${i}.details.exifViewedByEsp`, 'wrong', say.notOpened);
    }
  }
  return found;
}

/** What the schema requires and a form has left empty. */
function empty({ content, dialect, say }: Looking): ReferralProblem[] {
  const { report, fileDetails } = documentsOf(dialect);
  const found: ReferralProblem[] = [];
  const look = (value: unknown, node: Elements, at: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const part of node.parts) {
      const path = at === '' ? part.key : `${at}.${part.key}`;
      const inner: unknown = Reflect.get(value, part.key);
      const all: unknown[] = Array.isArray(inner) ? inner : [inner];
      for (const [i, one] of all.entries()) {
        const here = Array.isArray(inner) ? `${path}.${i}` : path;
        if (one === '' && part.required) found.push({ path: here, kind: 'missing_required', words: say.required });
        if (part.node.is === 'elements') look(one, part.node, here);
      }
    }
  };
  look(content, report, '');
  for (const [i, { details }] of content.files?.entries() ?? []) look(details, fileDetails, `files.${i}.details`);
  return found;
}

function cut({ content, dialect, say }: Looking): ReferralProblem[] {
  const { cuts } = writeXml('report', { ...content, reporter: NOBODY }, dialect);
  const ofFiles = (content.files ?? []).flatMap(
    ({ details }, i) => writeXml('fileDetails', details, dialect, `files.${i}.details`).cuts,
  );
  return [...cuts, ...ofFiles].map(({ path, why }) => ({
    ...{ path, kind: 'cut', words: why === 'long' ? say.cut : say.characters },
  }));
}

/** By which rows of a list are the same in both. */
const KEYS: readonly string[] = ['espIdentifier', 'evidence', 'ipAddress', 'idValue', 'value'];
/** Nobody is to be told again and again of words that they have replaced by their own. */
const OWN_WORDS: readonly string[] = ['additionalInfo', 'incidentDateTimeDescription'];

/** What a prefilled content would have and this one has not. Nobody must fill it in: they see that they could. */
function leftOut(own: unknown, could: unknown, path: string, say: NcmecWords['problems']): Problem[] {
  if (could === undefined || OWN_WORDS.includes(path.split('.').at(-1) ?? '')) return [];
  if (own === undefined || own === '' || (Array.isArray(own) && own.length === 0)) {
    return isNothing(could) ? [] : [{ path, kind: 'missing_available', words: say.leftOut, value: could }];
  }
  if (Array.isArray(own) && Array.isArray(could)) return rowsLeftOut(own, could, path, say);
  if (typeof own !== 'object' || own === null || typeof could !== 'object' || could === null) return [];
  return Object.entries(could).flatMap(([key, value]) =>
    leftOut(Reflect.get(own, key), value, path === '' ? key : `${path}.${key}`, say),
  );
}

function rowsLeftOut(
  own: readonly unknown[],
  could: readonly unknown[],
  path: string,
  say: NcmecWords['problems'],
): Problem[] {
  // how it was said where it happened is a person's choice
  if (path === 'internetDetails') return [];
  let added = own.length;
  return could.flatMap((row) => {
    const at = own.findIndex((one) => sameRow(one, row));
    if (at !== -1) return leftOut(own[at], row, `${path}.${at}`, say);
    return [{ path: `${path}.${added++}`, kind: 'missing_available' as const, words: say.leftOut, value: row }];
  });
}

function sameRow(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  const key = KEYS.find((name) => Reflect.get(b, name) !== undefined);
  if (key === undefined) return JSON.stringify(a) === JSON.stringify(b);
  return Reflect.get(a, key) === Reflect.get(b, key) && Reflect.get(a, 'dateTime') === Reflect.get(b, 'dateTime');
}

const isNothing = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => one === undefined);
