/** kith audit verify, list, anchor */
import { Command } from 'commander';
import {
  type AuditFault,
  type AuditFilter,
  type AuditVerified,
  listAudit,
  readAnchors,
  takeAnchor,
  verifyAudit,
} from '../../ground/audit/index.ts';
import { openRecords } from '../../stores.ts';
import { configOf, type Options, run, textOf, timeOf, withStore } from '../options.ts';
import { progress } from '../progress.ts';
import { CommandError, type ExitCode, exitCodes, give, table, timeShown } from '../say.ts';

const AFTER = `
Lines of the audit log are only ever added, and each holds the hash of the one before. A line that was altered, is
missing or out of order is found by verifying. Who may write the whole database could write the whole log anew: an anchor
that is kept out of their reach (--audit-anchors, or what \`kith audit anchor\` prints) shows that, too.

Examples:
  kith audit verify
  kith audit verify --anchors /mnt/worm/kith-anchors
  kith audit list --subject case:case_0123... --json
  kith audit anchor | ssh archive 'cat >> kith-anchors'`;

export function auditCommand(): Command {
  const command = new Command('audit').addHelpText('after', AFTER);
  withStore(command.command('verify'))
    .description('whether any line was altered, is missing or out of order, and which')
    .option('--anchors <FILE>', 'what the log was on earlier days, written down elsewhere')
    .action((options: Options) => run(options, () => verify(options)));
  withStore(command.command('list'))
    .description('lines, the newest first')
    .option('--subject <SUBJECT>', 'only what was done to it: case:ID, account:ID, key:ID')
    .option('--by <WHO>', 'only what was done by: staff:ID, key:ID, operator, system')
    .option('--action <ACTION>', 'only one kind of act, such as key.created')
    .option('--from <TIME>', 'only at this time or later (2026-06-15T12:00:00Z)')
    .option('--to <TIME>', 'only before this time')
    .option('--before <NUMBER>', 'the next page: lines before this one')
    .action((options: Options) => run(options, () => list(options)));
  withStore(command.command('anchor'))
    .description('what the log is now, as one line to be kept elsewhere')
    .action((options: Options) => run(options, () => anchor(options)));
  return command;
}

async function verify(options: Options): Promise<ExitCode> {
  const { anchors, torn } =
    typeof options.anchors === 'string' ? await readAnchors(options.anchors) : { anchors: [], torn: [] };
  const { records, close } = await openRecords(configOf(options).config);
  const bar = progress('Verifying', 'lines');
  try {
    const verified = await verifyAudit(records, anchors, bar.at);
    bar.end();
    const { faults } = verified;
    give(options, { ...verified, torn, sound: faults.length === 0 }, () =>
      [describe(verified), ...cutShort(torn)].join('\n'),
    );
    return faults.length === 0 ? exitCodes.done : exitCodes.failed;
  } finally {
    bar.end();
    await close();
  }
}

const cutShort = (torn: readonly number[]): string[] =>
  torn.map(
    (line) => `Line ${line} of the anchors is cut short: it was not written to its end, and could not be compared.`,
  );

function describe({ lines, anchors, faults, head }: AuditVerified): string {
  const compared =
    anchors === 0
      ? 'No anchor was compared: that the log as a whole is the one that was written can only be seen from anchors kept elsewhere.'
      : `${anchors} anchors were compared.`;
  if (faults.length > 0) {
    return [`The audit log is NOT sound:`, ...faults.map((fault) => `  ${wordsOf(fault)}`), compared].join('\n');
  }
  return [
    `The audit log is sound: ${lines} lines, the last with the hash ${head.hash.slice(0, 16) || '-'}.`,
    compared,
  ].join('\n');
}

function wordsOf({ number, to, fault }: AuditFault): string {
  const lines = to === undefined ? `line ${number}` : `lines ${number} to ${to}`;
  switch (fault) {
    case 'altered':
      return `${lines}: altered, or moved there from elsewhere`;
    case 'missing':
      return `${lines}: missing`;
    case 'beyond_head':
      return `${lines}: written past the end of the log`;
    case 'not_as_anchored':
      return `${lines}: not what was written down elsewhere`;
    default:
      return fault satisfies never;
  }
}

function filterOf({ subject, by, action, from, to, before }: Options): AuditFilter {
  if (before !== undefined && !/^\d{1,15}$/.test(String(before))) {
    throw new CommandError(exitCodes.usage, 'before', '--before must be the number of a line');
  }
  return {
    subject: textOf(subject),
    by: textOf(by),
    action: textOf(action),
    from_ms: timeOf('from', from),
    to_ms: timeOf('to', to),
    before: before === undefined ? undefined : Number(before),
  };
}

async function list(options: Options): Promise<void> {
  const filter = filterOf(options);
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const page = await listAudit(records, filter);
    const rows = page.lines.map((l) => [
      ...[String(l.number), timeShown(l.at), l.by, l.action, l.subject],
      l.detail === '{}' ? '' : l.detail,
    ]);
    give(options, page, () =>
      [
        rows.length === 0 ? 'No such line.' : table(['LINE', 'TIME', 'BY', 'DID', 'TO', 'DETAIL'], rows),
        ...(page.next === null ? [] : ['', `There are more: kith audit list --before ${page.next}`]),
      ].join('\n'),
    );
  } finally {
    await close();
  }
}

async function anchor(options: Options): Promise<void> {
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const taken = await takeAnchor(records, Date.now());
    give(options, taken, () => JSON.stringify(taken));
  } finally {
    await close();
  }
}
