/**
 * Reads a message as nearly all are sent, without the schema: two thirds of what reading an event costs. It knows the rules
 * of `message.sent` a second time, so it is held to the schema by a property test, and says nothing about what is wrong:
 * whatever it does not take, the schema looks at.
 */
import { z } from 'zod';
import { type Event, type EventData, SOURCE_LENGTH_MAX, TEXT_LENGTH_MAX } from './events.ts';
import { ID_LENGTH_MAX, isName, LANGUAGE, LANGUAGE_LENGTH_MAX } from './words.ts';

type MessageSent = Extract<Event, { type: 'message.sent' }>;

const TIME = z.core.regexes.datetime({ offset: true });

const isId = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= ID_LENGTH_MAX && isName(value);
const isIdOrAbsent = (value: unknown): value is string | undefined => value === undefined || isId(value);
const isTextUpTo = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most;

/** As JSON.parse makes them, and nothing that only looks like one. */
const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function keysIn(object: object): number {
  let keys = 0;
  for (const _ in object) keys++;
  return keys;
}

/** How many of them are there. */
function present(values: readonly unknown[]): number {
  let there = 0;
  for (const value of values) if (value !== undefined) there++;
  return there;
}

/** The event that a value is, where that is a valid message without media and evidence; else null. */
export function readPlainMessage(value: unknown): MessageSent | null {
  if (!isPlainObject(value) || value.type !== 'message.sent') return null;
  const { specversion, source, id, time, datacontenttype } = value;
  if (specversion !== undefined && specversion !== '1.0') return null;
  if (datacontenttype !== undefined && datacontenttype !== 'application/json') return null;
  if (source !== undefined && (source === '' || !isTextUpTo(source, SOURCE_LENGTH_MAX))) return null;
  if (!isId(id) || (time !== undefined && !(typeof time === 'string' && TIME.test(time)))) return null;
  // a key more than those that were looked at is one that the schema refuses
  if (keysIn(value) !== 3 + present([specversion, source, time, datacontenttype])) return null;
  const data = readData(value.data);
  if (data === null) return null;
  const event: MessageSent = { id, type: 'message.sent', data };
  if (specversion !== undefined) event.specversion = specversion;
  if (typeof source === 'string') event.source = source;
  if (time !== undefined) event.time = time;
  if (datacontenttype !== undefined) event.datacontenttype = datacontenttype;
  return event;
}

function readData(value: unknown): EventData<'message.sent'> | null {
  if (!isPlainObject(value)) return null;
  const { actor, message, other, conversation, text, language, inContacts } = value;
  if (!isId(actor) || !isId(message) || !isIdOrAbsent(other) || !isIdOrAbsent(conversation)) return null;
  if (other === undefined && conversation === undefined) return null;
  if (text !== undefined && !isTextUpTo(text, TEXT_LENGTH_MAX)) return null;
  if (language !== undefined && !(isTextUpTo(language, LANGUAGE_LENGTH_MAX) && LANGUAGE.test(language))) return null;
  if (inContacts !== undefined && typeof inContacts !== 'boolean') return null;
  if (keysIn(value) !== 2 + present([other, conversation, text, language, inContacts])) return null;
  // in the schema's order, as the log has them
  const data: EventData<'message.sent'> = { actor, message };
  if (other !== undefined) data.other = other;
  if (conversation !== undefined) data.conversation = conversation;
  if (text !== undefined) data.text = text;
  if (language !== undefined) data.language = language;
  if (inContacts !== undefined) data.inContacts = inContacts;
  return data;
}
