/** Puts words to what was decided. Nothing is parsed here, and what has no placeholder is not even formatted. */
import type { BesideScore, Decision, Notice, Reason, RiskContribution } from '@kith/contract';
import {
  type Beside,
  type Contribution,
  type Decided,
  type DecidedLink,
  type DecidedNotice,
  type DecidedReason,
  isFamily,
  isToGuardian,
  MEMBERS_COMPARED,
} from '@kith/engine';
import type { Helpline } from './helplines.ts';
import { find, type Words } from './load.ts';
import type { LanguageWords, Message, NoticeWords, Paragraph, Values } from './messages.ts';
import { sayLink, sayTerm } from './terms.ts';

/**
 * How many decisions without notices are kept worded. They differ by the policy's rows only, of which there are a few
 * dozen a policy; past the limit (policies were swapped often) they are worded again.
 */
const KEPT_MAX = 1000;
const kept = new WeakMap<Words, Map<string, Decision>>();

/** A decision as the contract says it. What it gives may be shared: it is not to be changed. */
export function renderDecision(decided: Decided, words: Words): Decision {
  const [reason] = decided.reasons;
  const alike =
    reason?.signs === undefined &&
    reason?.rule === undefined &&
    reason?.because === undefined &&
    reason?.linked === undefined;
  const plain = decided.notices.length === 0 && decided.reasons.length === 1 && alike;
  if (!plain || reason === undefined) return render(decided, words);
  let known = kept.get(words);
  if (known === undefined) {
    known = new Map();
    kept.set(words, known);
  }
  const key = `${decided.outcome} ${reason.code} ${reason.measure ?? ''} ${decided.policy}`;
  let decision = known.get(key);
  if (decision === undefined) {
    if (known.size >= KEPT_MAX) known.clear();
    decision = render(decided, words);
    known.set(key, decision);
  }
  return decision;
}

const render = (decided: Decided, words: Words): Decision => ({
  outcome: decided.outcome,
  reasons: decided.reasons.map((reason) => renderReason(reason, words)),
  notices: decided.notices.map((notice) => renderNotice(notice, words)),
  policy: decided.policy,
});

/** Contributions that a reason says in its words, and what it says beside; it names all of them as data. */
const BECAUSE_SAID = 3;
const BESIDE_SAID = 1;

/**
 * What of a risk is said in words: what was counted, the largest first; of what a second look makes of it only where that is
 * not enough; and what was observed beside.
 */
export function saidOfRisk(
  because: readonly Contribution[],
  beside: readonly Beside[] = [],
): readonly (Contribution | Beside)[] {
  const counted = (one: Contribution): boolean => one.term !== 'secondLook';
  const adding = because.filter(({ points }) => points > 0);
  const said = [...adding.filter(counted), ...adding.filter((one) => !counted(one))].slice(0, BECAUSE_SAID);
  return said.length === 0 ? said : [...said, ...beside.slice(0, BESIDE_SAID)];
}

/** One term of a score, in words that a moderator can check. */
export function renderContribution(contribution: Contribution, words: Words): RiskContribution {
  return { ...contribution, words: sayTerm(words.terms, contribution) };
}

export const renderBeside = (beside: Beside, words: Words): BesideScore => ({
  ...beside,
  words: sayTerm(words.terms, beside),
});

/** The account: wrote first to 9 children in 7 days; asked 3 children to keep it secret; 7 children were not seen to answer. */
const saidWith = (sentence: string, said: readonly string[]): string =>
  said.length === 0 ? sentence : `${sentence} The account: ${said.join('; ')}.`;

/** What a reason rests on, in the words of its sentence. */
function whyOf({ because, beside, linked }: DecidedReason, words: Words): string[] {
  if (because !== undefined) return saidOfRisk(because, beside).map((one) => sayTerm(words.terms, one));
  const links = (linked?.because ?? []).filter(({ points }) => points > 0).slice(0, BECAUSE_SAID);
  return links.map((one) => sayLink(words.terms, one).words);
}

