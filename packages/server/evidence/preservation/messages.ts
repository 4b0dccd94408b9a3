/**
 * Messages that the platform gives, many at once. Each line is looked at alone: a bad one is refused by its place, and the others
 * count. What is new of a conversation becomes one piece of evidence, a message a line, in the order in which they were sent.
 */
import { type MessageGiven, type PreservedMessage, preservedMessage, toProblem } from '@kith/contract';
import { ProblemError } from '../../ground/http/index.ts';
import { type Giving, type GivingOptions, notAsked, pieceOf } from './giving.ts';
import { VERSIONS_MAX } from './limits.ts';
import { givenBefore, noteGiven, refuseMore } from './noting.ts';

/** One line or one place of an array, as it came. */
export type Line = { value: unknown } | { problem: ProblemError };

/** A message that is taken. */
interface Taken {
  at: number;
  message: PreservedMessage;
  line: string;
  name: string;
  print: string;
}

/** The longest name of a conversation, for people, UTF-16 code units. */
const NAME_LENGTH_MAX = 255;

/** What became of each, in order. @throws ProblemError `too_many_given`, EvidenceError */
export async function giveMessages(
  options: GivingOptions,
  giving: Giving,
  lines: readonly Line[],
): Promise<MessageGiven[]> {
  refuseMore(giving.row, 'message');
  const results: MessageGiven[] = [];
  const read: Taken[] = [];
  for (const [at, line] of lines.entries()) {
    const one = readLine(giving, line, at);
    if ('status' in one) results[at] = one;
    else read.push(one);
  }
  const fresh = await newOnes(options, giving, read, results);
  for (const [, messages] of byConversation(fresh)) {
    await keep(options, giving, messages);
    // what is kept is answered as kept, and what comes after a fault is sent again
    for (const { at, message } of messages) results[at] = { message: message.message, status: 'accepted' };
  }
  return results;
}

function readLine({ scope, marks }: Giving, line: Line, at: number): Taken | MessageGiven {
  if ('problem' in line) return refused(line.problem, at);
  const parsed = preservedMessage.safeParse(line.value);
  if (!parsed.success) return refused(ProblemError.of(toProblem(parsed.error, line.value)), at, line.value);
  const message = parsed.data;
  if (!scope.asksFor(message)) return refused(notAsked('message', 'message'), at, message);
  const text = JSON.stringify(message);
  const print = marks.print('message', text);
  return { at, message, line: text, name: marks.name('message', message.message), print };
}

/** `field` is the place, then what is wrong there: [3].sentAt */
function refused({ problem }: ProblemError, at: number, value?: unknown): MessageGiven {
  const field = `[${at}]${problem.field === undefined ? '' : `.${problem.field}`}`;
  const id = preservedMessage.pick({ message: true }).strip().safeParse(value);
  return {
    ...(id.success && { message: id.data.message }),
    ...{ status: 'rejected', error: { ...problem, field } },
  };
}

/** Those that were not given before, nor twice in this request; of the others `results` says what they are. */
async function newOnes(
  { db }: GivingOptions,
  { row }: Giving,
  read: readonly Taken[],
  results: MessageGiven[],
): Promise<Taken[]> {
  const names = [...new Set(read.map(({ name }) => name))];
  const before = await givenBefore(db, row.id, 'message', names);
  const fresh: Taken[] = [];
  for (const one of read) {
    const contents = before.get(one.name) ?? new Map<string, string>();
    const { message } = one.message;
    if (contents.has(one.print)) results[one.at] = { message, status: 'duplicate' };
    else if (contents.size >= VERSIONS_MAX) {
      const words = `${VERSIONS_MAX} different contents were given under this name: that is all`;
      results[one.at] = refused(new ProblemError('too_many_given', words, 'message'), one.at, one.message);
    } else {
      fresh.push(one);
      before.set(one.name, contents.set(one.print, ''));
    }
  }
  return fresh;
}

/** Direct messages that name no conversation belong to those who wrote and got them. */
function byConversation(messages: readonly Taken[]): Map<string, Taken[]> {
  const all = new Map<string, Taken[]>();
  for (const one of messages) {
    const key = JSON.stringify([one.message.conversation ?? null, one.message.conversation ? [] : peopleOf(one)]);
    all.set(key, [...(all.get(key) ?? []), one]);
  }
  return all;
}

const peopleOf = ({ message: { from, to } }: Taken): string[] => [...new Set([from, ...to])].sort();

async function keep({ db, vault }: GivingOptions, giving: Giving, messages: readonly Taken[]): Promise<void> {
  const { row, marks, by, now_ms } = giving;
  const [first] = messages;
  if (first === undefined) return;
  const { conversation } = first.message;
  const inOrder = messages.toSorted(
    (a, b) => Date.parse(a.message.sentAt) - Date.parse(b.message.sentAt) || a.at - b.at,
  );
  const item = await vault.put(
    {
      ...pieceOf(giving),
      ...{ kind: 'conversation', account: null, about: conversation ?? null },
      name: (conversation ?? peopleOf(first).join(', ')).slice(0, NAME_LENGTH_MAX),
      mediaType: 'application/x-ndjson',
      bytes: Buffer.from(inOrder.map(({ line }) => `${line}\n`).join('')),
    },
    by,
  );
  // the media that they name may be given from now on
  const media = new Set(messages.flatMap(({ message }) => message.media ?? []));
  const named = [...media].map((one) => ({ name: marks.name('named', one), print: '', item }));
  await noteGiven(db, row.id, 'named', named, now_ms);
  const given = messages.map(({ name, print }) => ({ name, print, item }));
  await noteGiven(db, row.id, 'message', given, now_ms);
}
