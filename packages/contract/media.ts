/**
 * Known material, as staff see it: how the lists stand, what matched in a case, and what people say of it. Counts, times and
 * names of entries; nothing here shows what an entry stands for.
 */
import { z } from 'zod';
import { prose } from './rulings.ts';
import { id, time } from './words.ts';

/** The most imports of a list that it shows, the newest. */
export const LIST_VERSIONS_SHOWN_MAX = 10;
/** The most media and links of a case that are shown, the newest: past that nobody judges one by one. */
export const MATERIAL_SHOWN_MAX = 100;
/** The most matches of one medium that are shown: as many as are kept. */
export const MATCHES_SHOWN_MAX = 16;

export const listSourceKind = z.enum(['file', 'https', 'ncmec', 'threatexchange']);
export type ListSourceKind = z.infer<typeof listSourceKind>;

/** `reading`: under way; `live`: in use; `past`: was in use; `refused`: never was, the one before stayed. */
export const listVersionState = z.enum(['reading', 'live', 'past', 'refused']);
export type ListVersionState = z.infer<typeof listVersionState>;

/** Why an import failed: a stable code, and words in the reader's language. */
const listFailure = z.strictObject({ code: z.string(), words: z.string() });

const count = z.int().min(0);

/** One import. */
export const listVersion = z.strictObject({
  number: count,
  state: listVersionState,
  startedAt: time,
  finishedAt: time.nullable(),
  /** the source said all that is in the list, and not only what changed */
  whole: z.boolean(),
  lines: count,
  bad: count,
  skipped: count,
  added: count,
  removed: count,
  /** in it once it was in use */
  entries: count,
  /** how it was known to be whole */
  verifiedBy: z.string(),
  failure: listFailure.nullable(),
  /** the first bad lines: by their number and what is wrong, never by what they say */
  problems: z.array(z.string()),
});
export type ListVersion = z.infer<typeof listVersion>;

/**
 * What becomes of what a source is told. `waiting`: to be sent, or sent again; `handing_over`: in the file that the operator
 * hands over, as its source takes none from programs; `sent`: the source has taken it; `failed`: given up; `withdrawn`:
 * whoever said so took it back before it was sent.
 */
export const feedbackState = z.enum(['waiting', 'handing_over', 'sent', 'failed', 'withdrawn']);
export type FeedbackState = z.infer<typeof feedbackState>;

export const listView = z.strictObject({
  name: z.string(),
  source: z.strictObject({
    kind: listSourceKind,
    /** its file's name, or the host that is asked; no path and no secret */
    from: z.string(),
  }),
  /** whether people verified what is in it: all, none, or these categories. Only that blocks by itself */
  verified: z.union([z.boolean(), z.array(z.string())]),
  /** the version in use; 0 before the first */
  version: count,
  /** of that version */
  entries: count,
  /** when its source last said what is in it; null before the first import */
  freshAt: time.nullable(),
  /** older than it may be, or never imported: it misses what was found since */
  stale: z.boolean(),
  /** hours between two imports, and the age from which it is stale */
  everyHours: z.number(),
  staleAfterHours: z.number(),
  /** when its source is asked next; null where that is now */
  nextAt: time.nullable(),
  /** imports that failed, one after the other, since one worked */
  failures: count,
  /** the last failure; null since an import worked */
  failure: listFailure.nullable(),
  /** somebody who looked at it can take what was refused: kith lists import NAME --accept */
  acceptable: z.boolean(),
  /** its entries that people here found wrong: they match no more */
  wrong: count,
  /** what its source is told of those, by how far that is */
  feedback: z.record(feedbackState, count),
  /** the newest first */
  versions: z.array(listVersion).max(LIST_VERSIONS_SHOWN_MAX),
});
export type ListView = z.infer<typeof listView>;

/** GET /v1/lists */
export const listsView = z.strictObject({
  lists: z.array(listView),
  /** the list of what people here found */
  own: z.strictObject({
    /** hashes of media that they found to be known material */
    confirmed: count,
    /** hashes of media that only look like it */
    unlike: count,
    lastAt: time.nullable(),
  }),
  /** whether the lists are in memory by now: before, nothing can be compared */
  ready: z.boolean(),
});
export type ListsView = z.infer<typeof listsView>;

