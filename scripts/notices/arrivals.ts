/** Every notice that Kith can show, with every sentence that one can have, in a language: for reviewers, and for tests. */

import { type Arrival, arrivalOf } from '../../packages/client/notices/server.ts';
import {
  familyNews,
  guardianPower,
  type NoticeKind,
  noticeKind,
  settings,
  warningSign,
} from '../../packages/contract/index.ts';
import type { DecidedNotice } from '../../packages/engine/index.ts';
import { choicesOf, familyNotice } from '../../packages/engine/index.ts';
import { renderNotice, type Words } from '../../packages/server/words/index.ts';

export interface Sample {
  /** tells it from the others of its language */
  name: string;
  arrival: Arrival;
}

type Variant = readonly [name: string, more: Partial<DecidedNotice>];

/** What differs within a kind: what it says, or how many. */
function variantsOf(kind: NoticeKind): readonly Variant[] {
  if (kind === 'warning') return warningSign.options.map((sign) => [sign, { signs: [sign] }]);
  if (kind === 'weaker_setting') return settings.keyof().options.map((setting) => [setting, { givenUp: [setting] }]);
  if (kind === 'group_invite') return [0, 1, 3, 1_000].map((strangers) => [`${strangers}`, { strangers }]);
  return [['', {}]];
}

/** All of a language, those of the platform's events first. */
export function samples(words: Words, language: string, country = 'GB'): Sample[] {
  const base = { to: 'kim', about: 'max', language, country };
  const plain = noticeKind.options
    .filter((kind) => !kind.startsWith('family_'))
    .flatMap((kind) =>
      variantsOf(kind).map(([name, more]): [string, DecidedNotice] => [
        `${kind} ${name}`.trim(),
        { ...base, kind, choices: choicesOf[kind], ...more },
      ]),
    );
  const family = familyNews.options.map((news): [string, DecidedNotice] => [
    `family ${news}`,
    familyNotice(news, { ...base, powers: guardianPower.options }),
  ]);
  return [...plain, ...family].map(([name, decided]) => ({
    name,
    arrival: arrivalOf({ event: `${language} ${name}`, notice: renderNotice(decided, words) }),
  }));
}
