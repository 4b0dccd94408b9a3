/**
 * Every command of `kith`, with the help that teaches it. Only the command that is asked for is loaded: what others stand
 * on (a database, a web server) takes many times as long to load as a help text takes to print.
 */
import { Command } from 'commander';
import { version } from '../version.ts';
import { exitCodes } from './say.ts';

const AFTER = `
Examples:
  kith serve --sandbox              try it: prints a key, an address and a first call
  kith keys create game             a key for your game's servers
  kith policy check policy.yaml     is this policy valid, and does it protect enough?
  kith doctor                       what is wrong here, and how to mend it

Every command has --help, and --json for programs.
Exit codes: 0 done; 1 failed; 2 not possible as asked; 64 wrong use of the command line; 78 wrong configuration.`;

/** Wrong use has an exit code of its own, whichever command it is. */
function exitsWell(command: Command): Command {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.done : exitCodes.usage));
  for (const inner of command.commands) exitsWell(inner);
  return command;
}

interface Entry {
  says: string;
  load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  serve: { says: 'start Kith', load: async () => (await import('./commands/serve.ts')).serveCommand() },
  keys: { says: "the platform's keys", load: async () => (await import('./commands/keys.ts')).keysCommand() },
  people: {
    says: 'who works with Kith, and in which roles',
    load: async () => (await import('./commands/people.ts')).peopleCommand(),
  },
  policy: { says: 'the policy that decides', load: async () => (await import('./commands/policy.ts')).policyCommand() },
  cues: {
    says: 'what the texts of messages are searched for',
    load: async () => (await import('./commands/cues.ts')).cuesCommand(),
  },
  audit: {
    says: 'who looked at evidence, ruled, changed a role, a key or the policy',
    load: async () => (await import('./commands/audit.ts')).auditCommand(),
  },
  learn: {
    says: 'what people ruled, and what it teaches',
    load: async () => (await import('./commands/learn.ts')).learnCommand(),
  },
  outbox: {
    says: 'webhooks that were not taken',
    load: async () => (await import('./commands/outbox.ts')).outboxCommand(),
  },
  replay: {
    says: "events again: from others' logs, or from Kith's own",
    load: async () => (await import('./commands/replay.ts')).replayCommand(),
  },
  returning: {
    says: 'how those who come back are recognised',
    load: async () => (await import('./commands/returning.ts')).returningCommand(),
  },
  store: {
    says: 'what Kith knows, as a whole',
    load: async () => (await import('./commands/store.ts')).storeCommand(),
  },
  backup: {
    says: 'a copy of all that Kith keeps, consistent, made while Kith runs or not',
    load: async () => (await import('./commands/backup.ts')).backupCommand(),
  },
  restore: {
    says: 'make a folder what a backup says; nothing is overwritten',
    load: async () => (await import('./commands/backup.ts')).restoreCommand(),
  },
  eval: {
    says: 'how well signals and risk work, measured',
    load: async () => (await import('./commands/eval.ts')).evalCommand(),
  },
  kept: {
    says: 'what is kept of people, why and until when',
    load: async () => (await import('./commands/kept.ts')).keptCommand(),
  },
  evidence: {
    says: 'the evidence of cases: whether it is sound, and the keys it is encrypted with',
    load: async () => (await import('./commands/evidence.ts')).evidenceCommand(),
  },
  identifiers: {
    says: 'the keys that what accounts are recognised by is hashed with',
    load: async () => (await import('./commands/identifiers.ts')).identifiersCommand(),
  },
  hash: {
    says: 'the hashes of pictures, as lists of known material have them',
    load: async () => (await import('./commands/hash.ts')).hashCommand(),
  },
  lists: {
    says: 'lists of known material: how fresh they are, importing them',
    load: async () => (await import('./commands/lists.ts')).listsCommand(),
  },
  measures: {
    says: "Ofcom's measures: which apply to a service, and why",
    load: async () => (await import('./commands/measures.ts')).measuresCommand(),
  },
  figures: {
    says: "figures for the public pages: the Home Office's tables, answers to requests of your own",
    load: async () => (await import('./commands/figures.ts')).figuresCommand(),
  },
  transparency: {
    says: 'transparency reports: drafts, publishing and withdrawing them',
    load: async () => (await import('./commands/transparency.ts')).transparencyCommand(),
  },
  referrals: {
    says: 'reports to authorities: whether they take our credentials, and something to try it on',
    load: async () => (await import('./commands/referrals.ts')).referralsCommand(),
  },
  sharing: {
    says: 'telling other operators of who was disabled for children’s safety, and taking in what they tell',
    load: async () => (await import('./commands/sharing.ts')).sharingCommand(),
  },
  doctor: {
    says: 'what is wrong here, and how to mend it',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand(),
  },
};

/** @param args what stands after `kith` on the command line */
export async function program(args: readonly string[]): Promise<Command> {
  const kith = new Command('kith')
    .description('Kith keeps children safe on your platform: it says who may reach whom, and warns where it helps.')
    .version(version)
    .showHelpAfterError('(kith --help shows what there is)')
    .showSuggestionAfterError()
    .addHelpText('after', AFTER);
  // `kith keys ...`, or `kith help keys`
  const asked = new Set(args.slice(0, 2));
  for (const [name, { says, load }] of Object.entries(commands)) {
    const command = asked.has(name) ? await load() : new Command(name);
    kith.addCommand(command.description(says));
  }
  return exitsWell(kith);
}
