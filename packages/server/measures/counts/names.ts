/**
 * What Kith counts day by day, as data. The registry of measures refers to these (`counted:`), and the transparency report is
 * made of them. A name stays what it is: its days outlive what they were counted from.
 */
import { type Measure, type NoticeKind, noticeKind, type Settings } from '@kith/contract';

/**
 * `log`: what Kith decided, by the day on which it was committed. `records`: what people handled, by the record's own time,
 * each day written once it is over. `questions`: what was asked without telling, which nothing else remembers: a process that is
 * killed takes the last seconds with it, so these are at least so many.
 */
export type CountedFrom = 'log' | 'records' | 'questions';

/** What tells the counts of one name apart: the parts of its key, in order. */
export type Dimension =
  | 'agreed'
  | 'authority'
  | 'band'
  | 'by'
  | 'category'
  | 'found'
  | 'hours'
  | 'in_time'
  | 'kind'
  | 'level'
  | 'method'
  | 'outcome'
  | 'priority'
  | 'question'
  | 'source'
  | 'step'
  | 'verdict'
  | 'what';

interface Count {
  /** in English, for a heading */
  readonly title: string;
  readonly of: CountedFrom;
  readonly dimensions: readonly Dimension[];
  /** each of them is about a person: a small number may tell who it was */
  readonly people: boolean;
  /** it says how things stood when the day ended: days can't be added up, the last one of a period stands for it */
  readonly standing?: true;
  /** the key that is its number; the others are steps of the same thing, and adding them up would count it several times */
  readonly total?: string;
}

/** One of a decision's outcomes; of these, `allow` is a decision too. */
const decided = (title: string): Count => ({ title, of: 'log', dimensions: ['outcome'], people: false });
/** Of questions, what a measure kept from being shown. */
const withheld = (title: string): Count => ({ title, of: 'questions', dimensions: ['outcome'], people: false });
/** `asked`: the child wanted to; `weakened`: it did, after all the yeses that it takes. */
const weakened = (what: string): Count => ({
  title: `Children who let go of a default: ${what}`,
  ...{ of: 'log', dimensions: ['step'], people: true, total: 'weakened' },
});
const handled = (title: string, ...dimensions: Dimension[]): Count => ({
  title,
  ...{ of: 'records', dimensions, people: true },
});
const logged = (title: string, people: boolean, ...dimensions: Dimension[]): Count => ({
  title,
  ...{ of: 'log', dimensions, people },
});

/** Up to so many hours a case, report or appeal took; what took longer is `more`. */
export const HOURS = [1, 4, 24, 72, 168] as const;
export type HourBucket = `${(typeof HOURS)[number]}` | 'more';

/** Measures that questions without an event rest on: nobody tells Kith of these, they ask. */
export const questionMeasures = ['F1.1', 'F1.2', 'F1.3', 'F1.4', 'F1.6'] as const satisfies readonly Measure[];
/** Measures that decisions on events name, and that are shown by how often they did. */
export const eventMeasures = ['F1.5a', 'F1.5b', 'J1', 'PCU.J'] as const satisfies readonly Measure[];

const SETTINGS: Readonly<Record<keyof Settings, string>> = {
  seeSuggestions: 'being shown suggestions of people',
  beSuggested: 'being suggested to others',
  appearInLists: "appearing in others' connection lists",
  showOwnList: 'showing its own connection list',
  directMessages: 'who may write to it',
  showLocation: 'showing its location',
};

const named = <P extends string, N extends string>(prefix: P, names: readonly N[], count: (name: N) => Count) =>
  // the names are those of the list, each with the prefix
  Object.fromEntries(names.map((name) => [`${prefix}${name}`, count(name)])) as Record<`${P}${N}`, Count>;

