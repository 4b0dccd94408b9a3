/**
 * Reads the decision tables (conformance/decisions) as what they are told as: events and questions in the words of the
 * contract, each with its id. conformance/README.md says how to run them in any language.
 */
import { readdirSync, readFileSync } from 'node:fs';
import {
  ageBand,
  event,
  id,
  measure,
  noticeKind,
  noticesPolicy,
  outcome,
  ownEvent,
  question,
  reasonCode,
  time,
  warningSign,
} from '@kith/contract';
import { z } from 'zod';

const folder = new URL('../../../../conformance/decisions/', import.meta.url);

/** When an account was made and told of, unless it says otherwise (createdAt). */
const ACCOUNTS_FROM = '2026-01-01T00:00:00Z';

/** Kith's own events are part of some stories. */
const anyEvent = z.union([event, ownEvent]);
export type AnyEvent = z.output<typeof anyEvent>;

const loose = z.strictObject({ type: z.string(), time, data: z.record(z.string(), z.unknown()) });
const accounts = z.record(id, z.looseObject({ age: z.strictObject({ band: ageBand }) }));

const expectedDecision = z.strictObject({
  outcome,
  reason: reasonCode,
  measure: measure.optional(),
  signs: z.array(warningSign).optional(),
  notices: z.array(
    z.strictObject({
      to: id,
      kind: noticeKind,
      about: id.optional(),
      /** the number of members that the child does not know, as its words say it */
      strangers: z.int().min(0).optional(),
      /** the settings that its words explain */
      givenUp: z.array(z.string()).optional(),
    }),
  ),
});
export type ExpectedDecision = z.infer<typeof expectedDecision>;

const expectedAnswers = z.strictObject({
  answers: z.array(
    z.strictObject({
      account: id,
      outcome: z.enum(['allow', 'block']),
      reason: reasonCode.optional(),
      measure: measure.optional(),
    }),
  ),
});
export type ExpectedAnswers = z.infer<typeof expectedAnswers>;

const hash = z.string().regex(/^[0-9a-f]+$/);
/** An entry of a list: the hashes are named as in the event. */
const listed = z.strictObject({
  list: z.string(),
  verified: z.boolean(),
  entry: z.string(),
  hashes: z.strictObject({ md5: hash, sha1: hash, sha256: hash, pdq: hash }).partial(),
});
export type Listed = z.infer<typeof listed>;

const given = z.strictObject({
  /** what lists of known material have */
  lists: z.array(listed).default([]),
  /** where the policy differs from the shipped one */
  policy: z
    .strictObject({
      platform: z.strictObject({ connections: z.boolean() }).optional(),
      strangers: z.strictObject({ mutualConnections: z.int() }).optional(),
      requests: z.strictObject({ adultToChildrenPerDay: z.int() }).optional(),
      media: z.strictObject({ verified: outcome, likely: outcome }).partial().optional(),
      notices: noticesPolicy.optional(),
    })
    .default({}),
  accounts: accounts.default({}),
  history: z.array(loose),
});

const name = z.string();
const table = z.strictObject({
  about: z.string(),
  accounts,
  rows: z.array(
    z.union([
      z.strictObject({ name, given, event: loose, expect: expectedDecision }),
      z.strictObject({ name, given, question, expect: expectedAnswers }),
    ]),
  ),
});

export interface TableRow {
  table: string;
  name: string;
  policy: z.infer<typeof given>['policy'];
  lists: readonly Listed[];
  /** told before, in order: the accounts, then the history */
  history: readonly AnyEvent[];
  ask: { event: AnyEvent; expect: ExpectedDecision } | { question: z.infer<typeof question>; expect: ExpectedAnswers };
}

/** Every row of every table. Throws where a fixture is not what it should be. */
export function readTables(): TableRow[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const { accounts: cast, rows } = table.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
      return rows.map((row, i): TableRow => {
        let told = 0;
        const withId = (e: z.infer<typeof loose>): AnyEvent => anyEvent.parse({ id: `${file} ${i} ${told++}`, ...e });
        const created = Object.entries({ ...cast, ...row.given.accounts }).map(([actor, facts]) =>
          withId({
            type: 'account.created',
            time: typeof facts.createdAt === 'string' ? facts.createdAt : ACCOUNTS_FROM,
            data: { actor, ...facts },
          }),
        );
        const history = [...created, ...row.given.history.map(withId)];
        const ask =
          'event' in row
            ? { event: withId(row.event), expect: row.expect }
            : { question: row.question, expect: row.expect };
        const { policy, lists } = row.given;
        return { table: file.replace(/\.json$/, ''), name: row.name, policy, lists, history, ask };
      });
    });
}
