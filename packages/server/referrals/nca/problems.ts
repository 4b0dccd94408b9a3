/** What keeps a referral to the NCA from being checked, and what is known and was left out of it. */
import type { ReferralProblem } from '@kith/contract';
import type { Language } from '../../ground/pages/index.ts';
import { valueAt } from '../kinds/fields.ts';
import type { Problem } from '../kinds/kind.ts';
import type { KnownOfCase } from '../kinds/known.ts';
import type { ReferralSettings } from '../settings.ts';
import type { NcaAccount, NcaContent } from './content.ts';
import { prefillNca } from './prefill.ts';
import { ncaWords } from './words.ts';

/** Without these nobody knows who reports what. */
const REQUIRED = [
  ...['reporter.firstName', 'reporter.lastName', 'reporter.email'],
  ...['provider', 'platform', 'summary'],
] as const;

export function ncaProblems(
  content: NcaContent,
  known: KnownOfCase,
  settings: ReferralSettings,
  language: Language,
): Problem[] {
  return [...wrong(content, known, settings, language), ...leftOut(content, prefillNca(known, settings), language)];
}

function wrong(
  content: NcaContent,
  { supplements }: KnownOfCase,
  { provider }: ReferralSettings,
  language: Language,
): ReferralProblem[] {
  const { problems: say } = ncaWords[language];
  const found: ReferralProblem[] = REQUIRED.filter((path) => String(valueAt(content, path) ?? '').trim() === '').map(
    (path) => ({ path, kind: 'missing_required', words: say.missing }),
  );
  const add = (path: string, kind: ReferralProblem['kind'], words: string) => found.push({ path, kind, words });
  if (content.accounts?.some(({ role }) => role === 'reported') !== true) {
    add('accounts', 'missing_required', say.account);
  }
  if (provider?.uk === false) {
    if (content.ukLinked === undefined) add('ukLinked', 'missing_required', say.ukLinked);
    if (content.ukLinked === 'no') add('ukLinked', 'wrong', say.notUkLinked);
  }
  if (supplements !== null && content.supplements !== supplements.reference) {
    add('supplements', 'wrong', say.supplements);
  }
  if (!content.declared) add('declared', 'missing_required', say.declared);
  return found;
}

/** What a prefilled content would have and this one has not. Nobody must fill it in: they see that they could. */
function leftOut(content: NcaContent, could: NcaContent, language: Language): Problem[] {
  const { problems: say } = ncaWords[language];
  const found: Problem[] = [];
  const add = (path: string, words: string, value: unknown) =>
    found.push({ path, kind: 'missing_available', words, value });
  for (const name of ['firstAt', 'lastAt', 'detected'] as const) {
    if (content[name] === undefined && could[name] !== undefined) add(name, say.timeLeftOut, could[name]);
  }
  const earlier =
    could.earlier?.filter((one) => !content.earlier?.some((own) => own.reference === one.reference)) ?? [];
  if (earlier.length > 0) add('earlier', say.earlierLeftOut, [...(content.earlier ?? []), ...earlier]);
  const items = content.items ?? [];
  const missing = could.items?.filter((one) => !items.some((own) => own.evidence === one.evidence)) ?? [];
  for (const [i, one] of missing.entries()) add(`items.${items.length + i}`, say.itemLeftOut, one);
  const accounts = content.accounts ?? [];
  let added = 0;
  for (const one of could.accounts ?? []) {
    const at = accounts.findIndex((own) => own.account === one.account);
    const own = accounts[at];
    if (own === undefined) add(`accounts.${accounts.length + added++}`, say.accountLeftOut, one);
    else for (const name of namesLeftOut(own, one)) add(`accounts.${at}.${name}`, say.detailsLeftOut, one[name]);
  }
  return found;
}

/** The details of an account that are not there, or of which some are not. */
function namesLeftOut(own: NcaAccount, could: NcaAccount): (keyof NcaAccount)[] {
  const names = Object.keys(could).filter((name): name is keyof NcaAccount => Object.hasOwn(could, name));
  return names.filter((name) => sizeOf(own[name]) < sizeOf(could[name]));
}

const sizeOf = (value: unknown): number => {
  if (value === undefined || value === '') return 0;
  return Array.isArray(value) ? value.length : 1;
};
