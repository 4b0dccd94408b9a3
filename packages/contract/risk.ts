/**
 * The risk model: how much each observation weighs, and from which sum on risk is low, medium or high. Part of the policy,
 * so that it is owned, versioned, tried and rolled back like every other rule.
 */
import { z } from 'zod';
import { ruleMode } from './rules.ts';
import { ageBand, country, evidenceCode, id, language, risk, time } from './words.ts';

/** What an account does, beside what it writes. Each is explained in docs/DETECTION.md. */
export const behaviourTerm = z.enum([
  'children1d',
  'children7d',
  'children30d',
  'childShare',
  'cold',
  'aimed',
  'kept',
  'unanswered',
  'childrenAgainst',
  'sameOpener',
  'handOffs',
  'far',
  'requests',
  'withheld',
  'newAccount',
  'adult',
  'ageGap',
  'stranger',
  'oneSided',
]);
export type BehaviourTerm = z.infer<typeof behaviourTerm>;

/** What an account writes, beside each code of evidence by itself. */
export const textTerm = z.enum(['breadth', 'approached', 'pursued', 'inGroups']);
export type TextTerm = z.infer<typeof textTerm>;

/** Everything that a score can be made of: codes, terms, what the account's behaviour adds to a contact, operators' rules. */
export const riskTerm = z.enum([
  ...evidenceCode.options,
  ...behaviourTerm.options,
  ...textTerm.options,
  'prior',
  'rules',
  /** it is taken for an account that was barred: adds nothing here, as it acts by a path of its own (docs/decisions/0030) */
  'likeness',
  /** what boosted trees add to a score, or take from it: see `feature` */
  'secondLook',
]);
export type RiskTerm = z.infer<typeof riskTerm>;

/** The most that one term may weigh, log-odds: past that a single observation would decide alone. */
export const TERM_WEIGHT_MAX = 6;

/** The most that learning may make of evidence of one code: cue files weigh it, rulings correct that. */
export const CODE_SCALE_MAX = 2;

/** The largest share of those active towards children in a day that is drawn for review: of more, scores are not kept. */
export const SAMPLE_SHARE_MAX = 1 / 16;

/** A term weighs nothing up to `from`, its whole weight from `full` on, and a share of it between. */
const term = z
  .strictObject({
    /** log-odds; never below 0: what is seen can only add to a risk */
    weight: z.number().min(0).max(TERM_WEIGHT_MAX),
    from: z.number().min(0).max(1000),
    full: z.number().min(0).max(1000),
  })
  .refine((t) => t.full > t.from, { message: 'must be above `from`', path: ['full'] });
export type Term = z.infer<typeof term>;

/** Scores from which on risk has a level. */
export const thresholds = z
  .strictObject({ low: z.number().positive(), medium: z.number().positive(), high: z.number().positive() })
  .refine((t) => t.low < t.medium && t.medium < t.high, 'must rise: low, medium, high');
export type Thresholds = z.infer<typeof thresholds>;

/** The most cohorts that may have thresholds of their own. */
export const COHORTS_MAX = 100;

const oneModel = z.strictObject({
  /** what it is called in answers and reports */
  version: z.string().min(1).max(64),
  terms: z.record(z.union([behaviourTerm, textTerm]), term),
  /** how much of the weight of evidence counts where neither age is sure, and how much certainty adds */
  evidence: z.strictObject({
    /** the share that counts whatever the ages are */
    least: z.number().min(0).max(1),
    /** the share of it that counts between those who have connections in common, or know each other off the platform */
    inCommon: z.number().min(0).max(1),
    /** evidence in a group counts by this share */
    inGroups: z.number().min(0).max(1),
    /** a code of less than this towards a child is not counted as one of several kinds, log-odds */
    kindFrom: z.number().min(0).max(TERM_WEIGHT_MAX),
    /** so many kinds of evidence towards one child are several */
    several: z.int().min(2).max(11),
    /** evidence towards all children may add up to so many times a code's cap */
    manyChildren: z.number().min(1).max(5),
    /** what evidence of a code counts times, where rulings have taught it; 1 where nothing is said */
    scale: z.partialRecord(evidenceCode, z.number().min(0).max(CODE_SCALE_MAX)).optional(),
  }),
  /** what the account's behaviour adds to the score of one contact, at most, log-odds */
  priorMax: z.number().min(0).max(20),
  /** an opener is nearly the same as another where its sketch differs in at most so many bits */
  sameOpenerBits: z.int().min(0).max(8),
  /** whoever wrote so many messages to a child with nothing in common kept writing to it */
  keptMessages: z.int().min(1).max(1000),
  /** asked to go elsewhere within so many messages: a hand-off */
  handOffMessages: z.int().min(1).max(1000),
  thresholds,
  /** the first that fits an account counts; else `thresholds` */
  cohorts: z
    .array(
      z.strictObject({
        ageBand: ageBand.optional(),
        country: country.optional(),
        language: language.optional(),
        thresholds,
      }),
    )
    .max(COHORTS_MAX),
  /** `high` needs at least this from each of two families, text and behaviour, log-odds */
  familyLeast: z.number().min(0).max(20),
  /** asks the platform to keep an account whose risk rises to high from contacting children, until a person has looked */
  restrictAtHigh: z.boolean().default(false),
  /**
   * People judged the account's last case, of at least medium risk, to be no violation: for so many days a rise to medium opens no other, unless
   * the score is higher by so much than it was in that case, log-odds. 0 days: each rise opens one. High, reports and rules always do.
   */
  foundHarmless: z
    .strictObject({ days: z.int().min(0).max(365), points: z.number().min(0).max(20) })
    .default({ days: 30, points: 1 }),
  /** a second look, by boosted trees: of which model, whether it counts, and from which score on somebody is looked at */
  secondLook: z
    .strictObject({
      mode: ruleMode,
      model: z.string().min(1).max(64),
      /** log-odds; from the threshold of low where nothing is said */
      from: z.number().positive().optional(),
    })
    .optional(),
});

