/** Step two: what was said is validated and grouped by what it is for. */
import type { LogLevel } from '../log/index.ts';
import { type FileProblem, formatProblems } from '../yaml/index.ts';
import { gather, type Sources } from './gather.ts';
import { Secret, urlShown } from './secret.ts';
import { type Role, type SettingName, settingNames, settings, type Values } from './settings.ts';

export interface Config {
  listen: { host: string; port: number; trustProxy: readonly string[]; publicUrl: string | null };
  store: { folder: string; logDays: number; databaseUrl: Secret | null };
  policy: { file: string | null };
  words: { folder: string | null; language: string };
  signals: { cues: readonly string[] };
  webhooks: { file: string | null };
  family: { file: string | null };
  deepLook: { file: string | null };
  lists: { file: string | null };
  measures: { folder: string | null };
  figures: { folder: string | null };
  sharing: { file: string | null };
  referrals: { file: string | null };
  signIn: { file: string | null };
  audit: { anchors: string | null };
  evidence: { where: string; secret: Secret | null };
  keep: { keys: string | null; key: Secret | null; keyFile: string | null; keyProgram: string | null };
  roles: ReadonlySet<Role>;
  log: { level: LogLevel };
}

/** What is in force, for people. */
export interface Shown {
  name: SettingName;
  variable: string;
  /** null where it is not set */
  value: string | null;
  from: string;
}

export interface Configured {
  config: Config;
  shown: readonly Shown[];
  warnings: readonly string[];
}

/** What is wrong with the configuration, each with the name under which it was set. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration can't be used:\n${problems.map((p) => `  ${p}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Reads the configuration. Throws a ConfigError with all that is wrong at once. */
export function readConfig(sources: Sources): Configured {
  const { said, problems: inFile, warnings } = gather(sources);
  const problems = inFile.map((p: FileProblem) => formatProblems([p]));
  const values: Record<string, unknown> = {};
  for (const name of settingNames) {
    const { value, from } = said[name];
    if (value === undefined) continue;
    const read = settings[name].schema.safeParse(value);
    if (read.success) values[name] = read.data;
    else problems.push(`${from}: ${name} ${read.error.issues[0]?.message ?? 'is not valid'}`);
  }
  if (problems.length > 0) throw new ConfigError([...problems, ...warnings]);
  // every setting was read by its own schema just now
  const v = values as Values;
  const config: Config = {
    listen: { host: v.host, port: v.port, trustProxy: v.trustProxy, publicUrl: v.publicUrl ?? null },
    store: {
      folder: v.folder,
      logDays: v.logDays,
      databaseUrl: v.databaseUrl === undefined ? null : new Secret(v.databaseUrl),
    },
    policy: { file: v.policy ?? null },
    words: { folder: v.words ?? null, language: v.language },
    signals: { cues: v.cues },
    webhooks: { file: v.webhooks ?? null },
    family: { file: v.family ?? null },
    deepLook: { file: v.deepLook ?? null },
    lists: { file: v.lists ?? null },
    measures: { folder: v.measures ?? null },
    figures: { folder: v.figures ?? null },
    sharing: { file: v.sharing ?? null },
    referrals: { file: v.referrals ?? null },
    signIn: { file: v.signIn ?? null },
    audit: { anchors: v.auditAnchors ?? null },
    evidence: {
      where: v.evidence,
      secret: v.evidenceSecret === undefined ? null : new Secret(v.evidenceSecret),
    },
    keep: {
      keys: v.keepKeys ?? null,
      key: v.keepKey === undefined ? null : new Secret(v.keepKey),
      keyFile: v.keepKeyFile ?? null,
      keyProgram: v.keepKeyProgram ?? null,
    },
    roles: new Set(v.roles),
    log: { level: v.logLevel },
  };
  const shown = settingNames.map((name): Shown => {
    const value = v[name];
    const text = value === undefined ? null : shownAs(name, String(value));
    return { name, variable: settings[name].env, value: text, from: said[name].from };
  });
  return { config, shown, warnings };
}

function shownAs(name: SettingName, value: string): string {
  if (name === 'databaseUrl') return urlShown(value);
  return 'secret' in settings[name] ? new Secret(value).toString() : value;
}

/** Whether an address can be reached from other machines. */
export const isOpen = (host: string): boolean => host !== 'localhost' && host !== '::1' && !host.startsWith('127.');
