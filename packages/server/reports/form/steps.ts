/**
 * The questions of the form, one a page, in order:
 *
 *   with a link from the app:  what -> more -> updates -> check
 *   without one:               who -> about -> what -> more -> contact -> check
 *
 * A question that must be answered stands before those after it: whoever skips it is led back to it.
 */
import { type FormFields, fill, type Language } from '../../ground/pages/index.ts';
import { categories, reportWords, type Who, whoOptions } from '../words.ts';
import type { FormState } from './state.ts';

export const steps = ['who', 'about', 'what', 'more', 'updates', 'contact', 'check'] as const;
export type Step = (typeof steps)[number];

/** The longest text of a report, in UTF-16 code units: a browser carries it to the last page (see state.ts). */
export const TEXT_LENGTH_MAX = 2_000;
/** The longest name or link of an account, in UTF-16 code units. */
export const ABOUT_LENGTH_MAX = 300;
/** The longest e-mail address there is (RFC 5321, 4.5.3.1.3), in octets, without its brackets. */
const CONTACT_LENGTH_MAX = 254;

const WITH_LINK: readonly Step[] = ['what', 'more', 'updates', 'check'];
const WITHOUT: readonly Step[] = ['who', 'about', 'what', 'more', 'contact', 'check'];

export const stepsOf = ({ link }: FormState): readonly Step[] => (link === undefined ? WITHOUT : WITH_LINK);

/** Where somebody is led who asks for a step that isn't theirs yet; the step itself where it is. */
export function stepFor(state: FormState, wanted: Step): Step {
  const own = stepsOf(state);
  const open = own.find((step) => isOpen(state, step)) ?? 'check';
  return own.includes(wanted) && own.indexOf(wanted) <= own.indexOf(open) ? wanted : open;
}

/** Whether a question waits for its answer; one that may be left empty waits until its page was sent. */
function isOpen(state: FormState, step: Step): boolean {
  return step !== 'check' && state[step] === undefined;
}

/** The step after one that was answered, and before one; null where there is none. */
export const after = (state: FormState, step: Step): Step =>
  stepsOf(state)[stepsOf(state).indexOf(step) + 1] ?? 'check';
export const before = (state: FormState, step: Step): Step | null =>
  stepsOf(state)[stepsOf(state).indexOf(step) - 1] ?? null;

/** Whether it is told as what happened to oneself, in the words for that. */
export const isOwn = ({ link, who }: FormState): boolean => link !== undefined || who === 'me';
/** Whether an adult tells it, whose help lines are others. */
export const isAdult = ({ who }: FormState): boolean => who === 'parent' || who === 'adult';

export type Answer = { ok: true; state: FormState } | { ok: false; error: string; state: FormState };

/** Reads what was sent on a question's page. A mistake keeps what was written, so that it can be mended. */
export function answer(state: FormState, step: Exclude<Step, 'check'>, fields: FormFields, language: Language): Answer {
  const words = reportWords[language];
  const sent = cleaned(fields[step] ?? '');
  switch (step) {
    case 'who': {
      const who = whoOptions.find((option) => option === sent);
      return who === undefined ? wrong(state, words.who.missing) : right({ ...state, who });
    }
    case 'about': {
      const about = sent.replaceAll(/\s+/g, ' ');
      const long = about.length > ABOUT_LENGTH_MAX;
      const text = { ...state, about: about.slice(0, ABOUT_LENGTH_MAX * 2) };
      if (about === '') return wrong(state, words.about.missing);
      return long ? wrong(text, tooLong(words.about.long, ABOUT_LENGTH_MAX, language)) : right(text);
    }
    case 'what':
      return categories[language].some(({ id }) => id === sent)
        ? right({ ...state, what: sent })
        : wrong(state, words.what.missing);
    case 'more':
      return sent.length > TEXT_LENGTH_MAX
        ? wrong({ ...state, more: sent }, tooLong(words.more.long, TEXT_LENGTH_MAX, language))
        : right({ ...state, more: sent });
    case 'updates':
      return sent === 'yes' || sent === 'no'
        ? right({ ...state, updates: sent === 'yes' })
        : wrong(state, words.updates.missing);
    case 'contact':
      return sent === '' || isMail(sent)
        ? right({ ...state, contact: sent })
        : wrong({ ...state, contact: sent }, words.contact.wrong);
    default:
      return step satisfies never;
  }
}

const right = (state: FormState): Answer => ({ ok: true, state });
const wrong = (state: FormState, error: string): Answer => ({ ok: false, state, error });

/** What a text that is too long is told; also where its letters take more room than most. */
export const tooLong = (message: string, count: number, language: Language): string =>
  fill(message, { count }, language);

/** Text as one would write it on paper: line ends alike, nothing that steers a terminal or a database. */
const cleaned = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .trim();

const isMail = (text: string): boolean =>
  text.length <= CONTACT_LENGTH_MAX && /^[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>()]+$/.test(text);

export const sourceOf = ({ who }: { who?: Who | undefined }): 'guardian' | 'nobody' =>
  who === 'parent' ? 'guardian' : 'nobody';
