/** How people answer what they are shown: as platforms report it back. */
import type { Choice, NoticeKind } from '@kith/contract';
import type { Person } from '../people/people.ts';
import type { World } from '../world.ts';
import type { Answer, Scene } from './scene.ts';

type Choices = Readonly<Partial<Record<Choice, number>>>;

/** How often a child chooses what, where somebody they know asks, and where a stranger does. */
const KNOWN: Choices = { accept: 88, decline: 11, get_help: 1 };
const STRANGER: Choices = { accept: 20, decline: 52, block: 18, report: 7, get_help: 3 };
const FIRST_OF_KNOWN: Choices = { ok: 99, get_help: 1 };
const FIRST_OF_STRANGER: Choices = { ok: 78, block: 13, report: 5, get_help: 4 };
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
    case 'family_invitation':
      return KNOWN;
    case 'after_block':
    case 'after_report':
    case 'family_changed':
    case 'family_settings':
    case 'family_review':
      return AFTER;
    default:
      return kind satisfies never;
  }
}

/** What was chosen on the notices of one decision. */
export type Chosen = ReadonlyMap<Person, Choice>;

/**
 * Shows every notice of an answer and lets the person choose. A block or a report that they choose happens, with the
 * notice that follows it. Gives what was chosen, so that the scene can go on accordingly.
 */
export function* answerNotices(world: World, answer: Answer): Scene<Chosen> {
  const chosen = new Map<Person, Choice>();
  for (const { to, kind, about } of answer.notices) {
    const person = world.person(to);
    if (person === undefined) continue;
    const other = about === undefined ? undefined : world.person(about);
    const shown = { actor: to, notice: kind, event: answer.event, ...(other !== undefined && { other: about }) };
    yield 1000 + world.random.below(4000);
    yield { type: 'notice.shown', data: shown };
    yield 2000 + world.random.below(12_000);
    const known = other === undefined || trusts(world, person, other);
    const choice = world.random.weighted(choicesFor(kind, known));
    chosen.set(person, choice);
    yield { type: 'notice.answered', data: { ...shown, choice } };
    if (other === undefined) continue;
    if (choice === 'block') yield* block(world, person, other);
    if (choice === 'report') yield* report(world, person, other, 'unwanted contact');
  }
  return chosen;
}

/** Grown-ups whose age the platform doesn't know are shown notices, too, and aren't worried by other grown-ups. */
const trusts = (world: World, a: Person, b: Person): boolean =>
  world.know(a, b) || !(world.isChild(a) || world.isChild(b));

export function* block(world: World, by: Person, whom: Person): Scene {
  if (world.isBlocked(by, whom)) return;
  world.block(by, whom);
  const answer = yield { type: 'account.blocked', data: { actor: world.id(by), other: world.id(whom) } };
  world.moderation?.blocked(by, whom);
  if (answer.notices.length > 0) yield* answerNotices(world, answer);
}

export type Complaint = 'unwanted contact' | 'spam' | 'bullying' | 'something else';

export function* report(world: World, by: Person, whom: Person, category: Complaint, message?: string): Scene {
  const answer = yield {
    type: 'report.filed',
    data: { actor: world.id(by), other: world.id(whom), category, ...(message !== undefined && { message }) },
  };
  world.moderation?.reported(by, whom);
  if (answer.notices.length > 0) yield* answerNotices(world, answer);
}
