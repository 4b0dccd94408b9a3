/** What the page at somebody's link shows whom Kith itself restricted, by how it stands. Pure. */
import type { EnforcementPolicy } from '@kith/contract';
import { dayIn, statementText } from '../../enforcement/index.ts';
import { fill, type Language } from '../../ground/pages/index.ts';
import { canObject, type Restriction } from '../object.ts';
import { type AppealPage, formOf, type Refused } from './view.ts';
import { appealWords } from './words.ts';

const DAY_MS = 86_400_000;

export function restrictionPage(
  { told, became, wrote, refused }: Restriction & { refused: Refused | null },
  { appeals }: EnforcementPolicy,
  language: Language,
  now_ms: number,
): AppealPage {
  const words = appealWords[language];
  const day = (at_ms: number) => dayIn(at_ms, language);
  const plain = { told: null, wrote, form: null, errors: [], words };
  const { looked, objected, object, ask, filed, over } = words;
  const { statement } = told;
  if (became.state !== 'waits') {
    const text = became.state === 'lifted' ? looked.lifted : looked.stays;
    return { ...plain, title: looked.title, paragraphs: [looked.text, text] };
  }
  if (statement.objected_at !== null) {
    const at = { filed: day(statement.objected_at), answer: day(statement.objected_at + appeals.answerDays * DAY_MS) };
    const paragraphs = [fill(objected.text, at, language), fill(objected.next, at, language), filed.come];
    return { ...plain, title: filed.title, paragraphs };
  }
  const said = statementText({ kind: 'automatic', until_ms: null }, language).body;
  const until = { until: day(statement.appeal_until ?? 0) };
  if (!canObject(told, became, now_ms)) {
    return { ...plain, title: over.title, paragraphs: [fill(over.text, until, language)], told: said };
  }
  const paragraphs = [ask.intro, object.who, fill(ask.until, until, language), ask.once];
  return { ...plain, title: object.title, paragraphs, told: said, ...formOf(refused, language) };
}
