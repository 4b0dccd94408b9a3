/**
 * Assessments and records that a service must keep in writing: drafts, versions that were signed and never change, and notes of
 * changes that are planned. Kith asks, keeps and reminds; it judges nothing by the law.
 */
import { z } from 'zod';
import { gradeOfWording, harmLevel } from './measures.ts';
import { time } from './words.ts';

/** The longest answer, UTF-16 code units: ten pages. */
const ANSWER_LENGTH_MAX = 30_000;
/** The longest note of what is planned, UTF-16 code units: half a page. */
const NOTE_LENGTH_MAX = 2_000;
/** The longest title or name of a person, UTF-16 code units. */
const NAME_LENGTH_MAX = 200;
/** What lies beside one answer: more belongs in a document of its own. */
const EVIDENCE_MAX = 20;
/** The longest period that is counted as evidence, days. */
export const EVIDENCE_DAYS_MAX = 3_660;
/** Questions of one section: more than anybody answers on one page. */
export const QUESTIONS_MAX = 40;
/** Sections of one kind, a page each. */
export const SECTIONS_MAX = 20;
/** Versions that are listed, the newest: a year each, for longer than anybody keeps them. */
export const VERSIONS_MAX = 100;
/** Changes that are noted and not yet reviewed: more means that nobody reviews. */
export const OPEN_CHANGES_MAX = 100;

const isKept = (words: string): boolean => !words.includes('\0') && words.isWellFormed();
const NOT_KEPT = 'must be Unicode text without zero bytes';
/** A draft, by the name that Kith gave it: what has no such name is no draft. */
const draftName = z.string().max(128).refine(isKept, NOT_KEPT);
/** What people write down, and must. */
const text = (lengthMax: number) => z.string().trim().min(1).max(lengthMax).refine(isKept, NOT_KEPT);

/** The name of a kind, a section or a question. */
export const assessmentName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a name of small letters, digits and underscores');

export const answerForm = z.enum(['text', 'yes_no', 'level']);
export type AnswerForm = z.infer<typeof answerForm>;

/** What is laid beside an answer, as it is said. */
const count = { of: z.literal('count'), name: z.string().min(1).max(NAME_LENGTH_MAX) };
const measure = {
  of: z.literal('measure'),
  code: z.string().min(1).max(NAME_LENGTH_MAX),
  id: z.string().min(1).max(NAME_LENGTH_MAX),
};
const written = {
  of: z.literal('document'),
  title: text(NAME_LENGTH_MAX),
  /** where it is: an address, a place in a file store, a drawer */
  where: text(NOTE_LENGTH_MAX),
};
/** `days`: how many days are counted, up to the last that is over */
export const saidEvidence = z.discriminatedUnion('of', [
  z.strictObject({ ...count, days: z.int().min(1).max(EVIDENCE_DAYS_MAX) }),
  z.strictObject(measure),
  z.strictObject(written),
]);
export type SaidEvidence = z.infer<typeof saidEvidence>;

/** The same as it is shown: in a draft as it is now, in a version as it was on the day of signing. */
export const shownEvidence = z.discriminatedUnion('of', [
  z.strictObject({
    ...count,
    days: z.int().min(1),
    title: z.string(),
    /** null where no day is over yet that was counted, or where nothing is counted by this name any more */
    counted: z
      .strictObject({
        from: z.iso.date(),
        to: z.iso.date(),
        n: z.int().min(0),
        /** it may have been more: a process that is killed forgets the last seconds of what was asked */
        least: z.boolean(),
        /** how it stood when the last day ended, not added up */
        standing: z.boolean(),
      })
      .nullable(),
  }),
  z.strictObject({
    ...measure,
    /** null where the registry has no such measure any more */
    known: z.strictObject({ title: z.string(), version: z.string(), wording: gradeOfWording }).nullable(),
  }),
  z.strictObject(written),
]);
export type ShownEvidence = z.infer<typeof shownEvidence>;

/** A level, or yes or no; null where it isn't said, and of a question that wants words alone. */
const said = z.enum(['yes', 'no', ...harmLevel.options]).nullable();

const answer = { said, words: z.string().max(ANSWER_LENGTH_MAX).refine(isKept, NOT_KEPT) };
const saidAnswer = z.strictObject({ ...answer, evidence: z.array(saidEvidence).max(EVIDENCE_MAX) });
export type SaidAnswer = z.infer<typeof saidAnswer>;
/** By the names of the section's questions. */
export const sectionAnswers = z.record(assessmentName, saidAnswer);
export type SectionAnswers = z.infer<typeof sectionAnswers>;

const question = {
  id: assessmentName,
  ask: z.string(),
  hint: z.string().nullable(),
  answer: answerForm,
  source: z.string(),
  wording: gradeOfWording,
};

/** A question with its answer. */
const answered = z.strictObject({ ...question, ...answer, evidence: z.array(shownEvidence) });
export type AnsweredQuestion = z.infer<typeof answered>;

const change = z.strictObject({
  id: z.string(),
  /** what is planned */
  note: z.string(),
  /** the day on which it is to be made, where that is known */
  planned: z.iso.date().nullable(),
  notedAt: time,
});
export type AssessmentChange = z.infer<typeof change>;

