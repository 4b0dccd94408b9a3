/**
 * Compares media that matched something known again, when lists have changed or somebody judged: one whose entry its list has no
 * more is what it is without it. What has changed Kith tells itself, as an event of the uploader's (docs/decisions/0019).
 */
import { createHash } from 'node:crypto';
import { type Knowledge, type MediaVerdict, mediaUploads, type ToldOf } from '@kith/engine';
import type { Kysely } from 'kysely';
import type { KnownMediumRow, Records } from '../../ground/database/index.ts';
import { type Job, keepDoing, pause } from '../../ground/jobs/index.ts';
import type { Log } from '../../ground/log/index.ts';
import type { KnownMatch, KnownMedia } from './known-media.ts';
import { hashesOf } from './matched.ts';

/** How often it is looked whether something changed, milliseconds. */
const LOOK_EVERY_MS = 10_000;
/** Media that are read at once, and the pause after them, milliseconds: decisions come first. */
const MEDIA_AT_ONCE = 200;
const PAUSE_MS = 50;

export interface RecheckOptions {
  db: Kysely<Records>;
  known: Pick<KnownMedia, 'match' | 'state'>;
  ask<T>(look: (k: Knowledge) => T): Promise<T>;
  /** tells Kith an event of its own; resolves when it is committed */
  tell(told: ToldOf<'media.judged'>): Promise<void>;
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
}

export class Recheck {
  readonly #options: RecheckOptions;
  #job: Job | null = null;
  /** of the lists that all media were last compared with */
  #seen: string | null = null;

  constructor(options: RecheckOptions) {
    this.#options = options;
  }

  start(): this {
    const { log } = this.#options;
    this.#job ??= keepDoing({
      every_ms: LOOK_EVERY_MS,
      work: (signal) => this.lookAtAll(signal),
      failed: (error) => log.error({ err: error }, 'comparing media again failed, and will be tried again'),
    });
    return this;
  }

  async stop(): Promise<void> {
    await this.#job?.stop();
  }

  /** All of them, where something has changed since the last time. */
  async lookAtAll(signal: AbortSignal): Promise<void> {
    const { db, known } = this.#options;
    const state = known.state;
    if (state === null || state === this.#seen) return;
    for (let after = { media: '', account: '' }; ; ) {
      if (signal.aborted) return;
      const rows = await db
        .selectFrom('known_medium')
        .selectAll()
        .where(({ eb, refTuple, tuple }) => eb(refTuple('media', 'account'), '>', tuple(after.media, after.account)))
        .orderBy('media')
        .orderBy('account')
        .limit(MEDIA_AT_ONCE)
        .execute();
      await this.lookAt(rows);
      const last = rows.at(-1);
      if (last === undefined || rows.length < MEDIA_AT_ONCE) break;
      after = { media: last.media, account: last.account };
      await pause(PAUSE_MS, signal);
    }
    this.#seen = state;
  }

  /** These, whether something has changed or not. */
  async lookAt(rows: readonly KnownMediumRow[]): Promise<void> {
    for (const row of rows) await this.#lookAt(row);
  }

  async #lookAt(row: KnownMediumRow): Promise<void> {
    const { db, known, ask, tell, clock } = this.#options;
    const hashes = hashesOf(row);
    const matches = hashes === null ? null : known.match(hashes);
    const state = known.state;
    if (matches === null || state === null) return;
    const verdict = verdictOf(matches);
    if (verdict === row.now) return;
    const { media, account } = row;
    const mine = await ask((k) => mediaUploads(k, media).find(({ uploader }) => uploader === account));
    const same = db.updateTable('known_medium').where('media', '=', media).where('account', '=', account);
    // uploaded again since, and it matched nothing then: it is another file
    if (mine === undefined || mine.at !== Math.floor(Number(row.at) / 1000)) return;
    const id = createHash('sha256')
      .update(JSON.stringify([media, account, row.event, verdict, state]))
      .digest('hex');
    await tell({
      id: `kith:media-${id.slice(0, 40)}`,
      type: 'media.judged',
      at: clock(),
      data: { actor: account, media, verdict },
    });
    await same.where('event', '=', row.event).set({ now: verdict }).execute();
  }
}

/** As deciding takes it: what a verified list has exactly is certain, all else is a lead. */
const verdictOf = (matches: readonly KnownMatch[]): MediaVerdict =>
  matches.some(({ kind, verified }) => kind === 'exact' && verified)
    ? 'verified'
    : matches.length > 0
      ? 'likely'
      : 'none';
