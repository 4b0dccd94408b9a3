/**
 * Measures of Ofcom's codes for one service: what it answered about itself, and from that which apply. Kith shows what is there;
 * it judges nothing by the law.
 */
import { z } from 'zod';
import { isName, time } from './words.ts';

/** How likely and how grave a kind of harm is on a service, by its own assessment. */
export const harmLevel = z.enum(['negligible', 'low', 'medium', 'high']);
export type HarmLevel = z.infer<typeof harmLevel>;

/** More kinds of illegal content than the guidance has. */
export const OTHER_KINDS_MAX = 100;
/** The longest name of a fact or a risk, characters. */
const NAME_LENGTH_MAX = 64;
/** Answers at most: more than any registry asks. */
const ANSWERS_MAX = 200;

const name = z.string().min(1).max(NAME_LENGTH_MAX);
const few = (of: object): boolean => Object.keys(of).length <= ANSWERS_MAX;

/** Words with the language they are in: of the operator's own, and of what nobody has put into the reader's, it is another. */
export const said = z.strictObject({ words: z.string(), language: z.enum(['en', 'cy']) });
export type Said = z.infer<typeof said>;

/** Answers by the names of their questions; what is missing is not answered. */
export const measureAnswers = z.strictObject({
  facts: z.record(name, z.boolean()).refine(few, `must be at most ${ANSWERS_MAX}`),
  risks: z.record(name, harmLevel).refine(few, `must be at most ${ANSWERS_MAX}`),
  /** of how many other kinds of illegal content the risk is medium or high; null: not answered */
  otherKinds: z.int().min(0).max(OTHER_KINDS_MAX).nullable(),
});
export type MeasureAnswers = z.infer<typeof measureAnswers>;

/** PUT /v1/measures/answers. `after`: the version that they take the place of; 0 where there is none. */
export const measureAnswersInput = z.strictObject({ after: z.int().min(0), answers: measureAnswers });

const version = z.strictObject({
  version: z.int().min(1),
  at: time,
  /** the pseudonym of who answered */
  by: z.string(),
  answers: measureAnswers,
});

/** GET /v1/measures/welsh: sentences of the registry, of assessments and of the calendar, by the English ones. */
export const measuresWelsh = z.strictObject({ welsh: z.record(z.string(), z.string()) });
export type MeasuresWelsh = z.infer<typeof measuresWelsh>;

/** How a measure stands for the service, by what Kith has of it; never whether the law is satisfied. */
export const measureState = z.enum(['not', 'partly', 'open', 'attested', 'shown', 'not_applicable']);
export type MeasureState = z.infer<typeof measureState>;

/** Why it stands so. */
export const measureWhy = z.enum(['data', 'word', 'gaps', 'tests_alone', 'nothing', 'not_asked', 'unanswered']);
export type MeasureWhy = z.infer<typeof measureWhy>;

/** How sure Kith is of a wording; all but what was quoted is to be checked against the official text. */
export const gradeOfWording = z.enum(['quoted', 'paraphrase', 'recalled']);
export type GradeOfWording = z.infer<typeof gradeOfWording>;

/** The most versions that are shown, the newest first. */
export const ANSWERS_SHOWN_MAX = 50;

export const measureQuestions = z.strictObject({
  facts: z.array(
    z.strictObject({
      ...{ fact: z.string(), ask: said, hint: said.nullable() },
      /** on what the question rests, and how sure that is what the official text says */
      ...{ source: z.string(), wording: gradeOfWording },
    }),
  ),
  risks: z.array(z.strictObject({ risk: z.string(), ask: said })),
  otherKinds: z.strictObject({ ask: said }),
  /** every version of the answers, the newest first; what holds is the first */
  versions: z.array(version).max(ANSWERS_SHOWN_MAX),
});
export type MeasureQuestions = z.infer<typeof measureQuestions>;

const oneAnswer = z.union([z.boolean(), harmLevel, z.int().min(0)]).nullable();

/** GET /v1/measures/answers/{version} */
export const measureAnswersVersion = z.strictObject({
  version: z.int().min(1),
  at: time,
  by: z.string(),
  /** the version that holds now */
  latest: z.int().min(1),
  /** whether the questions are those that were asked then; else those that are asked now, as nobody wrote them down */
  askedThen: z.boolean(),
  answers: z.array(
    z.strictObject({
      name: z.string(),
      /** null of a question that isn't among them */
      ask: said.nullable(),
      /** null: not answered */
      answer: oneAnswer,
      /** in the version before; null where there is none, too */
      before: oneAnswer,
    }),
  ),
});
export type MeasureAnswersVersion = z.infer<typeof measureAnswersVersion>;