export const riskModel = oneModel
  .extend({
    /** another model that scores beside this one and changes nothing: tried before it is put in force */
    shadow: oneModel.optional(),
    /** accounts that nobody flagged are looked at, too, so that learning sees more than its own opinions */
    sample: z
      .strictObject({
        /** share of those that were active towards children in a day */
        share: z.number().min(0).max(SAMPLE_SHARE_MAX),
        /** cases that it opens a day, at most */
        perDay: z.int().min(0).max(1000),
      })
      .optional(),
  })
  .refine((model) => model.shadow?.version !== model.version, {
    message: 'must have a version of its own',
    path: ['shadow', 'version'],
  });
export type RiskModel = z.infer<typeof riskModel>;

/** The most signals that one contribution names, the newest first: the rest stand in `signals`. */
export const SEEN_SHOWN_MAX = 5;

/** Where something was seen. What was said there is a look at evidence of its own. */
const seen = z.strictObject({ at: time, event: id, message: id.optional(), other: id.optional() });

/** One term of a score, in words that a moderator can check. */
export const contribution = z.strictObject({
  term: riskTerm,
  family: z.enum(['text', 'behaviour']),
  /** log-odds */
  points: z.number(),
  /** what was observed: a count, a share, of a code towards how many children */
  value: z.number(),
  /** of a second look, which feature it is about */
  feature: z.string().optional(),
  words: z.string(),
  /** when it was first and last seen, as far as that is known and a matter of time (docs/DETECTION.md, "Risk") */
  since: time.optional(),
  at: time.optional(),
  /** the newest signals that it rests on, as far as they are kept: of evidence and of rules */
  seen: z.array(seen).max(SEEN_SHOWN_MAX).optional(),
});

/** Something that was observed and adds nothing to a score, in words that a moderator can check. */
export const besideScore = contribution.pick({
  ...{ term: true, value: true, words: true },
  ...{ since: true, at: true, seen: true },
});
export type BesideScore = z.infer<typeof besideScore>;

export type RiskContribution = z.infer<typeof contribution>;

/** The most signals that an answer names, the newest first. */
export const SIGNALS_SHOWN_MAX = 200;
/** The most contacts that an answer names, those with the newest signals. */
export const CONTACTS_SHOWN_MAX = 20;

const scored = {
  level: risk,
  /** log-odds; the contributions add up to it */
  score: z.number(),
  families: z.strictObject({ text: z.number(), behaviour: z.number() }),
  contributions: z.array(contribution),
};

/** What Kith makes of an account, and why: GET /v1/accounts/{id}/risk. */
export const riskView = z.strictObject({
  account: id,
  /** the higher of the platform's own judgement and Kith's */
  risk,
  /** what the platform said */
  told: risk,
  ...scored,
  /** what was observed of the account beside, and adds nothing to its score */
  beside: z.array(besideScore),
  /** of the account's cohort */
  thresholds,
  /** which typical cases it is most like, and how far it is from them: 0 is the same, 1 nothing in common */
  likeness: z.array(z.strictObject({ name: z.string(), distance: z.number() })).optional(),
  /** its contacts with children in which there was evidence */
  contacts: z.array(z.strictObject({ other: id, ...scored })).max(CONTACTS_SHOWN_MAX),
  /** what was seen, and in which messages */
  signals: z
    .array(
      z.strictObject({
        /** of evidence; or RULE, or RULE_IN_SHADOW */
        code: z.string(),
        /** the cue's name, or the rule's */
        cue: z.string(),
        weight: z.number(),
        words: z.string(),
        at: time,
        event: id,
        other: id.optional(),
        message: id.optional(),
      }),
    )
    .max(SIGNALS_SHOWN_MAX),
  /** the open case about it, where there is one */
  case: z
    .strictObject({
      id: z.string(),
      queue: z.string(),
      openedAt: time,
      updatedAt: time,
      level: risk,
      score: z.number(),
    })
    .optional(),
  /** versions of what decided */
  model: z.string(),
  policy: z.string(),
});
export type RiskView = z.infer<typeof riskView>;
