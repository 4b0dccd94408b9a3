/** The shape of the message files, and their messages made ready: ICU MessageFormat is parsed here, once. */
import {
  type Choice,
  choice,
  type FamilyNews,
  familyNews,
  guardianPower,
  language,
  type ReasonCode,
  type RowNotice,
  reasonCode,
  rowNotice,
  settings,
  warningSign,
} from '@kith/contract';
import { choicesOf, kindOfNews } from '@kith/engine';
import { IntlMessageFormat } from 'intl-messageformat';
import { z } from 'zod';
import type { FileProblem, Locate } from '../ground/yaml/index.ts';

/** The longest message, in UTF-16 code units: more than anybody reads on a notice. */
const MESSAGE_LENGTH_MAX = 600;
/** The most paragraphs of a notice, and so the most that a small screen can bear. */
const PARAGRAPHS_MAX = 8;

const message = z.string().min(1).max(MESSAGE_LENGTH_MAX);
const every = <K extends string>(keys: readonly K[]) => z.record(z.enum(keys), message);

const noticeWords = z.strictObject({
  title: message,
  body: z.array(message).min(1).max(PARAGRAPHS_MAX),
  /** labels that differ from the usual ones on this notice */
  choices: z.partialRecord(choice, message).default({}),
});

export const noticeFile = z.strictObject({
  language,
  /** the language's own name for itself */
  name: z.string(),
  /** who has to look at these words before they are relied on */
  review: z.string(),
  choices: every(choice.options),
  notices: z.strictObject(
    Object.fromEntries(rowNotice.options.map((kind) => [kind, noticeWords])) as Record<RowNotice, typeof noticeWords>,
  ),
  /** notices about a guardianship, by what they tell of */
  family: z.strictObject(
    Object.fromEntries(familyNews.options.map((news) => [news, noticeWords])) as Record<FamilyNews, typeof noticeWords>,
  ),
  signs: every(warningSign.options),
  givenUp: every(settings.keyof().options),
  powers: every(guardianPower.options),
  /** what quiet hours are: one sentence, wherever somebody reads of them */
  quietHours: message,
  /** before the number of the emergency services; `anywhere` where the file of help lines has none */
  emergency: z.strictObject({ name: message, anywhere: message }),
});
export type NoticeFile = z.infer<typeof noticeFile>;

export const reasonFile = z.strictObject({
  language,
  reasons: every(reasonCode.options),
  signs: every(warningSign.options),
});
export type ReasonFile = z.infer<typeof reasonFile>;

export type Values = Readonly<Record<string, string | number>>;
/** A message made ready: its words where it has no placeholder. */
export type Message = string | ((values: Values) => string);

/** A paragraph that stands for a list of them. */
export type ListName = 'signs' | 'givenUp' | 'powers';
export type Paragraph = { list: ListName } | { message: Message };

export interface NoticeWords {
  title: Message;
  body: readonly Paragraph[];
  choices: { choice: Choice; label: string }[];
}

/** Words for everything that can be shown to a person, in one language. */
export interface LanguageWords {
  language: string;
  review: string;
  notices: Readonly<Record<RowNotice, NoticeWords>>;
  family: Readonly<Record<FamilyNews, NoticeWords>>;
  signs: Readonly<Record<string, string>>;
  givenUp: Readonly<Record<string, string>>;
  powers: Readonly<Record<string, string>>;
  quietHours: string;
  emergency: Readonly<{ name: string; anywhere: string }>;
}

/** Words for moderators and integrators. */
export interface ReasonWords {
  reasons: Readonly<Record<ReasonCode, Message>>;
  signs: Readonly<Record<string, string>>;
}

/**
 * The placeholders that each notice can fill. `more` is yes where `strangers` is a count that was cut short, `guardian` where a
 * guardian sees what the child wants, `mayEnd` where policy lets the child end it by itself; else no.
 */
const PLACEHOLDERS: Partial<Record<RowNotice | FamilyNews, readonly string[]>> = {
  group_invite: ['strangers', 'more'],
  weaker_setting: ['guardian'],
  guardian_asks: ['mayEnd'],
  child_asks: ['mayEnd'],
  began: ['mayEnd'],
  paused: ['mayEnd'],
  resumed: ['mayEnd'],
  began_for_guardian: ['mayEnd'],
};
/** The lists that a notice must say somewhere: without them it would hide what it is about. */
const LISTS: Partial<Record<RowNotice | FamilyNews, ListName>> = {
  warning: 'signs',
  weaker_setting: 'givenUp',
  guardian_asks: 'powers',
  began: 'powers',
};

