/** Transparency reports: drafts for whoever publishes them. What is published is a page, and needs no API. */
import { z } from 'zod';
import { time } from './words.ts';

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-03');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');
/** The longest text that a report says of an edition's changes, or of why it was withdrawn; characters. */
const SAID_LENGTH_MAX = 2000;
const said = z
  .string()
  .trim()
  .max(SAID_LENGTH_MAX)
  .refine((words) => !words.includes('\0') && words.isWellFormed(), 'must be Unicode text without zero bytes');

/** Whole months, both included. */
export const transparencyPeriod = z.strictObject({ from: month, to: month });

/** POST /v1/transparency. `sha256`: of the draft that was looked at; `changes`: what a later edition changes. */
export const transparencyPublishing = transparencyPeriod.extend({ sha256, changes: said.default('') });
export const transparencyPublished = z.strictObject({ id: z.string(), path: z.string() });
export const transparencyWithdrawing = z.strictObject({ why: said.min(1) });

const table = z.strictObject({ caption: z.string(), head: z.array(z.string()), rows: z.array(z.array(z.string())) });

export const transparencyDraft = z.strictObject({
  title: z.string(),
  sha256,
  edition: z.int().min(1),
  /** numbers that would be withheld, and those of them that are small themselves */
  withheld: z.int().min(0),
  small: z.int().min(0),
  /** the word that stands where a number is withheld */
  mark: z.string(),
  /** as the report would say them */
  statistics: z.array(
    z.strictObject({ id: z.string(), title: z.string(), sentences: z.array(z.string()), tables: z.array(table) }),
  ),
});
export type TransparencyDraft = z.infer<typeof transparencyDraft>;

export const transparencyReports = z.strictObject({
  reports: z.array(
    z.strictObject({
      ...{ id: z.string(), title: z.string(), from: month, to: month, edition: z.int().min(1) },
      ...{ publishedAt: time, by: z.string(), changes: z.string(), sha256 },
      withdrawn: z.strictObject({ at: time, why: z.string() }).nullable(),
    }),
  ),
});
export type TransparencyReports = z.infer<typeof transparencyReports>;
