/** Opens the deep look that the operator's file describes. */
import { readFileSync } from 'node:fs';
import { type Config, Secret } from '../ground/config/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { RulesError } from '../rules-error.ts';
import { DeepLook, type DeepLookOptions } from './deep-look.ts';
import { HttpLooker } from './http-looker.ts';
import type { Looker } from './looker.ts';
import { onnxLooker } from './onnx.ts';
import { packagedLooker } from './packaged.ts';
import { type DeepLookSettings, deepLookSettings, type HttpSettings, type LookSettings } from './settings.ts';
import type { WorkerLooker } from './worker-looker.ts';

/** The longest token that is sent, characters: a signed token with claims has some 2,000. */
const TOKEN_LENGTH_MAX = 8_192;

/** What the configuration's file says; off where there is none. Throws a RulesError where it can't be used. */
export function readDeepLook({ deepLook: { file } }: Config): DeepLookSettings {
  if (file === null) return { kind: 'off' };
  const read = readYamlFile(file, deepLookSettings);
  if (!read.ok) throw new RulesError(`The deep look can't be used:\n${formatProblems(read.problems)}`);
  return read.value;
}

/** Opens it; null where it is off. Throws a RulesError where its file, token or model can't be used. */
export async function openDeepLook(
  config: Config,
  options: Omit<DeepLookOptions, 'looker' | 'settings'>,
): Promise<DeepLook | null> {
  const settings = readDeepLook(config);
  if (settings.kind === 'off') return null;
  return new DeepLook({ ...options, settings, looker: await openLooker(settings) });
}

async function openLooker(settings: LookSettings): Promise<Looker> {
  switch (settings.kind) {
    case 'http':
      return new HttpLooker(settings, readToken(settings));
    case 'packaged':
      return await started(packagedLooker());
    case 'onnx':
      return await started(onnxLooker(settings));
    default:
      return settings satisfies never;
  }
}

/** A model that can't be read is told before anything is served. */
async function started(looker: WorkerLooker): Promise<WorkerLooker> {
  try {
    await looker.start();
    return looker;
  } catch (error) {
    throw new RulesError(`The deep look can't be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Throws a RulesError where there is none though one is asked for. What it is goes into no message. */
export function readToken({ token }: HttpSettings): Secret | null {
  if (token === undefined) return null;
  const where = 'variable' in token ? token.variable : token.file;
  const found = 'variable' in token ? (process.env[where] ?? '') : textOf(where);
  if (found.length <= TOKEN_LENGTH_MAX && /^[\x21-\x7e]+$/.test(found)) return new Secret(found);
  throw new RulesError(`The deep look can't be used: its token in ${where} must be printable ASCII, and not empty`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new RulesError(`The deep look can't be used: its token can't be read from ${file} (${why})`);
  }
}
