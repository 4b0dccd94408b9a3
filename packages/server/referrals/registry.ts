/** The kinds of referral that there are here. Another country's is one line more. */
import { Kinds, type PluggedKind, plug } from './kinds/plugged.ts';
import { ncaKind } from './nca/kind.ts';
import { ncmecKindOf } from './ncmec/open.ts';
import type { ReferralSettings } from './settings.ts';

/**
 * @param more kinds of an operator's own; one of Kith's names takes that one's place, as where an operator sends to the NCA's API
 * @throws RulesError where what sends one of them can't be opened
 */
export function kindsOf(settings: ReferralSettings, more: readonly PluggedKind[] = []): Kinds {
  const own = [plug(ncaKind(settings)), plug(ncmecKindOf(settings))];
  return new Kinds([...own.filter(({ kind }) => !more.some((other) => other.kind === kind)), ...more]);
}
