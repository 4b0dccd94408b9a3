/** The counts of a period as people see them. */
import {
  type Choice,
  choice,
  type NoticeAct,
  type NoticeNumbers,
  type NoticesPolicy,
  type NumbersQuery,
  noticeAct,
  noticeKind,
  risk,
} from '@kith/contract';
import { type Kysely, sql } from 'kysely';
import type { NoticeDayRow, Records } from '../ground/database/index.ts';
import { dayOf } from './count.ts';
import { differenceOf } from './difference.ts';

const DAY_MS = 86_400_000;

type Counted = Omit<NoticeDayRow, 'day'>;

export async function numbersOf(
  db: Kysely<Records>,
  { from, to }: NumbersQuery,
  policy: NoticesPolicy,
): Promise<NoticeNumbers> {
  const [from_ms, until_ms] = [Date.parse(from), Date.parse(to) + DAY_MS];
  const { rows } = await sql<Counted>`
    select kind, language, risk, experiment, arm, what, sum(n) as n from notice_day
    where day >= ${dayOf(from_ms)} and day < ${dayOf(until_ms)}
    group by kind, language, risk, experiment, arm, what
    order by kind, language, risk, experiment, arm, what`.execute(db);
  const { open } = await db
    .selectFrom('notice_note')
    .select(({ fn }) => fn.countAll().as('open'))
    .where('what', '=', 'shown')
    .where('at', '>=', from_ms)
    .where('at', '<', until_ms)
    .executeTakeFirstOrThrow();
  const counted = rows.map((row) => ({ ...row, n: Number(row.n) }));
  const plain = counted.filter(({ experiment }) => experiment === '');
  return {
    from: new Date(from_ms).toISOString(),
    until: new Date(until_ms).toISOString(),
    kinds: grouped(plain, ({ kind, language }) => [kind, language]).map((of) => ({
      ...{ kind: noticeKind.parse(of[0].kind), language: of[0].language, ...becomeOf(of) },
      toldEnough: sum(of, 'told_enough'),
    })),
    risks: grouped(
      plain.filter(({ what }) => what !== 'told_enough'),
      (row) => [row.kind, row.risk],
    ).map((of) => ({ kind: noticeKind.parse(of[0].kind), risk: risk.parse(of[0].risk), ...becomeOf(of) })),
    open: Number(open),
    countedOneIn: policy.countOneChildIn,
    experiments: grouped(
      counted.filter(({ experiment }) => experiment !== ''),
      ({ experiment, kind }) => [experiment, kind],
    ).map(experimentOf),
  };
}

type Some = readonly [Counted, ...Counted[]];

function grouped(rows: readonly Counted[], key: (row: Counted) => string[]): Some[] {
  const groups = new Map<string, [Counted, ...Counted[]]>();
  for (const row of rows) {
    const name = JSON.stringify(key(row));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

const sum = (rows: readonly Counted[], what: string): number =>
  rows.reduce((total, row) => total + (row.what === what ? row.n : 0), 0);

const ledOf = (rows: readonly Counted[]): Record<NoticeAct, number> => ({
  accept: sum(rows, 'led:accept'),
  block: sum(rows, 'led:block'),
  report: sum(rows, 'led:report'),
});

const becomeOf = (rows: readonly Counted[]) => ({
  shown: sum(rows, 'shown'),
  outlived: sum(rows, 'outlived'),
  choices: choicesOf(rows),
  led: ledOf(rows),
});

function choicesOf(rows: readonly Counted[]): Partial<Record<Choice, number>> {
  const counts = choice.options.map((one) => [one, sum(rows, `answered:${one}`)] as const);
  return Object.fromEntries(counts.filter(([, n]) => n > 0));
}

function experimentOf(rows: Some): NoticeNumbers['experiments'][number] {
  const [{ experiment, kind }] = rows;
  const armOf = (name: string) => {
    const own = rows.filter(({ arm }) => arm === name);
    return { drawn: sum(own, 'drawn'), led: ledOf(own) };
  };
  const [shown, heldOut] = [armOf('shown'), armOf('held_out')];
  const differences = noticeAct.options.flatMap((act) => {
    const found = differenceOf(
      { count: shown.led[act], of: shown.drawn },
      { count: heldOut.led[act], of: heldOut.drawn },
    );
    return found === null ? [] : [{ act, ...found }];
  });
  return { name: experiment, kind: noticeKind.parse(kind), shown, heldOut, differences };
}
