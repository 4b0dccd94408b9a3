/**
 * The operator's file of referrals (KITH_REFERRALS): who provides the service, who reports for it, by which authority, and the
 * operator's own targets. What the law says in words that Kith's authors could not compare with the official text is the
 * operator's to say here: the definitions of priorities, where the portal is, whom to call.
 */
import { z } from 'zod';
import type { Config } from '../ground/config/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { RulesError } from '../rules-error.ts';
import { type NcmecSettings, ncmecSettings } from './ncmec/settings.ts';

/** Words of one setting, characters. */
const WORDS_MAX = 2_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The longest target that makes sense, minutes: a month. */
const TARGET_MAX = 31 * 24 * 60;

const text = (max: number) => z.string().trim().min(1).max(max);
const inBoth = z.strictObject({ en: text(WORDS_MAX), cy: text(WORDS_MAX) });
const email = z.email().max(255);
const telephone = z.string().regex(/^\+[1-9]\d{3,14}$/, 'must be an E.164 number, such as +441632960001');

const person = z.strictObject({ firstName: text(100), lastName: text(100), email, telephone: telephone.optional() });

const priority = z.strictObject({
  /** when it applies, for those who choose it */
  words: inBoth,
  /** how soon it is to be sent, in this operator's own judgement */
  targetMinutes: z.int().min(1).max(TARGET_MAX),
});

/**
 * SI 2026/268 reg. 6(6) defines three priorities, and 6(7) how soon: "immediately", "as soon as reasonably practicable", "without
 * undue delay" (grade Q for 1, S for 2 and 3), and no number of hours. The words of 2 and 3 were not to be had: what stands here
 * is a placeholder that the operator replaces.
 */
const PRIORITIES = {
  1: {
    words: {
      en: 'An immediate threat to a child’s life, or an immediate risk of serious harm to a child.',
      cy: 'Bygythiad uniongyrchol i fywyd plentyn, neu risg uniongyrchol o niwed difrifol i blentyn.',
    },
    targetMinutes: 15,
  },
  2: {
    words: {
      en: 'A child may be at risk, and it is not immediate. (Replace this by the official definition.)',
      cy: 'Gall plentyn fod mewn perygl, ond nid yw’n uniongyrchol. (Rhowch y diffiniad swyddogol yn ei le.)',
    },
    targetMinutes: 4 * 60,
  },
  3: {
    words: {
      en: 'Everything else that must be reported. (Replace this by the official definition.)',
      cy: 'Popeth arall y mae’n rhaid rhoi gwybod amdano. (Rhowch y diffiniad swyddogol yn ei le.)',
    },
    targetMinutes: 24 * 60,
  },
} as const;

const nca = z.strictObject({
  /** YYYY-MM-DD: since when the NCA has registered the provider (reg. 4(1), grade Q: before the first report) */
  registeredOn: z.iso.date().nullable().default(null),
  /** the organisation administrator and their replacement (reg. 5, grade Q) */
  administrators: z
    .array(person.extend({ role: text(200) }))
    .max(2)
    .default([]),
  /** as the NCA told this operator */
  portalUrl: z
    .url({ protocol: /^https$/ })
    .nullable()
    .default(null),
  /** whom to call out of hours where it can't wait; 999 is always named, too */
  urgentTelephone: telephone.nullable().default(null),
  /**
   * what hands it to the NCA's API, for operators who hold its specification, which is not public: a module that gives a function from
   * these settings to a machine that sends (kinds/filer.ts). Without it the NCA's is filed by hand
   */
  api: z
    .strictObject({ module: text(4_096), test: z.boolean().default(false) })
    .nullable()
    .default(null),
});

const provider = z.strictObject({
  /** a UK provider reports to the NCA; another one what is UK-linked (OSA s.66, grade P) */
  uk: z.boolean(),
  name: text(255),
  /** the part of the service that it is about, as the authorities are to read it */
  platform: text(255),
  /** a foreign authority (NCMEC) gets it already (OSA s.70(5), grade Q): then the NCA's is covered by that */
  reportsAbroad: z.boolean().default(false),
});

/** What has a value whether there is a file or not. */
const always = {
  /** which kind a ruling drafts; by the provider unless it is said */
  usual: z.string().max(32).optional(),
  priorities: z.strictObject({ 1: priority, 2: priority, 3: priority }).default(PRIORITIES),
  /** of what is drafted by itself, until a person says otherwise */
  usualPriority: z.literal([1, 2, 3]).default(2),
  /** how soon an authority's request must be answered, days (grade S: no later than 7) */
  answerDays: z.int().min(1).max(31).default(7),
  /** how long the reference number is kept (SI 2026/268 reg. 8(1)(a), grade Q: 5 years from its issue) */
  referenceYears: z.int().min(1).max(50).default(5),
  /** a person is called when sending has failed for so long */
  stuckAfterHours: z
    .number()
    .positive()
    .max(14 * 24)
    .default(6),
};

/** Kinds of an operator's own at most: one a country that they report to. */
const KINDS_MAX = 32;

const file = z.strictObject({
  provider,
  reporter: person,
  /** for the authority's officers, where it is somebody else */
  contact: person.optional(),
  ...always,
  nca: nca.prefault({}),
  /** where it is not there, what goes to NCMEC is filed by hand */
  ncmec: ncmecSettings.optional(),
  /** modules with kinds of the operator's own, beside Kith's: each gives a function from these settings to a kind */
  kinds: z.array(text(4_096)).max(KINDS_MAX).default([]),
});

type Read = z.output<typeof file>;
export type Person = z.output<typeof person>;

/** Without a file `provider` and `reporter` are null, and nothing is sent by machine. */
export interface ReferralSettings extends Omit<Read, 'provider' | 'reporter' | 'contact' | 'ncmec'> {
  provider: Read['provider'] | null;
  reporter: Person | null;
  contact: Person | null;
  ncmec: NcmecSettings | null;
}

const NO_FILE: ReferralSettings = {
  ...{ provider: null, reporter: null, contact: null, ncmec: null },
  ...z.strictObject(always).parse({}),
  nca: nca.parse({}),
  kinds: [],
};

/** @throws RulesError which names the field at fault */
export function readReferrals({ referrals: { file: path } }: Pick<Config, 'referrals'>): ReferralSettings {
  if (path === null) return NO_FILE;
  const read = readYamlFile(path, file);
  if (!read.ok) throw new RulesError(`The referrals can't be used:\n${formatProblems(read.problems)}`);
  const { contact = null, ncmec = null, ...rest } = read.value;
  return { ...rest, contact, ncmec };
}

/** The kind that this operator files by unless something else is said. */
export const usualKind = ({ usual, provider: by }: ReferralSettings): string =>
  usual ?? (by === null || (by.uk && !by.reportsAbroad) ? 'nca' : 'ncmec');

export const targetOf_ms = ({ priorities }: ReferralSettings, of: 1 | 2 | 3): number =>
  priorities[of].targetMinutes * MINUTE_MS;

export const answerWithin_ms = ({ answerDays }: ReferralSettings): number => answerDays * DAY_MS;
