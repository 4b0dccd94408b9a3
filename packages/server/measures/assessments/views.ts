/** Assessments as the staff API shows them. */
import type {
  AssessmentDraft,
  AssessmentSummary,
  AssessmentVersion,
  AssessmentView,
  SignedVersion,
} from '@kith/contract';
import { pseudonymsOf } from '../../cases/index.ts';
import type { AssessmentDraftRow } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { answeredVersions } from '../answered.ts';
import { countNames, dayName, dayOf } from '../counts/index.ts';
import { type Answers, isOpen, openQuestions } from './answering.ts';
import { openChanges, viewChange } from './changes.ts';
import { readDraft, readSections, type Saved } from './drafts.ts';
import type { AssessmentKind } from './kinds.ts';
import { offersOf } from './offers.ts';
import type { AssessmentOptions } from './options.ts';
import { shownSections } from './shown.ts';
import { standingOf } from './standing.ts';
import { lastVersions, readVersion, type Version, versionsOf } from './versions.ts';

const isoTime = (at_ms: number): string => new Date(Number(at_ms)).toISOString();

const unknownKind = () => new ProblemError('not_known', 'there is no such kind of assessment', 'kind');

/** The kind as it is asked now. @throws ProblemError `not_known` */
export function kindOf({ kinds }: Pick<AssessmentOptions, 'kinds'>, name: string): AssessmentKind {
  const kind = kinds.find((one) => one.kind === name);
  if (kind === undefined) throw unknownKind();
  return kind;
}

interface Standing {
  last: Version | undefined;
  /** null where nobody has begun one */
  draft: { row: AssessmentDraftRow; answers: Answers } | null;
  changes: number;
  today: number;
}

/** A kind that nobody asks about any more is called as its last version calls it. */
function summaryOf(
  kind: Pick<AssessmentKind, 'kind' | 'title' | 'law'>,
  asked: AssessmentKind | undefined,
  { last, draft, changes, today }: Standing,
): AssessmentSummary {
  const questions = asked?.sections.reduce((n, section) => n + section.questions.length, 0) ?? 1;
  return {
    ...{ kind: kind.kind, title: kind.title, law: kind.law, changes },
    standing: standingOf(last?.row ?? null, changes, today),
    last:
      last === undefined
        ? null
        : {
            ...{ number: last.row.number, name: last.content.signed.name },
            ...{ signedAt: isoTime(last.row.signed_at), due: dayName(last.row.due_day) },
          },
    draft:
      draft === null || asked === undefined
        ? null
        : { number: draft.row.number, open: openQuestions(asked, draft.answers).length, of: questions },
  };
}

/** Every kind that is asked, in their order, then what was signed of others. */
export async function listAssessments({ db, kinds, clock }: AssessmentOptions): Promise<AssessmentSummary[]> {
  const [lasts, drafts, changes] = [
    await lastVersions(db),
    await db.selectFrom('assessment_draft').selectAll().execute(),
    await openChanges(db),
  ];
  const answers = new Map<string, Answers>();
  for (const { id } of drafts) answers.set(id, (await readSections(db, id)).answers);
  const others = lasts.map(({ content }) => content).filter(({ kind }) => !kinds.some((one) => one.kind === kind));
  return [...kinds, ...others].map((kind) => {
    const row = drafts.find((one) => one.kind === kind.kind);
    return summaryOf(
      kind,
      kinds.find((one) => one.kind === kind.kind),
      {
        last: lasts.find((one) => one.row.kind === kind.kind),
        draft: row === undefined ? null : { row, answers: answers.get(row.id) ?? new Map() },
        changes: changes.filter((one) => one.kind === kind.kind).length,
        today: dayOf(clock()),
      },
    );
  });
}

/** @throws ProblemError `not_known` where it is neither asked nor was ever signed */
export async function viewAssessment(options: AssessmentOptions, name: string): Promise<AssessmentView> {
  const { db, kinds, clock } = options;
  const asked = kinds.find((one) => one.kind === name);
  const versions = await versionsOf(db, name);
  const [last] = versions;
  const kind = asked ?? last?.content;
  if (kind === undefined) throw unknownKind();
  const row = asked === undefined ? undefined : await readDraft(db, name);
  const saved = row === undefined ? null : await readSections(db, row.id);
  const planned = await openChanges(db, name);
  const nameOf = await pseudonymsOf(db, [
    ...versions.map((version) => version.row.signed_by),
    ...(row === undefined ? [] : [row.started_by]),
    ...[...(saved?.rows.values() ?? [])].map(({ saved_by }) => saved_by),
  ]);
  const draft = row === undefined || saved === null ? null : { row, answers: saved.answers };
  const summary = summaryOf(kind, asked, { last, draft, changes: planned.length, today: dayOf(clock()) });
  const { about, wording } = kind;
  return {
    ...summary,
    ...{ about, wording, asked: asked !== undefined, planned: planned.map(viewChange) },
    review: asked?.review ?? { months: 12, source: '', wording },
    editing:
      row === undefined || saved === null || asked === undefined
        ? null
        : await viewDraft(options, asked, row, saved, nameOf),
    versions: versions.map((version) => viewSigned(version, nameOf)),
  };
}

type NameOf = (id: string | null) => string | null;

const viewSigned = ({ row, content }: Version, nameOf: NameOf): SignedVersion => ({
  ...{ number: row.number, from: content.from, name: content.signed.name, position: content.signed.position },
  ...{ signedAt: isoTime(row.signed_at), signedBy: nameOf(row.signed_by) ?? row.signed_by },
  ...{ due: dayName(row.due_day), sha256: row.sha256 },
});

async function viewDraft(
  { db, registry: { codes } }: AssessmentOptions,
  kind: AssessmentKind,
  row: AssessmentDraftRow,
  { rows, answers }: Saved,
  nameOf: NameOf,
): Promise<AssessmentDraft> {
  const shown = await shownSections(db, codes, kind, answers);
  return {
    ...{ id: row.id, number: row.number, from: row.based_on, version: row.version },
    ...{ startedBy: nameOf(row.started_by) ?? row.started_by, startedAt: isoTime(row.started_at) },
    catalogue: {
      counts: countNames.map(({ name, title }) => ({ name, title })),
      measures: codes.flatMap(({ code, measures }) => measures.map(({ id, title }) => ({ code, id, title }))),
    },
    sections: kind.sections.map((section, i) => {
      const saved = rows.get(section.id);
      return {
        ...{ id: section.id, title: section.title, about: section.about ?? null, version: saved?.version ?? 0 },
        savedBy: saved === undefined ? null : (nameOf(saved.saved_by) ?? saved.saved_by),
        savedAt: saved === undefined ? null : isoTime(saved.saved_at),
        questions: section.questions.flatMap(({ figures, measures }, q) => {
          const question = shown[i]?.questions[q];
          if (question === undefined) return [];
          return [{ ...question, figures, measures, open: isOpen(question, question) }];
        }),
      };
    }),
  };
}

export async function viewVersion(
  { db, kinds, registry }: AssessmentOptions,
  name: string,
  number: number,
): Promise<AssessmentVersion> {
  const { row, content } = await readVersion(db, name, number);
  const asked = kinds.find((one) => one.kind === name);
  const [answered] = await answeredVersions(db, 1);
  const offers = asked === undefined ? [] : offersOf(asked, content, registry.questions, answered?.answers ?? null);
  return { content, sha256: row.sha256, offers };
}
