/** How people answer what they are shown: as platforms report it back. */
import type { Choice, NoticeKind } from '@kith/contract';
import type { Person } from '../people/person.ts';
import type { Answer, Scene, Step, World } from '../world.ts';

type Choices = Readonly<Partial<Record<Choice, number>>>;

/** How often a child chooses what, where somebody they know asks, and where a stranger does. */
const KNOWN: Choices = { accept: 86, decline: 13, get_help: 1 };
const STRANGER: Choices = { accept: 8, decline: 52, block: 24, report: 12, get_help: 4 };
const FIRST_OF_KNOWN: Choices = { ok: 99, get_help: 1 };
const FIRST_OF_STRANGER: Choices = { ok: 55, block: 28, report: 12, get_help: 5 };
const SETTING: Choices = { accept: 60, decline: 38, get_help: 2 };
const AFTER: Choices = { ok: 92, get_help: 8 };

function choicesFor(kind: NoticeKind, known: boolean): Choices {
  switch (kind) {
    case 'connection_request':
    case 'connection_request_stranger':
    case 'stranger_message':
      return known ? KNOWN : STRANGER;
    case 'asking_stranger':
      return { accept: 50, decline: 50 };
    case 'first_message':
    case 'warning':
      return known ? FIRST_OF_KNOWN : FIRST_OF_STRANGER;
    case 'group_invite':
      return known ? KNOWN : { accept: 30, decline: 60, report: 10 };
    case 'weaker_setting':
      return SETTING;
    case 'after_block':
    case 'after_report':
      return AFTER;
    default:
      return kind satisfies never;
  }
}

/** What was chosen on the notices of one decision, by the person's id. */
export type Chosen = ReadonlyMap<string, Choice>;

/**
 * Shows every notice of an answer and lets the person choose. A block or a report that they choose happens, with the
 * notice that follows it. Gives what was chosen, so that the scene can go on accordingly.
 */
export function* answerNotices(world: World, answer: Answer): Generator<Step, Chosen, Answer> {
  const chosen = new Map<string, Choice>();
  for (const { to, kind, about } of answer.notices) {
    const person = world.byId.get(to);
    if (person === undefined) continue;
    const other = about === undefined ? undefined : world.byId.get(about);
    const shown = { actor: to, notice: kind, event: answer.event, ...(other && { other: other.id }) };
    yield { wait_s: 1 + world.random.below(4) };
    yield { type: 'notice.shown', data: shown };
    yield { wait_s: 2 + world.random.below(12) };
    const known = other === undefined || trusts(world, person, other);
    const choice = world.random.weighted(choicesFor(kind, known));
    chosen.set(to, choice);
    yield { type: 'notice.answered', data: { ...shown, choice } };
    if (other === undefined) continue;
    if (choice === 'block') yield* block(world, person, other);
    if (choice === 'report') yield* report(world, person, other);
  }
  return chosen;
}

/** Grown-ups whose age the platform doesn't know are shown notices, too, and aren't worried by other grown-ups. */
const trusts = (world: World, a: Person, b: Person): boolean =>
  world.know(a, b) || world.areFriends(a, b) || !(a.child || b.child);

export function* block(world: World, by: Person, whom: Person): Scene {
  world.block(by, whom);
  const answer = yield { type: 'account.blocked', data: { actor: by.id, other: whom.id } };
  yield* answerNotices(world, answer);
}

export function* report(world: World, by: Person, whom: Person): Scene {
  world.flag(by, whom);
  const category = world.random.pick(['unwanted contact', 'spam', 'something else']);
  const answer = yield { type: 'report.filed', data: { actor: by.id, other: whom.id, category } };
  yield* answerNotices(world, answer);
}
