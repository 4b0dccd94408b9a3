/**
 * The bytes of a medium, as they come: a piece at a time into the vault, never whole in memory. What it is, its first bytes say;
 * what the platform calls it is not believed. Known material is compared with lists when it is uploaded (server/media), not here:
 * a file of evidence is not decoded.
 */
import { mediaDetails, type PreservationGiven } from '@kith/contract';
import { Sniffed } from './bytes.ts';
import { type Giving, type GivingOptions, pieceOf, refuseMedia } from './giving.ts';
import { givenBefore, noteGiven, refuseMore, refuseVersions } from './noting.ts';

/** @throws ProblemError, EvidenceError `too_large` */
export async function giveMedium(
  options: GivingOptions,
  giving: Giving,
  media: string,
  body: AsyncIterable<Buffer>,
): Promise<PreservationGiven> {
  const { db, vault } = options;
  const { row, marks, by, now_ms } = giving;
  await refuseMedia(options, giving, media);
  const name = marks.name('media', media);
  const before = (await givenBefore(db, row.id, 'media', [name])).get(name);
  if (before === undefined) refuseMore(row, 'media');
  refuseVersions(before);
  const stream = new Sniffed(body);
  const mediaType = await stream.type();
  const said = await detailsOf(options, giving, media);
  const item = await vault.put(
    {
      ...pieceOf(giving),
      ...{ kind: 'media', about: media, mediaType, bytes: stream },
      ...{ account: said?.account ?? null, name: said?.fileName ?? media },
      ...(said !== null && { details: said }),
    },
    by,
  );
  const received = { sha256: stream.sha256(), bytes: stream.bytes };
  const print = marks.print('media', received.sha256);
  if (before?.has(print)) return { status: 'duplicate', ...received };
  await noteGiven(db, row.id, 'media', [{ name, print, item }], now_ms);
  return { status: 'accepted', ...received };
}

/** What the platform said of it last, where it has; beside the bytes for whoever needs both. */
async function detailsOf({ db, vault }: GivingOptions, { row, marks }: Giving, media: string) {
  const given = await db
    .selectFrom('preservation_given')
    .select('item')
    .where('preservation', '=', row.id)
    .where('kind', '=', 'media_details')
    .where('name', '=', marks.name('media_details', media))
    .orderBy('given_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (given === undefined) return null;
  const { bytes } = await vault.use(given.item, `medium of ${row.id}`);
  return mediaDetails.parse(JSON.parse(bytes.toString('utf8')));
}
