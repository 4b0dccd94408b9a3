/** Kinds of referral that an operator wrote: modules that the file of referrals names, loaded when Kith starts. */
import { pathToFileURL } from 'node:url';
import { RulesError } from '../../rules.ts';
import type { ReferralSettings } from '../settings.ts';
import type { ReferralKind } from './kind.ts';
import { type PluggedKind, plug } from './plugged.ts';

/** @throws RulesError which names the module, and what it lacks */
export async function loadKinds(settings: ReferralSettings): Promise<PluggedKind[]> {
  const kinds: PluggedKind[] = [];
  for (const path of settings.kinds) kinds.push(plug(await loadKind(path, settings)));
  return kinds;
}

async function loadKind(path: string, settings: ReferralSettings): Promise<ReferralKind> {
  const failed = (why: string, cause?: unknown) =>
    new RulesError(`The referrals can't be used:\nkinds: ${path} ${why}`, cause === undefined ? undefined : { cause });
  let made: unknown;
  try {
    const loaded: { default?: unknown } = await import(pathToFileURL(path).href);
    if (typeof loaded.default !== 'function') throw failed('must export a function by default, which gives the kind');
    made = loaded.default(settings);
  } catch (error) {
    if (error instanceof RulesError) throw error;
    throw failed(`can't be loaded: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  const lacks = MEMBERS.find((name) => !hasMember(made, name));
  if (lacks !== undefined || !isKind(made)) throw failed(`gives no kind of referral: ${lacks} is missing`);
  return made;
}

const MEMBERS = [
  ...(['kind', 'authority', 'content', 'form', 'prefill', 'problems', 'readable', 'warnings', 'filing'] as const),
] satisfies (keyof ReferralKind)[];

const hasMember = (made: unknown, name: string): boolean =>
  typeof made === 'object' && made !== null && Reflect.get(made, name) !== undefined;

/** As far as can be seen before it is used. */
const isKind = (made: unknown): made is ReferralKind => MEMBERS.every((name) => hasMember(made, name));
