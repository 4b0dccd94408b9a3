/** The kinds of referral that there are here. Another country's is one line more. */
import { Kinds, type PluggedKind, plug } from './kinds/plugged.ts';
import { ncaKind } from './nca/kind.ts';
import { ncmecKindOf } from './ncmec/open.ts';
import type { ReferralSettings } from './settings.ts';

/**
 * @param more kinds of an operator's own
 * @throws RulesError where what sends one of them can't be opened
 */
export const kindsOf = (settings: ReferralSettings, more: readonly PluggedKind[] = []): Kinds =>
  new Kinds([plug(ncaKind(settings)), plug(ncmecKindOf(settings)), ...more]);