const renderLink = ({ account, points, because }: DecidedLink, words: Words): NonNullable<Reason['linked']> => ({
  ...{ account, points },
  because: because.map((one) => sayLink(words.terms, one)),
});

const namesOf = (signs: DecidedReason['signs'], words: Words): string =>
  signs?.map((sign) => words.reasons.signs[sign] ?? sign).join('; ') ?? '';

/** A reason in words for moderators and integrators, in English. */
export function renderReason(reason: DecidedReason, words: Words): Reason {
  const { code, measure, signs, rule, words: said } = reason;
  const because = reason.because?.map((c) => renderContribution(c, words));
  const beside = reason.beside?.map((one) => renderBeside(one, words));
  const linked = reason.linked && renderLink(reason.linked, words);
  const sentence = say(words.reasons.reasons[code], {
    signs: namesOf(signs, words),
    rule: rule ?? '',
    words: said ?? '',
  });
  return {
    code,
    ...(measure !== undefined && { measure }),
    ...(signs !== undefined && { signs: [...signs] }),
    ...(rule !== undefined && { rule }),
    ...(because !== undefined && { because }),
    ...(beside !== undefined && { beside }),
    ...(linked !== undefined && { linked }),
    words: saidWith(sentence, whyOf(reason, words)),
  };
}

/** A notice in the language of the person it is shown to, as near as there is, with help of where they live. */
export function renderNotice(notice: DecidedNotice, words: Words): Notice {
  const language = find(words.languages, notice.language) ?? words.fallback;
  const { title, body, choices } = wordsFor(notice, language);
  const values = valuesOf(notice);
  return {
    to: notice.to,
    kind: notice.kind,
    ...(notice.about !== undefined && { about: notice.about }),
    ...(notice.news !== undefined && { news: notice.news }),
    ...(notice.terms !== undefined && { terms: notice.terms }),
    language: language.language,
    title: say(title, values),
    body: body.flatMap((paragraph) => sayParagraph(paragraph, notice, language, values)),
    choices: notice.choices.map((choice) => ({
      choice,
      label: choices.find((c) => c.choice === choice)?.label ?? choice,
    })),
    help: helpFor(notice, language, words),
  };
}

function wordsFor({ kind, news }: DecidedNotice, language: LanguageWords): NoticeWords {
  if (!isFamily(kind)) return language.notices[kind];
  if (news === undefined) throw new Error(`a notice ${kind} must say what it tells of`);
  return language.family[news];
}

/** The emergency number first, then help lines: what the operator's file of help lines has for where the reader lives. */
function helpFor(notice: DecidedNotice, { language, emergency }: LanguageWords, { helplines }: Words): Notice['help'] {
  const now = { name: emergency.name, contact: helplines.emergency(notice.country) ?? emergency.anywhere };
  return [now, ...helplines.for(notice.country, language, whoReads(notice)).map((line) => ({ ...line }))];
}

const whoReads = ({ news }: DecidedNotice): Helpline['who'] =>
  news !== undefined && isToGuardian(news) ? 'adults' : 'children';

const yesNo = (is: boolean | undefined): 'yes' | 'no' => (is === true ? 'yes' : 'no');

/** Members are counted up to MEMBERS_COMPARED: a count that got there says "or more". */
const valuesOf = ({ strangers = 0, guardianSees, mayEnd }: DecidedNotice): Values => ({
  ...{ strangers, more: yesNo(strangers >= MEMBERS_COMPARED) },
  ...{ guardian: yesNo(guardianSees), mayEnd: yesNo(mayEnd) },
});

function sayParagraph(p: Paragraph, notice: DecidedNotice, language: LanguageWords, values: Values): string[] {
  if ('message' in p) return [say(p.message, values)];
  const names: readonly string[] = notice[p.list] ?? [];
  const sentences: Readonly<Record<string, string>> = language[p.list];
  return names.flatMap((name) => sentences[name] ?? []);
}

const say = (message: Message, values: Values): string => (typeof message === 'string' ? message : message(values));
