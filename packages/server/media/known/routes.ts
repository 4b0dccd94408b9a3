/** What matched known material in a case, and judging it: for those who judge cases. */
import { id, type MaterialJudgement, materialJudgement, materialView } from '@kith/contract';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Records } from '../../ground/database/index.ts';
import { failures, type HttpApp, ProblemError } from '../../ground/http/index.ts';
import { type Judging, judgeRight, judgeWrong, namedEntry, sayOfMedia, unsayOfMedia } from './judge.ts';
import type { KnownMedia } from './known-media.ts';
import { hashesOf } from './matched.ts';
import { type Found, type MaterialOptions, materialOf, viewMaterial } from './material.ts';
import type { Recheck } from './recheck.ts';

export interface MaterialRoutesOptions extends MaterialOptions {
  known: Pick<KnownMedia, 'refresh'>;
  recheck: Pick<Recheck, 'lookAt'>;
  /** milliseconds since 1970 */
  clock: () => number;
}

const common = { tags: ['cases'], security: [{ session: [] }], params: z.strictObject({ id }) };
const response = { 200: materialView, ...failures };

export function materialRoutes(app: HttpApp, options: MaterialRoutesOptions): void {
  const { db, known, recheck, clock } = options;
  app.route({
    method: 'GET',
    url: '/v1/cases/:id/material',
    config: { access: { to: 'staff', action: 'case.read' } },
    schema: { ...common, summary: 'What matched known material in a case, and what people said of it', response },
    handler: ({ params }) => viewMaterial(params.id, options),
  });

  app.route({
    method: 'POST',
    url: '/v1/cases/:id/material/judge',
    config: { access: { to: 'staff', action: 'evidence.see' } },
    schema: {
      ...common,
      summary: 'Say that an entry of a list is wrong, or what a medium is: it holds at once, and its source is told',
      body: materialJudgement,
      response,
    },
    handler: async ({ params, body, staff }) => {
      const { found } = await materialOf(db, params.id);
      const judging: Judging = {
        ...{ by: `staff:${staff.id}`, at_ms: clock(), case: params.id, note: body.note },
        ...(body.says === 'wrong' && { reason: body.reason }),
      };
      await db.transaction().execute((trx) => judge(trx, body, found, judging));
      // at once here, and within seconds in every other process
      await known.refresh();
      await recheck.lookAt(found.flatMap(({ upload }) => (upload === null ? [] : [upload])));
      return viewMaterial(params.id, options);
    },
  });
}

/** Only what the case shows can be judged in it. */
async function judge(
  trx: Transaction<Records>,
  body: MaterialJudgement,
  found: readonly Found[],
  judging: Judging,
): Promise<void> {
  switch (body.says) {
    case 'wrong':
    case 'right': {
      const named = namedEntry(body.entry);
      const matched = found.some(({ matches }) => matches.some((m) => m.list === body.list && m.entry === body.entry));
      if (named === null || !matched) throw new ProblemError('not_known', 'this case has no such match', 'entry');
      const entry = { list: body.list, ...named };
      const done = await (body.says === 'wrong' ? judgeWrong(trx, entry, judging) : judgeRight(trx, entry, judging));
      if (done) return;
      const why =
        body.says === 'wrong' ? 'its list does not have this entry any more' : 'nobody has said that this is wrong';
      throw new ProblemError('not_judged', why, 'entry');
    }
    case 'known':
    case 'unlike':
    case 'unsaid': {
      const upload = found.find(({ shown }) => shown.media === body.media)?.upload ?? null;
      const hashes = upload === null ? null : hashesOf(upload);
      if (hashes === null) throw new ProblemError('not_known', 'no hashes of this medium are kept', 'media');
      if (body.says === 'unsaid') {
        if (await unsayOfMedia(trx, hashes, judging)) return;
        throw new ProblemError('not_judged', 'nobody has said anything of this medium', 'media');
      }
      await sayOfMedia(trx, hashes, body.says === 'known' ? 'confirmed' : 'unlike', judging);
      return;
    }
    default:
      body satisfies never;
  }
}
