/** Links that lead somebody who is signed in on the platform to the form, and whoever reported to what became of it. */
import { type KeyObject, randomBytes } from 'node:crypto';
import { id, language, type ReportLinkInput } from '@kith/contract';
import { z } from 'zod';
import { brought, carry } from './carried.ts';

/** How long a link opens the form, milliseconds: it is made when somebody taps "report". */
export const LINK_MAX_MS = 60 * 60_000;
/** A token in an address, characters: browsers and proxies take that much of a path. */
export const TOKEN_LENGTH_MAX = 1500;

const LINK = 'report link 1';
const STATUS = 'report status 1';

const link = z.strictObject({
  /** names this link: it serves one report */
  link: z.string().regex(/^[0-9a-f]{32}$/),
  until: z.int(),
  reporter: id,
  about: id,
  message: id.optional(),
  conversation: id.optional(),
  language: language.optional(),
  child: z.boolean().optional(),
});
export type Link = z.infer<typeof link>;

/** null where its ids are too long for an address. */
export function linkToken(
  key: KeyObject,
  input: ReportLinkInput,
  now_ms: number,
): { token: string; until: number } | null {
  const until = now_ms + LINK_MAX_MS;
  const named: Link = { link: randomBytes(16).toString('hex'), until, ...input };
  const token = carry(key, LINK, named);
  return token.length > TOKEN_LENGTH_MAX ? null : { token, until };
}

/** null where it is none of ours, or its time is over. */
export function readLink(key: KeyObject, token: string, now_ms: number): Link | null {
  const read = brought(key, LINK, token, link);
  return read === null || read.until < now_ms ? null : read;
}

const reportId = z.string().regex(/^rep_[0-9a-f]{32}$/);

/** Whoever has it sees how a report stands, and nothing of what it says. */
export const statusToken = (key: KeyObject, report: string): string => carry(key, STATUS, report);
export const readStatus = (key: KeyObject, token: string): string | null => brought(key, STATUS, token, reportId);
