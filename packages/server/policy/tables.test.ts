/** The decision tables (conformance/decisions), every row, with the shipped policy, on knowledge in plain maps. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  type Choice,
  type NoticeKind,
  policy as policySchema,
  type Question,
  type RowNotice,
  reasonCode,
  rowNotice,
  type TableName,
} from '@kith/contract';
import {
  type CompiledPolicy,
  compilePolicy,
  consider,
  type Decided,
  type HashedIdentifier,
  type HashedIdentifiers,
  type KnownAs,
  maySeeInList,
  maySeeLocation,
  maySuggest,
  type Refusal,
  type Told,
} from '@kith/engine';
import {
  type AnyEvent,
  type ExpectedAnswers,
  type ExpectedDecision,
  type Listed,
  readTables,
  type TableRow,
} from '../ground/testing/decision-tables.ts';
import { WorkingSet } from '../knowledge/index.ts';
import { loadShippedPolicy } from './index.ts';

const rows = readTables();
const shipped = loadShippedPolicy();

/** As intake does: timed, and without what deciding has no need of. */
function told(event: AnyEvent, lists: readonly Listed[]): Told {
  const { id, type, data, time } = event;
  const { identifiers, ...rest } = { identifiers: undefined, ...data };
  const hashed = identifiers === undefined ? rest : { ...rest, identifiers: hashesOf(identifiers) };
  // the cast joins a type and the data that belongs to it, which the union above has as one
  const read = { id, type, at: Date.parse(time ?? ''), data: hashed } as Told;
  if (read.type === 'media.uploaded' && read.data.hashes !== undefined && lists.length > 0) {
    const { hashes } = read.data;
    read.data.known = lists.flatMap((listed) => matchOf(hashes, listed));
  }
  return read;
}

