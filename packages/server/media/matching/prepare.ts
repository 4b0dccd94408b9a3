/** Makes known hashes ready to be searched. */
import { ExactIndex, type SharedExactIndex } from './exact-index.ts';
import type { ExactAlgorithm } from './hash-words.ts';
import { NearIndex, type SharedNearIndex } from './near-index.ts';
import { type Pack, rowsOf } from './packs.ts';
import type { SharedRows } from './rows.ts';
import { weave } from './weave.ts';

/** Rows that are looked at one after another rather than through an index: as quick, and the index would take 4 MB. */
export const SCANNED_MAX = 4_096;

/** All that a thread needs to search: shared memory, and how it is laid out. It may be posted to any thread. */
export interface SharedKnownHashes {
  exact: Record<ExactAlgorithm, SharedExactIndex>;
  near: { scanned: SharedRows } | { indexed: SharedNearIndex };
}

/** Lets the packs go while it reads them. */
export function prepare(packs: Pack[]): SharedKnownHashes {
  const { pdq, ...exact } = rowsOf(packs);
  for (let row = 0; row < pdq.count; row++) weave(pdq.hashes, row * pdq.width);
  return {
    exact: {
      md5: ExactIndex.build(exact.md5).shared,
      sha1: ExactIndex.build(exact.sha1).shared,
      sha256: ExactIndex.build(exact.sha256).shared,
    },
    near: pdq.count <= SCANNED_MAX ? { scanned: pdq.shared } : { indexed: NearIndex.build(pdq).shared },
  };
}