export const counts = {
  // what was decided
  decisions: decided('Events decided on'),
  ...named('decided_', eventMeasures, (measure) => decided(`Decisions under ${measure}`)),
  ...named('decided_', questionMeasures, (measure) => withheld(`Not shown under ${measure}`)),
  questions_asked: { ...withheld('What may be shown to whom'), dimensions: ['question', 'outcome'] },
  ...named('weakened_', Object.keys(SETTINGS) as (keyof Settings)[], (setting) => weakened(SETTINGS[setting])),
  /** `asked`: Kith wanted it shown; `shown`; `answered:CHOICE`: as the platform told */
  ...named('notices_', noticeKind.options, (kind: NoticeKind) => ({
    ...logged(`Notices: ${kind.replaceAll('_', ' ')}`, false, 'what'),
    total: 'shown',
  })),
  ages_by_method: logged('Ages that were told, by how they are known', true, 'method', 'band'),
  blocks: logged('Accounts blocked by others', true),
  media_matched: logged('Media that matched a list', true, 'verdict'),
  links_matched: logged('Messages with a link that a list has', true, 'verdict'),
  returns_stopped: logged('New accounts taken for somebody who was barred', true, 'outcome'),
  // what people handled
  audit_lines: { ...handled('Lines of the audit log'), people: false },
  media_judged: handled('Media that matched, judged by people', 'verdict'),
  cases_opened: handled('Cases opened', 'by'),
  cases_by_risk: handled("Times that Kith's own risk brought an account before people", 'level'),
  cases_in_time: handled('Cases decided', 'in_time'),
  cases_waiting: { ...handled('Cases that waited when the day ended'), standing: true },
  case_time: handled('Hours that cases waited to be decided', 'band', 'hours'),
  reports_received: handled('Reports received', 'category', 'source'),
  reports_acknowledged: handled('Reports acknowledged'),
  reports_opted_out: handled('Reports whose sender wanted no messages'),
  reports_closed: handled('Reports closed', 'outcome'),
  reports_acted_on: handled('Reports that were acted on'),
  reports_unfounded: handled('Reports marked as manifestly unfounded'),
  report_time: handled('Hours until reports were closed', 'hours'),
  /**
   * By the policy that was ruled under, and by whether a report or Kith's own detection began it. One for each measure that a
   * ruling has, so that a ruling with two counts twice: shares of it are shares of measures.
   */
  rulings: handled('Measures that were ruled, as they came into force', 'kind', 'category', 'found'),
  rulings_confirmed: handled('Second looks', 'agreed'),
  enforcements_requested: handled('What the platform was asked to do', 'kind', 'source'),
  enforcements_applied: handled('What the platform did', 'kind', 'source'),
  content_removals: handled('Removals of content that the platform carried out', 'source'),
  accounts_disabled: handled('Accounts that the platform disabled', 'source'),
  restorations: handled('What was lifted or put back', 'kind', 'source'),
  appeals_filed: handled('Appeals filed'),
  appeals_decided: handled('Appeals decided', 'outcome'),
  appeals_upheld: handled('Appeals after which the ruling stood'),
  appeal_time: handled('Hours until appeals were decided', 'hours'),
  objections: handled('Objections to automatic restrictions'),
  referrals: handled('Referrals sent to an authority', 'authority', 'priority'),
} as const satisfies Readonly<Record<string, Count>>;

export type CountName = keyof typeof counts;

/** Every name, as data. */
export const countNames: readonly ({ readonly name: CountName } & Count)[] = Object.entries<Count>(counts).map(
  // the names are the table's own
  ([name, count]) => ({ name: name as CountName, ...count }),
);

/** The names that are counted from there. */
export const namesOf = (from: CountedFrom): readonly CountName[] =>
  countNames.flatMap(({ name, of }) => (of === from ? [name] : []));

const NAMES: ReadonlySet<string> = new Set(Object.keys(counts));
export const isCountName = (name: string): name is CountName => NAMES.has(name);

const TOTALS: ReadonlyMap<CountName, string> = new Map(
  countNames.flatMap(({ name, total }) => (total === undefined ? [] : [[name, total] as const])),
);
/** Whether what is counted under this key belongs to the number of its name: all of it, unless its keys are steps of one thing. */
export const inTotal = ({ name, key }: { name: CountName; key: string }): boolean => (TOTALS.get(name) ?? key) === key;

/** The parts of a key, joined; what the platform calls things may have a slash in it. */
export const keyOf = (parts: readonly string[]): string =>
  parts.map((part) => part.replaceAll('%', '%25').replaceAll('/', '%2F')).join('/');

/** The parts of a key, in the order of the name's dimensions. */
export const partsOf = (key: string): string[] =>
  key === '' ? [] : key.split('/').map((part) => part.replaceAll('%2F', '/').replaceAll('%25', '%'));
