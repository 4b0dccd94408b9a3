/** What tests of reports do again and again: report somebody in each way, and look at what became of it. */
import assert from 'node:assert/strict';
import type { Webhook } from '@kith/contract';
import type { AnsweringOptions } from '../answering.ts';
import { FORM_MIN_MS } from '../form/routes.ts';
import { tellClosed } from '../index.ts';
import { Visitor } from './form.ts';
import type { ReportsKith } from './kiths.ts';

/** Stands in what people write, so that it is found where it must not be. */
export const MARK = 'MARKED-d0c5';

let made = 0;

export function complaintsAt(kith: ReportsKith) {
  return {
    /** The newest report about an account. */
    rowOf: (about: string) =>
      kith.db
        .selectFrom('report')
        .selectAll()
        .where('about', '=', about)
        .orderBy('received_at', 'desc')
        .executeTakeFirstOrThrow(),

    /** Tells the event of a report. */
    async file(data: Record<string, unknown>): Promise<void> {
      const event = { id: `report-${++made}`, type: 'report.filed', data: { category: 'keeps_secret', ...data } };
      const answer = await kith.post('/v1/events', event);
      assert.equal(answer.status, 200, await answer.clone().text());
    },

    /** Fills in the form of somebody without an account, up to the last look. */
    async filled(about: string, more: Record<string, string> = {}): Promise<Visitor> {
      const visitor = new Visitor(kith.url);
      await visitor.get('/report');
      await visitor.send();
      await visitor.send({ who: more.who ?? 'parent' });
      await visitor.send({ about });
      await visitor.send({ what: more.what ?? 'wants_to_meet' });
      await visitor.send({ more: more.more ?? `${MARK} ${about}` });
      await visitor.send({ contact: more.contact ?? '' });
      assert.match(visitor.page.path, /check$/);
      kith.later(FORM_MIN_MS);
      return visitor;
    },

    /** Comes to the form by a link of the platform's. */
    async byLink(input: Record<string, unknown> = {}): Promise<Visitor> {
      const answer = await kith.post('/v1/report-links', { reporter: 'kim', about: 'max', ...input });
      const { url } = (await answer.json()) as { url: string };
      const visitor = new Visitor(kith.url);
      await visitor.get(new URL(url).pathname);
      return visitor;
    },

    webhooksOf: (type: string, account: string): Webhook[] =>
      kith.webhooks.filter((one) => one.type === type && 'account' in one.data && one.data.account === account),

    answering: (): AnsweringOptions => ({
      ...{ db: kith.db, keys: null, closed: tellClosed([]), clock: kith.now },
      wordsKeptDays: () => 90,
      failed: assert.fail,
    }),
  };
}