/** The longest text of an attestation, characters: a page. */
export const ATTESTATION_LENGTH_MAX = 4000;
/** The largest file that stands behind one, bytes. */
export const ATTESTATION_FILE_BYTES_MAX = 10 * 1024 * 1024;
/** The longest that one may hold, days: three years. */
export const ATTESTATION_DAYS_MAX = 1096;
/** How long one holds unless told otherwise, days. */
export const ATTESTATION_DAYS = 365;
/** The longest name of a file, characters. */
const FILE_NAME_LENGTH_MAX = 128;

const fileName = z
  .string()
  .min(1)
  .max(FILE_NAME_LENGTH_MAX)
  .refine((text) => isName(text) && !/[/\\]/.test(text), 'must be a name of text, without slashes');

/** POST /v1/measures/{code}/{measure}/attestations */
export const attestationInput = z.strictObject({
  /** which of the measure's statements, in its very words */
  statement: z.string().min(1).max(500),
  words: z.string().trim().min(1).max(ATTESTATION_LENGTH_MAX),
  /** the pseudonym of who answers for it; whoever attests, unless told otherwise */
  owner: z.string().min(1).max(64).optional(),
  /** the last day on which it holds; a year from now unless told otherwise */
  validUntil: z.iso.date().optional(),
  file: z
    .strictObject({
      name: fileName,
      /** its bytes */
      base64: z
        .string()
        .min(1)
        .max(Math.ceil(ATTESTATION_FILE_BYTES_MAX / 3) * 4),
    })
    .optional(),
});
export type AttestationInput = z.infer<typeof attestationInput>;

export const attestationView = z.strictObject({
  id: z.string(),
  statement: z.string(),
  words: z.string(),
  owner: z.string(),
  by: z.string(),
  at: time,
  /** the last day on which it holds */
  validUntil: z.iso.date(),
  /** somebody stands by it today */
  holds: z.boolean(),
  file: z.strictObject({ name: z.string(), bytes: z.int(), sha256: z.string() }).nullable(),
  ended: z.strictObject({ at: time, by: z.string(), how: z.enum(['replaced', 'withdrawn']) }).nullable(),
});
export type AttestationView = z.infer<typeof attestationView>;

const measureCode = z.strictObject({
  code: z.string(),
  title: said,
  version: z.string(),
  issued: z.string(),
  inForce: z.string().nullable(),
  status: z.enum(['in_force', 'proposal']),
  link: z.string(),
});

const measureShort = z.strictObject({
  code: z.string(),
  id: z.string(),
  title: said,
  wording: gradeOfWording,
  state: measureState,
  why: measureWhy,
  /** of its ways to be shown, those that show nothing, or less than all */
  gaps: z.int().min(0),
  ways: z.int().min(1),
  /** nobody has to do it yet */
  proposal: z.boolean(),
  /** the operator's own, or in their words */
  own: z.boolean(),
});
export type MeasureShort = z.infer<typeof measureShort>;

/** How far counting has come. */
const counted = z.strictObject({
  /** the first day that was counted: of what lies before, nobody knows how much there was; null where counting hasn't begun */
  since: z.iso.date().nullable(),
  /** the last finished day; null before there is one */
  through: z.iso.date().nullable(),
  /** whether what was counted agrees with what it was counted from, as was looked last; null where nobody has looked yet */
  agrees: z.strictObject({ at: time, days: z.int().min(0), differences: z.int().min(0) }).nullable(),
});

/** GET /v1/measures: gaps first. */
export const measuresView = z.strictObject({
  answers: z.strictObject({ version: z.int().min(0), at: time.nullable(), unanswered: z.int().min(0) }),
  counted,
  /** why the operator's own folder isn't in use as it is now: lines of file:line:column; null where it is, or there is none */
  problems: z.string().nullable(),
  codes: z.array(measureCode),
  measures: z.array(measureShort),
});
export type MeasuresView = z.infer<typeof measuresView>;

/** The most that is told of one count beside its months: keys, the largest first. */
export const COUNT_PARTS_MAX = 24;
/** Months that are told of a count, the last of them this one. */
export const COUNT_MONTHS = 24;

const n = z.int().min(0);

