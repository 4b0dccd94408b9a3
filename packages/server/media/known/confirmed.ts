/** Whether somebody here has said that a medium is known material: then nobody has to look at it again. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { OWN_LIST } from '../lists/settings.ts';
import { namedHashes } from './judge.ts';
import { hashesOf } from './matched.ts';

/** Uploads under one name that are looked at: a platform that reuses names of media has few of one. */
const UPLOADS_MAX = 20;

/** @param of `media`: the platform's name of it; `sha256`: of its bytes, hexadecimal. null where there is none */
export async function isConfirmed(
  db: Kysely<Records>,
  of: { media: string | null; sha256: string | null },
): Promise<boolean> {
  const uploads =
    of.media === null
      ? []
      : await db.selectFrom('known_medium').selectAll().where('media', '=', of.media).limit(UPLOADS_MAX).execute();
  const names = uploads.flatMap((upload) => namedHashes(hashesOf(upload) ?? {}));
  if (of.sha256 !== null) names.push(...namedHashes({ sha256: of.sha256 }));
  if (names.length === 0) return false;
  const said = await db
    .selectFrom('known_judgement')
    .select('hash')
    .where('list', '=', OWN_LIST)
    .where('verdict', '=', 'confirmed')
    .where((e) =>
      e.or(names.map(({ algorithm, hash }) => e.and([e('algorithm', '=', algorithm), e('hash', '=', hash)]))),
    )
    .limit(1)
    .execute();
  return said.length > 0;
}