/** Bits of 256 in which two PDQ hashes may differ, and still be taken for pictures of the same. */
const NEAR_BITS = 31;
const bitsApart = (a: string, b: string): number =>
  (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;

function matchOf(hashes: Listed['hashes'], { list, entry, verified, hashes: of }: Listed): KnownAs[] {
  const exact = (['md5', 'sha1', 'sha256'] as const).some(
    (kind) => of[kind] !== undefined && of[kind] === hashes[kind],
  );
  if (exact) return [{ list, entry, verified, kind: 'exact' }];
  if (of.pdq === undefined || hashes.pdq === undefined) return [];
  const distance = bitsApart(of.pdq, hashes.pdq);
  return distance > NEAR_BITS ? [] : [{ list, entry, verified, kind: 'perceptual', distance }];
}

type Raw = { deviceIds?: string[] | undefined; telephone?: string | undefined; verified?: string[] | undefined };

/** The tables tell of devices and telephones only, and of these in the form that intake brings them to. */
function hashesOf({ deviceIds = [], telephone, verified = [] }: Raw): HashedIdentifiers {
  const digits = (name: string) => hash('sha256', name).slice(0, 16);
  const of: HashedIdentifier[] = deviceIds.map((device) => ({ kind: 'device', hash: digits(device) }));
  const isVerified = verified.includes('telephone');
  if (telephone !== undefined)
    of.push({ kind: 'telephone', hash: digits(telephone), ...(isVerified && { verified: true }) });
  return { layers: 1, of };
}

function policyOf(row: TableRow): CompiledPolicy {
  const { platform, strangers, requests, media, notices } = row.policy;
  return compilePolicy({
    ...shipped,
    ...(platform && { platform }),
    ...(strangers && { strangers }),
    ...(requests && { requests }),
    ...(notices && { notices }),
    ...(media && { media: policySchema.shape.media.parse({ ...shipped.media, ...media }) }),
  });
}

function afterHistory(row: TableRow, policy: CompiledPolicy): WorkingSet {
  const knowledge = new WorkingSet();
  for (const event of row.history) knowledge.apply(consider(knowledge, told(event, row.lists), policy).changes);
  return knowledge;
}

function asExpected(decided: Decided, wanted: ExpectedDecision): ExpectedDecision {
  const [reason] = decided.reasons;
  assert.ok(reason !== undefined);
  return {
    outcome: decided.outcome,
    reason: reason.code,
    ...(reason.measure !== undefined && { measure: reason.measure }),
    ...(reason.signs !== undefined && { signs: [...reason.signs] }),
    notices: decided.notices.map((n, i) => ({
      to: n.to,
      kind: n.kind,
      ...(n.about !== undefined && { about: n.about }),
      ...(n.strangers !== undefined && wanted.notices[i]?.strangers !== undefined && { strangers: n.strangers }),
      ...(n.givenUp !== undefined && { givenUp: [...n.givenUp] }),
    })),
  };
}

function answersTo(
  knowledge: WorkingSet,
  question: Exclude<Question, { question: 'event' }>,
  policy: CompiledPolicy,
): ExpectedAnswers {
  const viewer = knowledge.account(question.viewer);
  const refusalOf = (candidate: string): Refusal => {
    const account = knowledge.account(candidate);
    switch (question.question) {
      case 'suggest':
        return maySuggest(knowledge, viewer, account, policy);
      case 'connections':
        return maySeeInList(knowledge, viewer, knowledge.account(question.owner), account, policy);
      case 'location':
        return maySeeLocation(knowledge, viewer, account, policy);
      default:
        return question satisfies never;
    }
  };
  return {
    answers: question.candidates.map((account) => {
      const refusal = refusalOf(account);
      if (refusal === null) return { account, outcome: 'allow' };
      const { code, measure } = refusal;
      return { account, outcome: 'block', reason: code, ...(measure !== undefined && { measure }) };
    }),
  };
}

for (const name of new Set(rows.map((row) => row.table))) {
  describe(`the decision table ${name}`, () => {
    for (const row of rows.filter((r) => r.table === name)) {
      it(row.name, () => {
        const policy = policyOf(row);
        const knowledge = afterHistory(row, policy);
        if ('event' in row.ask) {
          const { decision, effects } = consider(knowledge, told(row.ask.event, row.lists), policy);
          assert.deepEqual(asExpected(decision, row.ask.expect), row.ask.expect);
          assert.deepEqual(
            effects.flatMap((e) => (e.type === 'notice.requested' ? [e.notice] : [])),
            decision.notices,
          );
        } else if (row.ask.question.question !== 'event') {
          assert.deepEqual(answersTo(knowledge, row.ask.question, policy), row.ask.expect);
        } else {
          assert.fail('a question about an event belongs among the events');
        }
      });
    }
  });
}

/** What somebody who is asked, or told, can answer: help is always one of them. */
const CHOICES: Record<RowNotice, readonly Choice[]> = {
  stranger_message: ['accept', 'decline', 'block', 'report', 'get_help'],
  connection_request: ['accept', 'decline', 'block', 'report', 'get_help'],
  connection_request_stranger: ['accept', 'decline', 'block', 'report', 'get_help'],
  group_invite: ['accept', 'decline', 'report', 'get_help'],
  weaker_setting: ['accept', 'decline', 'get_help'],
  asking_stranger: ['accept', 'decline', 'get_help'],
  first_message: ['ok', 'block', 'report', 'get_help'],
  warning: ['ok', 'block', 'report', 'get_help'],
  after_block: ['ok', 'report', 'get_help'],
  after_report: ['ok', 'block', 'get_help'],
};

describe('the decision tables together', () => {
  const decisions = rows.flatMap((row) => ('event' in row.ask ? [row.ask] : []));
  const answers = rows.flatMap((row) => ('question' in row.ask ? row.ask.expect.answers : []));

  it('expect every reason that there is', () => {
    const expected = new Set([...decisions.map((d) => d.expect.reason), ...answers.flatMap((a) => a.reason ?? [])]);
    assert.deepEqual(
      // the shipped rules are in shadow: rules.test.ts tries those that decide; what people found nobody tells: held.test.ts
      reasonCode.options.filter((code) => !/^(rule|found_harmless|found_harmful)$/.test(code) && !expected.has(code)),
      [],
    );
  });

  it('expect every notice that there is', () => {
    const expected = new Set<NoticeKind>(decisions.flatMap((d) => d.expect.notices.map((n) => n.kind)));
    assert.deepEqual(
      rowNotice.options.filter((kind) => !expected.has(kind)),
      [],
    );
  });

  it('offer the same choices with each notice of a kind, of which each is there', () => {
    const offered = rows.flatMap((row) => ('event' in row.ask ? decidedBy(row).notices : []));
    const choices: Partial<Record<NoticeKind, readonly Choice[]>> = CHOICES;
    for (const { kind, choices: given } of offered) assert.deepEqual(given, choices[kind], kind);
    assert.deepEqual([...new Set(offered.map(({ kind }) => kind))].sort(), Object.keys(CHOICES).sort());
  });

  it('need every row of the shipped policy: without any one of them, something is decided otherwise', () => {
    for (const table of Object.keys(shipped.tables) as TableName[]) {
      shipped.tables[table].forEach((_, i) => {
        const tables = { ...shipped.tables, [table]: shipped.tables[table].toSpliced(i, 1) };
        const noticed = rows.some((row) => {
          if (!('event' in row.ask)) return false;
          const policy = compilePolicy({ ...policyOf(row).policy, tables });
          const { decision } = consider(afterHistory(row, policy), told(row.ask.event, row.lists), policy);
          const got = asExpected(decision, row.ask.expect);
          return JSON.stringify(got) !== JSON.stringify(asExpected(decidedBy(row), row.ask.expect));
        });
        assert.ok(noticed, `no table notices that row ${i + 1} of ${table} is gone`);
      });
    }
  });
});

const decidedOnce = new Map<TableRow, Decided>();
/** What the shipped policy decides on a row. */
function decidedBy(row: TableRow): Decided {
  let decided = decidedOnce.get(row);
  if (decided === undefined) {
    assert.ok('event' in row.ask);
    const policy = policyOf(row);
    decided = consider(afterHistory(row, policy), told(row.ask.event, row.lists), policy).decision;
    decidedOnce.set(row, decided);
  }
  return decided;
}