export const measureWay = z.discriminatedUnion('way', [
  z.strictObject({
    way: z.literal('counted'),
    name: z.string(),
    title: said,
    gap: z.boolean(),
    /** none of it is no gap: it hangs on what others do */
    mayBeNone: z.boolean(),
    /** counted in memory: at least so many */
    atLeast: z.boolean(),
    /** how it stood when a day ended; days aren't added up */
    standing: z.boolean(),
    /** the key that the year and the months count: the others are steps of the same thing; null where all are added up */
    total: z.string().nullable(),
    /** the first day from which on this is counted; null where it hasn't begun */
    since: z.iso.date().nullable(),
    /** of the 365 days that end today, as far as they were counted */
    year: n,
    /** the same by what tells its counts apart, the largest first */
    dimensions: z.array(z.string()),
    parts: z.array(z.strictObject({ key: z.array(z.string()), n })).max(COUNT_PARTS_MAX),
    /** in order; the last is under way, and a month before counting began has no number: that is not 0 */
    months: z.array(z.strictObject({ month: z.string(), n: n.nullable(), partial: z.boolean() })).max(COUNT_MONTHS),
  }),
  z.strictObject({
    way: z.literal('configured'),
    name: z.string(),
    title: said,
    gap: z.boolean(),
    shows: z.enum(['shown', 'partly', 'not']),
    found: said,
  }),
  z.strictObject({
    way: z.literal('tested'),
    file: z.string(),
    /** what the test's sentences say; none where this installation has no tests with it */
    holds: z.array(z.string()),
  }),
  z.strictObject({
    way: z.literal('attested'),
    /** as an attestation names it */
    statement: z.string(),
    title: said,
    gap: z.boolean(),
    /** what stands, also where its time is over; null where nobody has said anything */
    standing: attestationView.nullable(),
  }),
]);
export type MeasureWay = z.infer<typeof measureWay>;

const measureApplies = z.enum(['yes', 'no', 'open']);

/** A line of why a measure applies or not; all, any and not are about the lines after it that stand deeper. */
export const measureReason = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('named'),
    depth: z.int().min(0),
    holds: measureApplies,
    /** a fact, a risk and its least level (`grooming high`), or a term that is worked out */
    name: z.string(),
    /** the question behind it; null of a term */
    ask: said.nullable(),
  }),
  z.strictObject({ is: z.enum(['all', 'any', 'not']), depth: z.int().min(0), holds: measureApplies }),
]);
export type MeasureReason = z.infer<typeof measureReason>;

/** GET /v1/measures/{code}/{measure} */
export const measureView = z.strictObject({
  ...measureShort.shape,
  of: measureCode,
  about: said.nullable(),
  /** whether it applies, and why: the lines of its condition in order, the whole first */
  applies: measureApplies,
  because: z.array(measureReason),
  shown: z.array(measureWay),
  counted,
  /** what was attested before, or in other words than the measure has now; the newest first */
  earlier: z.array(attestationView),
  /** the reader may attest, and withdraw */
  mayAttest: z.boolean(),
});
export type MeasureView = z.infer<typeof measureView>;

/** The longest text of a code of practice, characters. */
export const CODE_LENGTH_MAX = 256 * 1024;

/** POST /v1/measures/compare: a code of practice as a file would have it. */
export const measuresCompareInput = z.strictObject({ text: z.string().min(1).max(CODE_LENGTH_MAX) });

const inBoth = z.strictObject({ id: z.string(), title: z.string() });

/** What a version of a code has otherwise than the one in use, and how the measures would stand then. */
export const measuresDifference = z.strictObject({
  /** what is wrong with it, by line; then nothing was compared */
  problems: z.array(z.strictObject({ line: z.int(), column: z.int(), field: z.string(), message: z.string() })),
  compared: z
    .strictObject({
      code: z.string(),
      /** the version in use; null where there is no such code */
      before: z.string().nullable(),
      after: z.string(),
      /** each with the state that it would have, or has */
      added: z.array(z.strictObject({ ...inBoth.shape, state: measureState })),
      gone: z.array(z.strictObject({ ...inBoth.shape, state: measureState })),
      changed: z.array(
        z.strictObject({
          ...inBoth.shape,
          fields: z.array(z.enum(['title', 'wording', 'applies', 'about', 'shown'])),
          before: measureState,
          after: measureState,
        }),
      ),
    })
    .nullable(),
});
export type MeasuresDifference = z.infer<typeof measuresDifference>;

/** GET /v1/measures/export: of a day that is over. */
export const measureExportQuery = z.strictObject({
  day: z.iso.date(),
  format: z.enum(['html', 'pdf', 'csv', 'json']).default('html'),
});
