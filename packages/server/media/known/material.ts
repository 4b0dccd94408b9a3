/** What matched something known in a case, and what people said of it: for those who judge. */
import {
  type CaseMaterial,
  MATCHES_SHOWN_MAX,
  MATERIAL_MESSAGES_MAX,
  MATERIAL_SHOWN_MAX,
  type MaterialMatch,
  type MaterialView,
} from '@kith/contract';
import type { MediaVerdict } from '@kith/engine';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { KnownFeedbackRow, KnownJudgementRow, KnownMediumRow, Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { feedbackStateOf, WITHDRAWN } from '../lists/feedback-state.ts';
import { type ListSettings, OWN_LIST } from '../lists/settings.ts';
import { namedHashes } from './judge.ts';
import type { KnownMatch } from './known-media.ts';
import { entryKey, entryName } from './live-entries.ts';
import { hashesOf, matchesOf, namesOf } from './matched.ts';

export interface MaterialOptions {
  db: Kysely<Records>;
  lists: readonly ListSettings[];
  /** pseudonyms of staff */
  nameOf: (ids: readonly string[]) => Promise<(id: string | null) => string | null>;
}

/** A medium or a link of a case, before what was said of it. */
export interface Found {
  shown: Omit<CaseMaterial, 'matches' | 'own' | 'hashed'>;
  matches: readonly KnownMatch[];
  /** as it was uploaded; null of a link */
  upload: KnownMediumRow | null;
}

/** @throws ProblemError where there is no such case */
export async function viewMaterial(id: string, options: MaterialOptions): Promise<MaterialView> {
  const { found, more } = await materialOf(options.db, id);
  const said = await saidOf(found, options);
  const material = found.map(({ shown, matches, upload }): CaseMaterial => {
    const hashes = upload === null ? null : hashesOf(upload);
    const own =
      hashes === null
        ? undefined
        : namedHashes(hashes)
            .flatMap((one) => said.own(one))
            .at(0);
    return {
      ...shown,
      matches: matches.slice(0, MATCHES_SHOWN_MAX).map(said.match),
      hashed: hashes !== null,
      own: own ?? null,
    };
  });
  return { material, more };
}

const linkWords = z.object({
  media: z.string().nullable(),
  list: z.string().optional(),
  entry: z.string().optional(),
  kind: z.enum(['exact', 'perceptual']).optional(),
  verified: z.boolean().optional(),
});

/** Everything of the case's accounts that matched, each once, the newest first. */
export async function materialOf(db: Kysely<Records>, id: string): Promise<{ found: readonly Found[]; more: boolean }> {
  const cases = await db
    .selectFrom('cases')
    .select(['id', 'account'])
    .where((e) => e.or([e('id', '=', id), e('merged_into', '=', id)]))
    .execute();
  if (!cases.some((one) => one.id === id)) throw new ProblemError('not_known', 'there is no such case', 'id');
  const accounts = [...new Set(cases.map(({ account }) => account))];
  const most = MATERIAL_SHOWN_MAX + 1;
  const uploads = await db
    .selectFrom('known_medium')
    .selectAll()
    .where('account', 'in', accounts)
    .orderBy('at', 'desc')
    .limit(most)
    .execute();
  const signals = await db
    .selectFrom('signal')
    .select(['account', 'message', 'at', 'code', 'words'])
    .where('account', 'in', accounts)
    .where('code', 'in', ['KNOWN_MATERIAL', 'LIKELY_KNOWN_MATERIAL'])
    .where('message', 'is not', null)
    .orderBy('at', 'desc')
    .limit(most)
    .execute();
  const sent = signals.map((row) => ({ ...row, ...linkWords.parse(JSON.parse(row.words ?? '{"media":null}')) }));
  const named = [...new Set(sent.flatMap(({ media }) => (media === null ? [] : [media])))];
  const theirs =
    named.length === 0 ? [] : await db.selectFrom('known_medium').selectAll().where('media', 'in', named).execute();
  const found = together([...uploads.map(ofUpload), ...sent.map((one) => ofMessage(one, theirs))]);
  const more = found.length > MATERIAL_SHOWN_MAX || uploads.length === most || signals.length === most;
  return { found: found.slice(0, MATERIAL_SHOWN_MAX), more };
}

/** A medium of an account once, and a link once: what was uploaded and then sent is one thing, and says both. */
function together(all: readonly Found[]): Found[] {
  const places = new Map<string, Found>();
  for (const one of all) {
    const { media, account } = one.shown;
    const entry = one.matches.map((match) => entryKey(match.list, match.entry)).at(0);
    const place = JSON.stringify([account, media, media === null ? (entry ?? one.shown.messages) : null]);
    const before = places.get(place);
    places.set(place, before === undefined ? one : joined(before, one));
  }
  return [...places.values()].sort((a, b) => (a.shown.at < b.shown.at ? 1 : -1));
}

/** As strict as it was ever seen; its own upload says what its hashes are. */
function joined(a: Found, b: Found): Found {
  const own = [a, b].find(({ upload, shown }) => upload?.account === shown.account) ?? a;
  const messages = [...a.shown.messages, ...b.shown.messages].sort((x, y) => (x.at < y.at ? 1 : -1));
  return {
    shown: {
      ...own.shown,
      at: a.shown.at > b.shown.at ? a.shown.at : b.shown.at,
      uploadedAt: a.shown.uploadedAt ?? b.shown.uploadedAt,
      messages: messages.slice(0, MATERIAL_MESSAGES_MAX),
      verdict: [a, b].some(({ shown }) => shown.verdict === 'verified') ? 'verified' : 'likely',
    },
    ...{ matches: own.matches, upload: own.upload },
  };
}

const iso = (at_ms: number): string => new Date(Number(at_ms)).toISOString();

const ofUpload = (row: KnownMediumRow): Found => ({
  shown: {
    ...{ media: row.media, account: row.account, at: iso(row.at), uploadedAt: iso(row.at), messages: [] },
    ...{ verdict: row.verdict, now: row.now },
  },
  matches: matchesOf(row),
  upload: row,
});

type Sent = { account: string; message: string | null; at: number; code: string } & z.infer<typeof linkWords>;

function ofMessage(sent: Sent, uploads: readonly KnownMediumRow[]): Found {
  const { account, message, at, media, list, entry, kind, verified } = sent;
  const those = uploads.filter((row) => row.media === media);
  // one's own is what was sent; else any that was uploaded under that id
  const upload = those.find((row) => row.account === account) ?? those.sort(byVerdict)[0] ?? null;
  const link =
    list === undefined || entry === undefined
      ? []
      : [{ list, entry, kind: kind ?? 'exact', verified: verified ?? false }];
  const verdict = sent.code === 'KNOWN_MATERIAL' ? 'verified' : 'likely';
  return {
    shown: {
      ...{ media, account, at: iso(at), uploadedAt: null, verdict },
      messages: message === null ? [] : [{ message, at: iso(at) }],
      now: media === null ? null : (upload?.now ?? null),
    },
    matches: media === null ? link : upload === null ? [] : matchesOf(upload),
    upload: media === null ? null : upload,
  };
}

const RANK: Readonly<Record<MediaVerdict, number>> = { none: 0, likely: 1, verified: 2 };
const byVerdict = (a: KnownMediumRow, b: KnownMediumRow): number => RANK[b.now] - RANK[a.now];

interface Said {
  match(match: KnownMatch): MaterialMatch;
  own(hash: { algorithm: string; hash: string }): NonNullable<CaseMaterial['own']>[];
}

/** What people said of those entries and hashes, whether lists still have them, and what their sources are told. */
async function saidOf(found: readonly Found[], { db, lists, nameOf }: MaterialOptions): Promise<Said> {
  const names = found.flatMap(({ matches }) => namesOf(matches));
  const own = found.flatMap(({ upload }) => (upload === null ? [] : namedHashes(hashesOf(upload) ?? {})));
  const hashes = [...new Set([...names, ...own].map(({ hash }) => hash))];
  if (hashes.length === 0) return { match: (match) => shown(match, false), own: () => [] };
  const judged = await db.selectFrom('known_judgement').selectAll().where('hash', 'in', hashes).execute();
  const live = await db
    .selectFrom('known_entry')
    .select(['list', 'algorithm', 'hash'])
    .where('list', 'in', [...new Set(names.map(({ list }) => list)), OWN_LIST])
    .where('hash', 'in', hashes)
    .where('removed_in', 'is', null)
    .execute();
  const told = await db
    .selectFrom('known_feedback')
    .selectAll()
    .where('hash', 'in', hashes)
    .orderBy('made_at')
    .execute();
  const key = ({ list, algorithm, hash }: { list: string; algorithm: string; hash: string }) =>
    entryKey(list, entryName(algorithm, hash));
  const inLists = new Set([...live, ...judged.filter(({ verdict }) => verdict === 'confirmed')].map(key));
  const said = new Map(judged.map((row) => [key(row), row]));
  const feedback = new Map(told.map((row) => [key(row), row]));
  const name = await nameOf(judged.map(({ by }) => by.replace(/^staff:/, '')));
  const who = ({ by, at, note }: KnownJudgementRow) => ({
    by: name(by.replace(/^staff:/, '')) ?? by,
    at: iso(at),
    note,
  });
  return {
    match(match) {
      const named = entryKey(match.list, match.entry);
      const row = said.get(named);
      const settings = lists.find((list) => list.name === match.list);
      const last = feedback.get(named);
      return {
        ...shown(match, inLists.has(named)),
        ...(row?.verdict === 'wrong' && { state: 'wrong', judged: { ...who(row), reason: row.reason } }),
        feedback: last === undefined || settings === undefined ? null : toldOf(last, settings),
      };
    },
    own(hash) {
      const row = said.get(key({ list: OWN_LIST, ...hash }));
      if (row === undefined || row.verdict === 'wrong') return [];
      return [{ says: row.verdict === 'confirmed' ? 'known' : 'unlike', judged: who(row) }];
    },
  };
}

const shown = ({ list, entry, kind, verified, distance }: KnownMatch, isThere: boolean): MaterialMatch => ({
  ...{ list, entry, kind, verified, state: isThere ? 'in_use' : 'gone', judged: null, feedback: null },
  distance: distance ?? null,
});

function toldOf(row: KnownFeedbackRow, settings: ListSettings): NonNullable<MaterialMatch['feedback']> {
  const far = { sent: row.sent_at !== null, dead: row.dead_at !== null, withdrawn: row.last_error === WITHDRAWN };
  return { state: feedbackStateOf(far, settings), at: iso(row.sent_at ?? row.dead_at ?? row.made_at) };
}
