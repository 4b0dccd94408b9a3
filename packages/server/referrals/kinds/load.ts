/** Kinds of referral that an operator wrote: modules that the file of referrals names, loaded when Kith starts. */
import { pathToFileURL } from 'node:url';
import { RulesError } from '../../rules-error.ts';
import type { NcaContent } from '../nca/content.ts';
import { ncaKind } from '../nca/kind.ts';
import type { ReferralSettings } from '../settings.ts';
import type { Filer } from './filer.ts';
import type { ReferralKind } from './kind.ts';
import { type PluggedKind, plug } from './plugged.ts';

/** @throws RulesError which names the module, and what it lacks */
export async function loadKinds(settings: ReferralSettings): Promise<PluggedKind[]> {
  const kinds: PluggedKind[] = [];
  const { api } = settings.nca;
  if (api !== null) {
    const filer = await loadFiler(api.module, settings);
    kinds.push(plug({ ...ncaKind(settings), filing: { by: 'machine', test: api.test, filer } }));
  }
  for (const path of settings.kinds) kinds.push(plug(await loadKind(path, settings)));
  return kinds;
}

async function loadKind(path: string, settings: ReferralSettings): Promise<ReferralKind> {
  const made = await load('kinds', path, settings);
  const lacks = MEMBERS.find((name) => !hasMember(made, name));
  if (lacks !== undefined || !isKind(made)) {
    throw failed('kinds', path, `gives no kind of referral: ${lacks} is missing`);
  }
  return made;
}

async function loadFiler(path: string, settings: ReferralSettings): Promise<Filer<NcaContent>> {
  const made = await load('nca.api.module', path, settings);
  if (!isFiler(made)) throw failed('nca.api.module', path, 'gives nothing that sends: step is missing');
  return made;
}

const failed = (field: string, path: string, why: string, cause?: unknown) =>
  new RulesError(`The referrals can't be used:\n${field}: ${path} ${why}`, cause === undefined ? undefined : { cause });

/** What the function gives that a module exports by default. */
async function load(field: string, path: string, settings: ReferralSettings): Promise<unknown> {
  try {
    const loaded: { default?: unknown } = await import(pathToFileURL(path).href);
    if (typeof loaded.default === 'function') return loaded.default(settings);
  } catch (error) {
    throw failed(field, path, `can't be loaded: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  throw failed(field, path, 'must export a function by default');
}

const isFiler = (made: unknown): made is Filer<NcaContent> =>
  typeof made === 'object' && made !== null && typeof Reflect.get(made, 'step') === 'function';

const MEMBERS = [
  ...(['kind', 'authority', 'content', 'form', 'prefill', 'problems', 'readable', 'warnings', 'filing'] as const),
] satisfies (keyof ReferralKind)[];

const hasMember = (made: unknown, name: string): boolean =>
  typeof made === 'object' && made !== null && Reflect.get(made, name) !== undefined;

/** As far as can be seen before it is used. */
const isKind = (made: unknown): made is ReferralKind => MEMBERS.every((name) => hasMember(made, name));
