/** Step one: what is said about each setting, and where. Flags go before the environment, that before kith.yaml. */
import { existsSync } from 'node:fs';
import { nearest } from '@kith/contract';
import { z } from 'zod';
import { type FileProblem, readYamlFile } from '../yaml/index.ts';
import { type SettingName, settingNames, settings } from './settings.ts';

/** Read where it is there, unless another is named. */
export const CONFIG_FILE = 'kith.yaml';

/** Variables of ours that are no settings. */
const OTHER_VARIABLES = new Set(['KITH_CONFIG', 'KITH_KEY', 'KITH_URL', 'KITH_TEST_DATABASE_URL']);

export interface Said {
  value: unknown;
  /** KITH_PORT, --port, kith.yaml:3, or "default" */
  from: string;
}

export interface Gathered {
  said: Record<SettingName, Said>;
  problems: FileProblem[];
  warnings: string[];
  /** the file that was read; null where there was none */
  file: string | null;
}

export interface Sources {
  /** as given on the command line, by the setting's name */
  flags?: Readonly<Partial<Record<SettingName, unknown>>>;
  env?: Readonly<Record<string, string | undefined>>;
  /** the configuration file; it must be there where it is named */
  file?: string | undefined;
}

const fileSchema = z.strictObject(Object.fromEntries(settingNames.map((name) => [name, z.unknown().optional()])));

export function gather({ flags = {}, env = {}, file }: Sources): Gathered {
  const named = file ?? env.KITH_CONFIG;
  const path = named ?? (existsSync(CONFIG_FILE) ? CONFIG_FILE : null);
  const read = path === null ? null : readYamlFile(path, fileSchema);
  const said = Object.fromEntries(
    settingNames.map((name): [SettingName, Said] => {
      const { env: variable, flag } = settings[name];
      if (flags[name] !== undefined) return [name, { value: flags[name], from: flag }];
      // a variable that is set to nothing is how some start scripts leave it out
      if (env[variable] !== undefined && env[variable] !== '') return [name, { value: env[variable], from: variable }];
      if (read?.ok && read.value[name] !== undefined && read.value[name] !== null) {
        return [name, { value: read.value[name], from: `${path}:${read.locate([name]).line}` }];
      }
      return [name, { value: 'fallback' in settings[name] ? settings[name].fallback : undefined, from: 'default' }];
    }),
  );
  return {
    // it has every name, as it was made from them
    said: said as Record<SettingName, Said>,
    problems: read === null || read.ok ? [] : [...read.problems],
    warnings: unknownVariables(env),
    file: path,
  };
}

function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = settingNames.map((name): string => settings[name].env);
  const strange = Object.keys(env).filter(
    (name) => name.startsWith('KITH_') && !known.includes(name) && !OTHER_VARIABLES.has(name),
  );
  return strange.map((name) => {
    const meant = nearest(name, known);
    return `${name} is set, and Kith knows no such variable${meant === undefined ? '' : `: did you mean ${meant}?`}`;
  });
}