/** What was signed. It is kept as it was, and its SHA-256 with it. */
export const assessmentContent = z.strictObject({
  kind: assessmentName,
  number: z.int().min(1),
  title: z.string(),
  about: z.string(),
  law: z.string(),
  wording: gradeOfWording,
  /** the version that it was begun from; null where it is the first */
  from: z.int().min(1).nullable(),
  sections: z.array(
    z.strictObject({
      id: assessmentName,
      title: z.string(),
      about: z.string().nullable(),
      questions: z.array(answered),
    }),
  ),
  /** changes that were planned, and are considered here */
  changes: z.array(change),
  signed: z.strictObject({
    name: z.string(),
    position: z.string(),
    /** the day, in UTC */
    on: z.iso.date(),
  }),
  review: z.strictObject({ due: z.iso.date(), source: z.string(), wording: gradeOfWording }),
});
export type AssessmentContent = z.infer<typeof assessmentContent>;

/** How it stands with a kind: what is missing, what is due. */
export const assessmentStanding = z.enum(['missing', 'overdue', 'change', 'due_soon', 'signed']);
export type AssessmentStanding = z.infer<typeof assessmentStanding>;

const summary = z.strictObject({
  kind: assessmentName,
  title: z.string(),
  law: z.string(),
  standing: assessmentStanding,
  /** null where nothing was signed */
  last: z.strictObject({ number: z.int().min(1), name: z.string(), signedAt: time, due: z.iso.date() }).nullable(),
  draft: z.strictObject({ number: z.int().min(1), open: z.int().min(0), of: z.int().min(1) }).nullable(),
  /** changes that are planned and not yet considered in a version */
  changes: z.int().min(0),
});
export type AssessmentSummary = z.infer<typeof summary>;
export const assessmentList = z.strictObject({ assessments: z.array(summary) });
export type AssessmentList = z.infer<typeof assessmentList>;

const draftQuestion = answered.extend({
  /** what the kind suggests to lay beside the answer: names of the catalogue */
  figures: z.array(z.string()),
  measures: z.array(z.strictObject({ code: z.string(), id: z.string() })),
  /** whether it must be answered before anybody can sign, and isn't */
  open: z.boolean(),
});
export type DraftQuestion = z.infer<typeof draftQuestion>;

const draftSection = z.strictObject({
  id: assessmentName,
  title: z.string(),
  about: z.string().nullable(),
  /** of this section's answers: what is saved over another version than this is refused */
  version: z.int().min(0),
  /** the pseudonym of who saved it last */
  savedBy: z.string().nullable(),
  savedAt: time.nullable(),
  questions: z.array(draftQuestion),
});
export type DraftSection = z.infer<typeof draftSection>;

const draft = z.strictObject({
  id: z.string(),
  /** of the version that it will be */
  number: z.int().min(1),
  from: z.int().min(1).nullable(),
  /** of all of it: what is signed is what was read */
  version: z.int().min(0),
  startedBy: z.string(),
  startedAt: time,
  sections: z.array(draftSection),
  /** all that may be laid beside answers */
  catalogue: z.strictObject({
    counts: z.array(z.strictObject({ name: z.string(), title: z.string() })),
    measures: z.array(z.strictObject({ code: z.string(), id: z.string(), title: z.string() })),
  }),
});
export type AssessmentDraft = z.infer<typeof draft>;

const signedVersion = z.strictObject({
  number: z.int().min(1),
  from: z.int().min(1).nullable(),
  name: z.string(),
  position: z.string(),
  signedAt: time,
  /** the pseudonym of whose session it was */
  signedBy: z.string(),
  due: z.iso.date(),
  /** of the content, hexadecimal */
  sha256: z.string(),
});
export type SignedVersion = z.infer<typeof signedVersion>;

export const assessmentView = summary.extend({
  about: z.string(),
  wording: gradeOfWording,
  review: z.strictObject({ months: z.int().min(1), source: z.string(), wording: gradeOfWording }),
  /** false of a kind that this Kith has no questions for any more */
  asked: z.boolean(),
  editing: draft.nullable(),
  /** the newest first */
  versions: z.array(signedVersion).max(VERSIONS_MAX),
  planned: z.array(change).max(OPEN_CHANGES_MAX),
});
export type AssessmentView = z.infer<typeof assessmentView>;

/** PUT of a section: `version` is that of the section which was read. What was not answered is left out. */
export const sectionInput = z.strictObject({ draft: draftName, version: z.int().min(0), answers: sectionAnswers });
/** POST .../sign: `version` is that of the whole draft which was read. */
export const signInput = z.strictObject({
  draft: z.string(),
  version: z.int().min(0),
  name: text(NAME_LENGTH_MAX),
  position: text(NAME_LENGTH_MAX),
  /** changes that are considered in it, by id */
  changes: z.array(z.string()).max(OPEN_CHANGES_MAX),
});
/** POST .../discard */
export const discardInput = z.strictObject({ draft: draftName, version: z.int().min(0) });
/** POST .../changes */
export const changeInput = z.strictObject({ note: text(NOTE_LENGTH_MAX), planned: z.iso.date().nullable() });

/** What one version says otherwise than another. */
export const assessmentDifference = z.strictObject({
  before: z.int().min(1),
  /** null: the draft as it is now */
  after: z.int().min(1).nullable(),
  questions: z.array(
    z.strictObject({
      section: z.string(),
      id: assessmentName,
      ask: z.string(),
      what: z.enum(['added', 'gone', 'changed']),
      before: answered.nullable(),
      after: answered.nullable(),
    }),
  ),
});
export type AssessmentDifference = z.infer<typeof assessmentDifference>;

export const assessmentVersion = z.strictObject({
  content: assessmentContent,
  sha256: z.string(),
  /** what it says that the measures' answers don't say, or say otherwise */
  offers: z.array(
    z.strictObject({
      of: z.enum(['fact', 'risk']),
      name: z.string(),
      ask: z.string(),
      says: z.string(),
      /** null where it isn't answered */
      now: z.string().nullable(),
    }),
  ),
});
export type AssessmentVersion = z.infer<typeof assessmentVersion>;
