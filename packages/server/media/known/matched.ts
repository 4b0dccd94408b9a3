/** Media that matched something known, as they are kept: their own hashes, and what they matched when they were uploaded. */
import { z } from 'zod';
import type { KnownMediumRow } from '../../ground/database/index.ts';
import { namedEntry } from './judge.ts';
import type { KnownMatch, MediaHashes } from './known-media.ts';

const text = z.string().optional();
const kept = z.object({ md5: text, sha1: text, sha256: text, pdq: text });

const match = z.object({
  ...{ list: z.string(), entry: z.string(), verified: z.boolean(), distance: z.number().optional() },
  kind: z.enum(['exact', 'perceptual']),
});

export const matchesOf = ({ matches }: Pick<KnownMediumRow, 'matches'>): KnownMatch[] =>
  z
    .array(match)
    .parse(JSON.parse(matches))
    .map(({ distance, ...of }) => ({ ...of, ...(distance !== undefined && { distance }) }));

/** Its hashes; null where the platform sent none that was kept. */
export function hashesOf({ hashes }: Pick<KnownMediumRow, 'hashes'>): MediaHashes | null {
  const { pdq, ...exact } = kept.parse(JSON.parse(hashes));
  if (pdq === undefined && Object.values(exact).every((hash) => hash === undefined)) return null;
  return { ...exact, pdq: pdq === undefined ? [] : [{ hash: pdq, quality: null }] };
}

export const namesOf = (matches: readonly KnownMatch[]) =>
  matches.flatMap(({ list, entry }) => {
    const named = namedEntry(entry);
    return named === null ? [] : [{ list, ...named }];
  });
