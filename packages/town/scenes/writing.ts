/** One message, and what comes of it at once. */
import type { ActName } from '../acts/acts.ts';
import type { Person } from '../people/people.ts';
import type { Group, World } from '../world.ts';
import { answerNotices } from './notices.ts';
import type { Scene } from './scene.ts';

/** Share of messages that are taken back later. */
const DELETED = 0.006;

/** Share of pictures that come without a word. */
const WORDLESS = 0.4;

export interface Message {
  /** what is done; said in words where the platform sees text */
  act: ActName;
  slots?: Readonly<Record<string, string>>;
  /** the words themselves, where they were already chosen */
  text?: string | undefined;
  /** end-to-end encrypted, whatever the pair's other talk is */
  noText?: boolean;
  media?: boolean;
  inContacts?: boolean;
}

export interface Written {
  message: string;
  /** the other got it: at once, or after saying yes */
  arrived: boolean;
}

/** A direct message. */
export function* write(world: World, from: Person, to: Person, what: Message): Scene<Written> {
  const message = world.name('m');
  const language = world.languageOf(from, to);
  const media = what.media === true ? [world.name('p')] : undefined;
  const words = what.noText !== true && !(media !== undefined && world.random.is(WORDLESS));
  const seen = words && world.hasText(from, to);
  if (media !== undefined) {
    yield { type: 'media.uploaded', data: { actor: world.id(from), media: media[0], contentType: 'image/jpeg' } };
  }
  const answer = yield {
    type: 'message.sent',
    data: {
      actor: world.id(from),
      message,
      other: world.id(to),
      ...(seen && { text: what.text ?? world.put(what.act, from, language, what.slots) }),
      ...(seen && { language: world.grammars[language].language }),
      ...(media && { media }),
      ...(what.inContacts && { inContacts: true }),
    },
  };
  let arrived = answer.outcome === 'allow' || answer.outcome === 'notice';
  if (answer.notices.length > 0) {
    const chosen = yield* answerNotices(world, answer);
    if (answer.outcome === 'confirm') arrived = chosen.get(to) === 'accept';
  }
  if (world.isBlocked(from, to)) arrived = false;
  if (arrived && world.random.is(DELETED)) {
    yield 4000 + world.random.below(60_000);
    yield { type: 'message.deleted', data: { actor: world.id(from), message } };
  }
  return { message, arrived };
}

/** A message to a group. */
export function* writeToGroup(world: World, from: Person, group: Group, act: ActName, text?: string): Scene {
  const language = world.people.language[from];
  const answer = yield {
    type: 'message.sent',
    data: {
      actor: world.id(from),
      message: world.name('m'),
      conversation: group.id,
      ...(group.hasText && { text: text ?? world.put(act, from, language) }),
      ...(group.hasText && { language: world.grammars[language].language }),
    },
  };
  if (answer.notices.length > 0) yield* answerNotices(world, answer);
}
