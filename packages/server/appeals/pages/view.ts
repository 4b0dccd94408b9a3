/** What the page at somebody's link shows, by how it stands. Pure. */
import type { EnforcementPolicy } from '@kith/contract';
import { dayIn, readMeasures, statementText } from '../../enforcement/index.ts';
import { fill, type Language } from '../../ground/pages/index.ts';
import { APPEAL_LENGTH_MAX, canAppeal, type ToldOfRuling } from '../file.ts';
import { type AppealWords, appealWords } from './words.ts';

export interface AppealPage {
  title: string;
  paragraphs: readonly string[];
  /** what they were told before; where there is something to object to */
  told: readonly string[] | null;
  /** what they wrote */
  wrote: string | null;
  form: { value: string; error: string | null } | null;
  errors: readonly { text: string; href: string }[];
  words: AppealWords;
}

/** What was written and can't be taken. */
export interface Refused {
  value: string;
  mistake: 'empty' | 'tooLong';
}

export function pageOf(
  told: ToldOfRuling,
  settings: EnforcementPolicy,
  language: Language,
  now_ms: number,
  refused: Refused | null = null,
): AppealPage {
  const words = appealWords[language];
  const day = (at_ms: number) => dayIn(at_ms, language);
  const plain = { told: null, wrote: null, form: null, errors: [], words };
  const until = told.statement.appeal_until ?? 0;
  const { appeal } = told;
  if (appeal !== null && appeal.state !== 'open') {
    const { upheld, overturned } = words;
    const judged = appeal.state === 'upheld';
    const paragraphs = judged ? [upheld.text, upheld.final] : [overturned.text];
    return { ...plain, title: judged ? upheld.title : overturned.title, paragraphs, wrote: appeal.text };
  }
  if (appeal !== null) {
    const { filed } = words;
    const at = { filed: day(appeal.filed_at), answer: day(appeal.answer_at) };
    const paragraphs = [fill(filed.text, at, language), fill(filed.next, at, language), filed.come];
    return { ...plain, title: filed.title, paragraphs, wrote: appeal.text };
  }
  if (told.ruling.state !== 'in_force') {
    return { ...plain, title: words.changed.title, paragraphs: [words.changed.text] };
  }
  const said = toldIn(told, settings, language);
  if (!canAppeal(told, now_ms)) {
    const text = fill(words.over.text, { until: day(until) }, language);
    return { ...plain, title: words.over.title, paragraphs: [text], told: said };
  }
  const { ask } = words;
  const when = fill(ask.when, { days: Math.ceil(settings.appeals.answerDays) }, language);
  const paragraphs = [ask.intro, ask.who, when, fill(ask.until, { until: day(until) }, language), ask.once];
  return { ...plain, title: ask.title, paragraphs, told: said, ...formOf(refused, language) };
}

/** The form, with what was wrong with what was sent. */
export function formOf(refused: Refused | null, language: Language): Pick<AppealPage, 'form' | 'errors'> {
  const { ask } = appealWords[language];
  const error = refused === null ? null : fill(ask[refused.mistake], { max: APPEAL_LENGTH_MAX }, language);
  return {
    form: { value: refused?.value ?? '', error },
    errors: error === null ? [] : [{ text: error, href: '#text' }],
  };
}

/** What they were told, in the language of the page: they may have been told in another. */
function toldIn({ ruling }: ToldOfRuling, { policies }: EnforcementPolicy, language: Language): readonly string[] {
  const policy = policies.find(({ id }) => id === ruling.policy) ?? null;
  const facts = { kind: 'ruling', measures: readMeasures(ruling), policy, machine: ruling.machine === 1 } as const;
  return statementText({ ...facts, until_ms: null }, language).body;
}
