/** What known material matched, in words for those who judge: signals have it as names and numbers. */
import { z } from 'zod';
import type { Maker, Message } from './messages.ts';

const words = z.string().min(1).max(200);

/** {list} and {entry} are the list's name and its own name for what matched, {distance} bits of 256. */
export const materialWords = z.strictObject({
  exact: words,
  unverified: words,
  perceptual: words,
  before: words,
});
type Name = keyof z.infer<typeof materialWords>;

/** For files of an operator's that were written before there were any. */
export const MATERIAL_IN_ENGLISH: z.infer<typeof materialWords> = {
  exact: 'is exactly what the verified list {list} has as {entry}',
  unverified: 'is exactly what the list {list} has as {entry}, for which nobody vouches',
  perceptual: 'looks like what the list {list} has as {entry}: {distance} of 256 bits differ',
  before: 'names {media}, which matched a list when it was uploaded',
};

export type MaterialWords = Readonly<Record<Name, Message>>;

export function materialMessages(maker: Maker, written: z.infer<typeof materialWords>): MaterialWords {
  const message = (name: Name): Message =>
    maker.message(['material', name], written[name], ['list', 'entry', 'distance', 'media']);
  return {
    exact: message('exact'),
    unverified: message('unverified'),
    perceptual: message('perceptual'),
    before: message('before'),
  };
}

const say = (message: Message, values: Readonly<Record<string, string>>): string =>
  typeof message === 'string' ? message : message(values);

/** As knowledge/material-rows.ts writes it. */
const match = z.union([
  z.strictObject({
    media: z.string().nullable(),
    list: z.string(),
    entry: z.string(),
    kind: z.enum(['exact', 'perceptual']),
    verified: z.boolean(),
    distance: z.number().optional(),
  }),
  z.strictObject({ media: z.string().nullable() }),
]);

/** Whether a signal is one of known material, whose words are to be put into a language. */
export const isMaterial = (code: string): boolean => code === 'KNOWN_MATERIAL' || code === 'LIKELY_KNOWN_MATERIAL';

/** @param json the signal's words */
export function sayMaterial(messages: MaterialWords, json: string): string {
  const seen = match.parse(JSON.parse(json));
  if (!('list' in seen)) return say(messages.before, { media: seen.media ?? '' });
  const name = seen.kind === 'perceptual' ? 'perceptual' : seen.verified ? 'exact' : 'unverified';
  return say(messages[name], { list: seen.list, entry: seen.entry, distance: String(seen.distance ?? 0) });
}