/** What ICU MessageFormat reads as anything but itself. Most messages have none of it, and are what they say. */
const SYNTAX = /[{}']/;

/** Collects what is wrong with a file's messages while they are made ready. */
export class Maker {
  readonly problems: FileProblem[] = [];
  readonly #file: string;
  readonly #locate: Locate;
  readonly #locale: string;

  constructor(file: string, locate: Locate, locale: string) {
    this.#file = file;
    this.#locate = locate;
    this.#locale = locale;
  }

  wrong(path: readonly (string | number)[], what: string): void {
    this.problems.push({ file: this.#file, ...this.#locate(path), field: path.join('.'), message: what });
  }

  /** A message with these placeholders at most. */
  message(path: readonly (string | number)[], text: string, known: readonly string[] = []): Message {
    if (!SYNTAX.test(text)) return text;
    let format: IntlMessageFormat;
    try {
      format = new IntlMessageFormat(text, this.#locale, undefined, { ignoreTag: true });
    } catch (error) {
      this.wrong(path, `is not valid ICU MessageFormat: ${error instanceof Error ? error.message : String(error)}`);
      return text;
    }
    const named = placeholdersOf(format);
    for (const name of named) {
      if (known.includes(name)) continue;
      const can = known.length === 0 ? 'none can be filled here' : `those that can be filled here: ${known.join(', ')}`;
      this.wrong(path, `the placeholder {${name}} is not known: ${can}`);
    }
    const say = (values: Values): string => String(format.format({ ...values }));
    return named.size === 0 ? say({}) : say;
  }

  /** A message without placeholders. */
  plain(path: readonly (string | number)[], text: string): string {
    const made = this.message(path, text);
    return typeof made === 'string' ? made : text;
  }

  plainAll(path: string, texts: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, this.plain([path, key], text)]));
  }
}

/** The names of a message's placeholders, also those inside its plurals and selects. */
export function placeholdersOf(format: IntlMessageFormat): Set<string> {
  const names = new Set<string>();
  // formatjs numbers its kinds of element; 0 is literal text and 7 the # of a plural: neither is a placeholder
  const walk = (elements: ReturnType<IntlMessageFormat['getAst']>) => {
    for (const element of elements) {
      if (element.type === 0 || element.type === 7) continue;
      names.add(element.value);
      if ('options' in element) for (const option of Object.values(element.options)) walk(option.value);
      if ('children' in element) walk(element.children);
    }
  };
  walk(format.getAst());
  return names;
}

export function makeLanguage(read: NoticeFile, maker: Maker): LanguageWords {
  const file = withQuietHours(read);
  const make = (
    section: 'notices' | 'family',
    name: RowNotice | FamilyNews,
    words: NoticeFile['notices'][RowNotice],
    offered: readonly Choice[],
  ) => [name, makeNotice([section, name], words, offered, { name, file, maker })] as const;
  const notices = rowNotice.options.map((kind) => make('notices', kind, file.notices[kind], choicesOf[kind]));
  const family = familyNews.options.map((news) => make('family', news, file.family[news], choicesOf[kindOfNews[news]]));
  return {
    language: file.language,
    review: file.review,
    notices: Object.fromEntries(notices) as Record<RowNotice, NoticeWords>,
    family: Object.fromEntries(family) as Record<FamilyNews, NoticeWords>,
    signs: maker.plainAll('signs', file.signs),
    givenUp: maker.plainAll('givenUp', file.givenUp),
    powers: maker.plainAll('powers', file.powers),
    quietHours: maker.plain(['quietHours'], file.quietHours),
    emergency: {
      name: maker.plain(['emergency', 'name'], file.emergency.name),
      anywhere: maker.plain(['emergency', 'anywhere'], file.emergency.anywhere),
    },
  };
}

/** Says what quiet hours are where a text names it: the same for all who fill it in, so it is done once. */
function withQuietHours(file: NoticeFile): NoticeFile {
  const fill = (text: string): string => text.replaceAll('{quietHours}', file.quietHours);
  const { quiet_hours: told, ...family } = file.family;
  return {
    ...file,
    family: { ...family, quiet_hours: { ...told, body: told.body.map(fill) } },
    powers: { ...file.powers, quiet_hours: fill(file.powers.quiet_hours) },
  };
}

interface Making {
  name: RowNotice | FamilyNews;
  file: NoticeFile;
  maker: Maker;
}

function makeNotice(
  path: readonly string[],
  words: NoticeFile['notices'][RowNotice],
  offered: readonly Choice[],
  { name, file, maker }: Making,
): NoticeWords {
  const known = PLACEHOLDERS[name] ?? [];
  const list = LISTS[name];
  const body = words.body.map((text, i): Paragraph => {
    if (list !== undefined && text.trim() === `{${list}}`) return { list };
    return { message: maker.message([...path, 'body', i], text, known) };
  });
  if (list !== undefined && !body.some((p) => 'list' in p)) {
    maker.wrong([...path, 'body'], `must have the paragraph '{${list}}': it says what the notice is about`);
  }
  for (const own of Object.keys(words.choices)) {
    if (!offered.some((c) => c === own)) maker.wrong([...path, 'choices', own], 'is not offered by this notice');
  }
  return {
    title: maker.message([...path, 'title'], words.title, known),
    body,
    choices: offered.map((c) => {
      const own = words.choices[c];
      const label = own === undefined ? maker.plain(['choices', c], file.choices[c]) : own;
      return { choice: c, label: own === undefined ? label : maker.plain([...path, 'choices', c], own) };
    }),
  };
}

export function makeReasons(file: ReasonFile, maker: Maker): ReasonWords {
  const reasons = reasonCode.options.map((code) => [
    code,
    maker.message(['reasons', code], file.reasons[code], code === 'rule' ? ['rule', 'words'] : ['signs']),
  ]);
  return {
    reasons: Object.fromEntries(reasons) as Record<ReasonCode, Message>,
    signs: maker.plainAll('signs', file.signs),
  };
}
