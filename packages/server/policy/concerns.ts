/** What an operator should know of a policy that is valid: where it protects less than the shipped one. */
import { fieldOf, KEPT_DAYS_USUAL, type Outcome, type Policy, type Row, type TableName } from '@kith/contract';

export interface Concern {
  path: readonly (string | number)[];
  field: string;
  message: string;
}

const STRICTNESS: Readonly<Record<Outcome, number>> = { allow: 0, notice: 1, confirm: 2, hold: 3, block: 4 };

const concern = (path: readonly (string | number)[], message: string): Concern => ({
  path,
  field: fieldOf(path),
  message,
});

/** Compares with the shipped policy where that is plain, and looks for rows that can't do what they seem to say. */
export function concernsOf(policy: Policy, shipped: Policy): Concern[] {
  const tables = (Object.keys(policy.tables) as TableName[]).flatMap((table) =>
    concernsOfTable(table, policy.tables[table], shipped.tables[table]),
  );
  return [...concernsOfNumbers(policy, shipped), ...concernsOfKeeping(policy), ...concernsOfMedia(policy), ...tables];
}

function concernsOfTable(table: TableName, rows: readonly Row[], shippedRows: readonly Row[]): Concern[] {
  const path = ['tables', table];
  if (rows.length === 0) {
    return shippedRows.length === 0 ? [] : [concern(path, 'the table is empty: everything of this kind is allowed')];
  }
  return [...rows.flatMap((row, i) => concernsOfRow(table, row, i, rows)), ...missingReasons(path, rows, shippedRows)];
}

function concernsOfRow(table: TableName, row: Row, i: number, rows: readonly Row[]): Concern[] {
  const path = ['tables', table, i];
  const found: Concern[] = [];
  const before = rows.findIndex((r, j) => j < i && r.when.every((c) => row.when.includes(c)));
  if (before >= 0) {
    found.push(concern(path, `is never reached: row ${before + 1} of the table already decides whenever it would`));
  }
  if (row.outcome === 'confirm' && row.notice === undefined) {
    found.push(concern(path, 'asks a child to confirm, but has no notice that would ask it'));
  }
  if (row.outcome === 'notice' && row.notice === undefined) {
    found.push(concern(path, 'has the outcome notice, but names no notice: nobody is told anything'));
  }
  return found;
}

/** Reasons of the shipped table, with the measures they rest on, that are gone, milder or silent. */
function missingReasons(path: readonly string[], rows: readonly Row[], shippedRows: readonly Row[]): Concern[] {
  const found: Concern[] = [];
  for (const reason of new Set(shippedRows.map((r) => r.reason))) {
    const wanted = shippedRows.filter((r) => r.reason === reason);
    const had = rows.filter((r) => r.reason === reason);
    const measure = wanted.find((r) => r.measure !== undefined)?.measure;
    const named = measure === undefined ? reason : `${reason} (measure ${measure})`;
    const strictest = (list: readonly Row[]) => Math.max(...list.map((r) => STRICTNESS[r.outcome]));
    const silent = wanted.find((r) => r.notice !== undefined && !rows.some((own) => own.notice === r.notice));
    if (had.length === 0) found.push(concern(path, `has no row for ${named}, which the shipped policy has`));
    else if (strictest(had) < strictest(wanted))
      found.push(concern(path, `is milder on ${named} than the shipped policy`));
    else if (silent) found.push(concern(path, `never shows the notice ${silent.notice}, which belongs to ${named}`));
  }
  return found;
}

/** Numbers for which it is plain which way protects less. */
function concernsOfNumbers(policy: Policy, shipped: Policy): Concern[] {
  const found: Concern[] = [];
  const compare = (path: string[], value: number, usual: number, less: 'higher' | 'lower') => {
    if (less === 'higher' ? value > usual : value < usual) {
      found.push(concern(path, `is ${value}: ${less} than the shipped ${usual}, which protects less`));
    }
  };
  const signs = policy.warningSigns;
  const usual = shipped.warningSigns;
  const against = ['warningSigns', 'blockedOrReported'];
  compare(
    ['strangers', 'mutualConnections'],
    policy.strangers.mutualConnections,
    shipped.strangers.mutualConnections,
    'lower',
  );
  compare([...against, 'children'], signs.blockedOrReported.children, usual.blockedOrReported.children, 'higher');
  compare([...against, 'withinDays'], signs.blockedOrReported.withinDays, usual.blockedOrReported.withinDays, 'lower');
  const young = ['warningSigns', 'newAccount', 'youngerThanDays'];
  compare(young, signs.newAccount.youngerThanDays, usual.newAccount.youngerThanDays, 'lower');
  compare(['warningSigns', 'againAfterDays'], signs.againAfterDays, usual.againAfterDays, 'higher');
  const perDay = ['requests', 'adultToChildrenPerDay'];
  compare(perDay, policy.requests.adultToChildrenPerDay, shipped.requests.adultToChildrenPerDay, 'higher');
  for (const what of ['days', 'points'] as const) {
    const path = ['risk', 'foundHarmless', what];
    compare(path, policy.risk.foundHarmless[what], shipped.risk.foundHarmless[what], 'higher');
  }
  compare(['declinedHoldsDays'], policy.declinedHoldsDays, shipped.declinedHoldsDays, 'lower');
  for (const sign of ['farRegion', 'riskMedium'] as const) {
    if (usual[sign].enabled && !signs[sign].enabled) {
      found.push(concern(['warningSigns', sign, 'enabled'], 'is off: children are not warned of this sign'));
    }
  }
  return found;
}

/** What a verified list has need not wait for anybody; removing it before anybody has looked is for the operator to answer for. */
function concernsOfMedia({ media }: Policy): Concern[] {
  const found: Concern[] = [];
  if (media.verified === 'hold') {
    found.push(
      concern(['media', 'verified'], 'is hold: what a verified list has exactly waits for a person to be refused'),
    );
  }
  if (media.removeVerifiedAtOnce) {
    const message =
      'is on: content that a verified list has is removed before anybody has looked; a wrong entry removes it, too';
    found.push(concern(['media', 'removeVerifiedAtOnce'], message));
  }
  return found;
}

/** Less than two weeks leaves a case without what the law wants from before; more keeps what nobody asks for. */
function concernsOfKeeping({ keep: { messages } }: Policy): Concern[] {
  const path = ['keep', 'messages', 'days'];
  if (messages.days === 0) {
    return [concern(path, 'is 0: no text is kept, so a case has nothing of what was said before it was opened')];
  }
  if (messages.days < KEPT_DAYS_USUAL) {
    return [
      concern(path, `is ${messages.days}: a case has less than the ${KEPT_DAYS_USUAL} days from before a report`),
    ];
  }
  if (messages.days > KEPT_DAYS_USUAL) {
    return [
      concern(path, `is ${messages.days}: children's messages are kept longer than the usual ${KEPT_DAYS_USUAL} days`),
    ];
  }
  return [];
}
