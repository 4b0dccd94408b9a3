/**
 * Packs: some messages of one day in one row. Their heads are JSON in clear; their texts, one after another, are sealed in one
 * piece, with the heads as additional data: no text can be read as another message's, nor a head be changed. A message sealed
 * and written by itself took 8 µs of the thread that decides and 35 to 56 of the one that writes.
 */
import type { KeyObject } from 'node:crypto';
import type { KeptHead, KeptPack, MarkedPack } from '../ground/database/index.ts';
import { type KeyName, nameOf, seal } from '../ground/sealing/index.ts';
import type { ToKeep } from '../knowledge/index.ts';
import { marksOf } from './marks.ts';
import { packSealedAs } from './sealed-as.ts';

/** Messages of a pack at most: whoever reads one of them opens them all. */
export const PACK_MESSAGES_MAX = 32;
/** Characters at which a pack has enough, however few its messages. */
const PACK_CHARACTERS = 65_536;

/** How a pack is sealed. */
const FORM = {
  /** one message from before there were packs, sealed for itself */
  alone: 1,
  pack: 2,
} as const;

/** A message of a pack: its head, and the bytes of its text; null where it had none. */
type Packed = [
  message: string,
  event: string,
  conversation: string | null,
  at: number,
  actor: string,
  other: string | null,
  outcome: string,
  media: string | null,
  bytes: number | null,
];

/** Where a text is. */
export type KeptText = { alone: Uint8Array } | { pack: KeptPack; from: number; bytes: number };

/** A message as it is kept: its head, where its text is, and whose key opens it. */
export interface KeptRow extends KeptHead {
  key: KeyName;
  /** null where it had none */
  text: KeptText | null;
  /** when its sender deleted it on the platform */
  deleted_at: number | null;
}

/** @param keyOf the key of a day; where there is none (any more), its messages are in no pack */
export function packMessages(messages: readonly ToKeep[], keyOf: (day: number) => KeyObject | null): MarkedPack[] {
  const packs: MarkedPack[] = [];
  const open = new Map<number, { messages: ToKeep[]; characters: number }>();
  const close = (day: number, list: readonly ToKeep[]): void => {
    const key = keyOf(day);
    if (key !== null) packs.push(pack(day, key, list));
    open.delete(day);
  };
  for (const message of messages) {
    let taking = open.get(message.day);
    if (taking === undefined) {
      taking = { messages: [], characters: 0 };
      open.set(message.day, taking);
    }
    taking.messages.push(message);
    taking.characters += message.text.length;
    if (taking.messages.length === PACK_MESSAGES_MAX || taking.characters >= PACK_CHARACTERS) {
      close(message.day, taking.messages);
    }
  }
  for (const [day, taking] of open) close(day, taking.messages);
  return packs;
}

function pack(day: number, key: KeyObject, messages: readonly ToKeep[]): MarkedPack {
  let [first_at, last_at] = [Number.POSITIVE_INFINITY, 0];
  let texts = '';
  const packed: Packed[] = messages.map((m) => {
    first_at = Math.min(first_at, m.at);
    last_at = Math.max(last_at, m.at);
    // halves of characters at its ends must not meet another's
    const text = m.text.toWellFormed();
    texts += text;
    const bytes = text === '' ? null : Buffer.byteLength(text);
    return [m.message, m.event, m.conversation, m.at, m.actor, m.other, m.outcome, m.media, bytes];
  });
  const heads = JSON.stringify(packed);
  const sealed = texts === '' ? null : seal(key, packSealedAs(nameOf({ day }), heads), texts);
  const marks = marksOf(messages);
  return { day, first_at, last_at, messages: messages.length, form: FORM.pack, heads, sealed, marks };
}

/** The messages of a pack, as they were put in; nothing is opened. */
export function unpack(from: KeptPack): KeptRow[] {
  // written by pack() or the migration that made packs, and nothing else
  const packed: Packed[] = JSON.parse(from.heads);
  const key = { day: from.day };
  let at = 0;
  return packed.map(([message, event, conversation, sentAt, actor, other, outcome, media, bytes]) => {
    const head = { message, event, conversation, at: sentAt, actor, other, outcome, media };
    const text = bytes === null || from.sealed === null ? null : textIn(from, from.sealed, at, bytes);
    at += bytes ?? 0;
    return { ...head, key, text, deleted_at: null };
  });
}

const textIn = (pack: KeptPack, sealed: Uint8Array, from: number, bytes: number): KeptText =>
  pack.form === FORM.alone ? { alone: sealed } : { pack, from, bytes };
