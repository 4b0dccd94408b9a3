/** What commands share: the settings as flags, --json, and one way to end when something is wrong. */
import { type Command, Option } from 'commander';
import { z } from 'zod';
import {
  ConfigError,
  type Configured,
  readConfig,
  type SettingName,
  settingNames,
  settings,
} from '../ground/config/index.ts';
import { DatabaseError } from '../ground/database/index.ts';
import { RulesError } from '../rules-error.ts';
import { anyFileProblem } from './files.ts';
import { CommandError, type ExitCode, exitCodes, say } from './say.ts';

/** What commander gives: flags by their names. */
export type Options = Readonly<Record<string, unknown>>;

export const withJson = (command: Command): Command =>
  command.option('--json', 'the result as JSON, for programs (errors too)');

/** Gives a command what says where the store is, and --json. */
export const withStore = (command: Command, more: readonly SettingName[] = []): Command =>
  withSettings(withJson(command), ['folder', 'databaseUrl', ...more]);

/** Gives a command these settings as flags, and --config. */
export function withSettings(command: Command, names: readonly SettingName[] = settingNames): Command {
  for (const name of names) {
    const { flag, value, help, env } = settings[name];
    const fallback = 'fallback' in settings[name] ? settings[name].fallback : undefined;
    const usual = fallback === undefined || String(fallback) === '' ? '' : ` (${String(fallback)})`;
    const option = new Option(`${flag} <${value}>`, `${help}${usual} [${env}]`);
    if ('many' in settings[name]) option.argParser(gathered);
    command.addOption(option);
  }
  return command.option('--config <FILE>', 'the configuration file (kith.yaml where it is there) [KITH_CONFIG]');
}

/** The configuration, with the flags of a command. */
export function configOf(options: Options): Configured {
  const flags = Object.fromEntries(settingNames.map((name) => [name, options[camel(settings[name].flag)]]));
  const { config } = options;
  const configured = readConfig({ flags, env: process.env, ...(typeof config === 'string' && { file: config }) });
  for (const warning of configured.warnings) say(`kith: ${warning}`);
  return configured;
}

/** One more value of a flag that may be given several times. */
const gathered = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];

/** commander's name for a flag's value: --log-level gives logLevel */
const camel = (flag: string): string => flag.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A flag's text; undefined where it was not given. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What Date.parse makes of a day that is none, or of a time without its offset, would be another than whoever wrote it meant. */
const time = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** A flag's time, milliseconds since 1970; undefined where it was not given. */
export function timeOf(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const read = time.safeParse(String(value));
  if (read.success) return Date.parse(read.data);
  const message = `--${name} must be a day or a time that there is, 2026-06-15 or 2026-06-15T12:00:00Z: not ${String(value)}`;
  throw new CommandError(exitCodes.usage, 'time', message);
}

/** Runs a command; says what is wrong, and sets the exit code. */
export async function run({ json }: Options, work: () => Promise<ExitCode> | Promise<void>): Promise<void> {
  try {
    process.exitCode = (await work()) ?? exitCodes.done;
  } catch (error) {
    const { exitCode, code, message } = asCommandError(error);
    if (json) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
    else say(`kith: ${message}`);
    process.exitCode = exitCode;
  }
}

/** Why a port can't be had, by Node's code; of a port that is taken after which one it is. */
const listening: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program, or by another Kith: stop that, or name another --port',
  EADDRNOTAVAIL: 'this machine has no such address: name one of its own with --host',
  EACCES:
    'this port, or a file that is needed, is not for this user: name another --port (1024 or higher), or mend the rights',
};

function takenPort(error: Error & { code?: unknown; address?: unknown; port?: unknown }): string {
  return error.code === 'EADDRINUSE' ? `port ${error.port} of ${error.address} ` : '';
}

function asCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof ConfigError || error instanceof RulesError) {
    return new CommandError(exitCodes.configuration, 'configuration', error.message);
  }
  if (error instanceof DatabaseError) return new CommandError(exitCodes.failed, error.code, error.message);
  const ofFile = anyFileProblem(error);
  if (ofFile !== null) return ofFile;
  if (!(error instanceof Error)) return new CommandError(exitCodes.failed, 'failed', String(error));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
  const known = listening[code];
  if (known !== undefined) return new CommandError(exitCodes.failed, code, `${takenPort(error)}${known}`);
  return new CommandError(exitCodes.failed, code, error.message);
}
