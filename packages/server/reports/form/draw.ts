/** Draws the pages of the form. */
import { join } from 'node:path';
import type { ReportsPolicy } from '@kith/contract';
import { inLanguage, type Language, pagesIn } from '../../ground/pages/index.ts';
import { acknowledgement } from '../answers.ts';
import { type HelpFor, helpFor } from '../help.ts';
import { referenceOf } from '../reference.ts';
import { categories, reportWords, whoOptions } from '../words.ts';
import type { FormState } from './state.ts';
import { ABOUT_LENGTH_MAX, before, isAdult, isOwn, type Step, TEXT_LENGTH_MAX } from './steps.ts';

const render = pagesIn(join(import.meta.dirname, '../views'));

/** What every page of the form is drawn with. */
export interface Drawing {
  language: Language;
  settings: ReportsPolicy;
  help: HelpFor;
}

const EXIT = '/report/exit';

export const START = '/report';
export const pathOf = (step: Step): string => `/report/${step}`;

function page(drawing: Drawing, template: string, self: string | null, more: Record<string, unknown>): string {
  const { language } = drawing;
  const words = reportWords[language];
  const frame = { title: words.service, service: words.service, self, exit: EXIT };
  return render(
    template,
    { ...frame, words, ...more, action: self === null ? undefined : inLanguage(self, language) },
    language,
  );
}

export const drawStart = (drawing: Drawing): string =>
  page(drawing, 'start.njk', START, {
    title: reportWords[drawing.language].start.title,
    help: helpFor(drawing, false),
  });

/** A question's page, or the last look before it is sent. */
export function drawStep(drawing: Drawing, state: FormState, step: Step, error?: string): string {
  const { language } = drawing;
  const words = reportWords[language];
  const back = before(state, step);
  const fault = error === undefined ? {} : { errors: [{ text: error, href: `#${step}` }], error };
  const category = categories[language].find(({ id }) => id === state.what);
  return page(drawing, `${step}.njk`, pathOf(step), {
    title: words[step].title,
    back:
      back === null
        ? state.link === undefined
          ? inLanguage(START, language)
          : undefined
        : inLanguage(pathOf(back), language),
    state,
    ...fault,
    limits: { about: ABOUT_LENGTH_MAX, more: TEXT_LENGTH_MAX },
    options:
      step === 'who'
        ? whoOptions.map((value) => ({ value, text: words.who.options[value] }))
        : choices(state, language),
    help: step === 'more' && category?.danger ? helpFor(drawing, isAdult(state), category) : undefined,
    rows: step === 'check' ? summary(state, language) : undefined,
  });
}

const choices = (state: FormState, language: Language) =>
  categories[language].map(({ id, mine, theirs }) => ({ value: id, text: isOwn(state) ? mine : theirs }));

/** What was answered, for a last look. */
function summary(state: FormState, language: Language) {
  const { check, who, updates } = reportWords[language];
  const change = (step: Step) => inLanguage(pathOf(step), language);
  const what = choices(state, language).find(({ value }) => value === state.what)?.text;
  const row = (step: Exclude<Step, 'check'>, text: string | undefined, said = false) => ({
    key: check[step],
    text: text !== undefined && text !== '' ? text : step === 'contact' ? check.noContact : check.nothing,
    said: said && text !== '',
    change: change(step),
  });
  if (state.link !== undefined) {
    return [
      { key: check.about, text: check.thisPerson, said: false, change: null },
      ...[row('what', what), row('more', state.more, true), row('updates', state.updates ? updates.yes : updates.no)],
    ];
  }
  return [
    ...[row('who', state.who && who.options[state.who]), row('about', state.about, true), row('what', what)],
    ...[row('more', state.more, true), row('contact', state.contact, true)],
  ];
}

/** The last page: its number, what happens next, and help. */
export function drawSent(drawing: Drawing, state: FormState, report: string, status: string): string {
  const { language, settings } = drawing;
  const words = reportWords[language];
  const category = categories[language].find(({ id }) => id === state.what);
  const told = state.link === undefined ? (state.contact ? 'byMail' : null) : state.updates ? 'told' : 'notTold';
  return page(drawing, 'sent.njk', '/report/sent', {
    title: words.sent.title,
    reference: words.sent.reference.replace('{reference}', referenceOf(report)),
    answers: acknowledgement({ danger: category?.danger ?? false, told }, settings, language),
    status: inLanguage(status, language),
    help: category?.danger ? helpFor(drawing, isAdult(state), category) : undefined,
  });
}

export interface Standing {
  report: string;
  state: 'open' | 'closed';
  outcome: 'acted' | 'no_breach' | 'unfounded' | null;
}

export function drawStatus(drawing: Drawing, self: string, { report, state, outcome }: Standing): string {
  const { sent, status } = reportWords[drawing.language];
  const said =
    state === 'open' ? [status.open] : [status.closed, ...(outcome === null ? [] : [status.outcomes[outcome]])];
  const reference = sent.reference.replace('{reference}', referenceOf(report));
  return page(drawing, 'status.njk', self, { title: status.title, reference, said });
}

/** A page that says why it can't go on, and where it can. */
export function drawStopped(drawing: Drawing, why: 'link' | 'full' | 'lost'): string {
  const { problems, start } = reportWords[drawing.language];
  const go =
    why === 'full'
      ? undefined
      : { text: why === 'link' ? problems.link.go : start.begin, href: inLanguage(START, drawing.language) };
  return page(drawing, 'stopped.njk', null, { ...problems[why], go });
}