/** Why an entry of a list is wrong. Its source is told this, and never the note. */
export const wrongReason = z.enum([
  /** somebody looked at what it matched exactly, and it is no known material */
  'not_known_material',
  /** it is known material of another category than the list says */
  'other_category',
  /** it is the hash of something that many have: an empty picture, a logo */
  'common_content',
]);
export type WrongReason = z.infer<typeof wrongReason>;

/** Who judged it (pseudonym), when, and why. */
const judged = z.strictObject({ by: z.string(), at: time, note: z.string().nullable() });

/** One entry of a list that a medium or a link matched. */
export const materialMatch = z.strictObject({
  list: z.string(),
  /** its algorithm and its hash */
  entry: z.string(),
  kind: z.enum(['exact', 'perceptual']),
  /** whoever keeps the list vouched for the entry */
  verified: z.boolean(),
  /** bits of 256 in which they differ, of a perceptual match */
  distance: z.int().min(0).nullable(),
  /** `wrong`: somebody here found so, and it matches no more; `gone`: its list does not have it any more */
  state: z.enum(['in_use', 'wrong', 'gone']),
  judged: judged.extend({ reason: wrongReason.nullable() }).nullable(),
  /** what its source is told; null where there is nothing to tell */
  feedback: z.strictObject({ state: feedbackState, at: time }).nullable(),
});
export type MaterialMatch = z.infer<typeof materialMatch>;

/** Messages of one medium or link that are shown, the newest: more of them say nothing more. */
export const MATERIAL_MESSAGES_MAX = 50;

/** A medium, or a link, that matched something known: once, whether it was uploaded, sent, or both. */
export const caseMaterial = z.strictObject({
  /** null where it is a link */
  media: id.nullable(),
  /** who uploaded or sent it */
  account: id,
  /** when it was seen last */
  at: time,
  /** when they uploaded it; null where they only sent it on, and of links */
  uploadedAt: time.nullable(),
  /** messages of theirs that carried it, the newest first: so many are shown */
  messages: z.array(z.strictObject({ message: id, at: time })).max(MATERIAL_MESSAGES_MAX),
  /** as when it was seen */
  verdict: z.enum(['likely', 'verified']),
  /** what counts now, after lists changed and people judged; null for links, of which nothing is kept */
  now: z.enum(['none', 'likely', 'verified']).nullable(),
  matches: z.array(materialMatch).max(MATCHES_SHOWN_MAX),
  /** its own hashes are kept: only then it can be said to be known, or to be unlike */
  hashed: z.boolean(),
  /** what somebody here said of the medium itself */
  own: z.strictObject({ says: z.enum(['known', 'unlike']), judged }).nullable(),
});
export type CaseMaterial = z.infer<typeof caseMaterial>;

/** GET /v1/cases/{id}/material: the newest first. */
export const materialView = z.strictObject({
  material: z.array(caseMaterial).max(MATERIAL_SHOWN_MAX),
  /** whether there is more than is shown */
  more: z.boolean(),
});
export type MaterialView = z.infer<typeof materialView>;

/** As entries are named: the algorithm and the hash. */
const entry = z
  .string()
  .regex(/^(md5|sha1|sha256|pdq|url):[0-9a-f]{32,64}$/, 'must be an algorithm, a colon and a hash');
const list = z.string().min(1).max(32);
const note = prose.optional();

/**
 * POST /v1/cases/{id}/material/judge: what somebody says of what matched. It holds at once, for every account.
 * `wrong`: the entry is not what its list says; its source is told. `right`: it was right after all. `known`: the medium is
 * known material: its hashes are in the list of one's own. `unlike`: it only looks like it: it matches by likeness no more.
 * `unsaid`: what was said of the medium is taken back.
 */
export const materialJudgement = z.discriminatedUnion('says', [
  z.strictObject({ says: z.literal('wrong'), list, entry, reason: wrongReason, note }),
  z.strictObject({ says: z.literal('right'), list, entry, note }),
  z.strictObject({ says: z.literal('known'), media: id, note }),
  z.strictObject({ says: z.literal('unlike'), media: id, note }),
  z.strictObject({ says: z.literal('unsaid'), media: id, note }),
]);
export type MaterialJudgement = z.output<typeof materialJudgement>;
