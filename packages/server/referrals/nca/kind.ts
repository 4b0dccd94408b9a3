/**
 * The referral to the United Kingdom's National Crime Agency. Its API is not public, and its portal is for people: so it is filed
 * by hand, by a page that leads through it, unless an operator who holds the specification names a program that hands it over.
 */
import type { ReferralPriority } from '@kith/contract';
import { fill, type Language } from '../../ground/pages/index.ts';
import { formOf, readableOf } from '../kinds/fields.ts';
import type { Localised, ReferralKind } from '../kinds/kind.ts';
import type { ReferralSettings } from '../settings.ts';
import { type NcaContent, ncaContent } from './content.ts';
import { NCA_SECTIONS } from './fields.ts';
import { prefillNca } from './prefill.ts';
import { ncaProblems } from './problems.ts';
import { type NcaWords, ncaWords } from './words.ts';

export const NCA = 'nca';

const both = (of: (words: NcaWords) => string): Localised => ({ en: of(ncaWords.en), cy: of(ncaWords.cy) });
/** The highest priority: somebody may be in danger (reg. 6(6)(a), grade Q). */
const URGENT: ReferralPriority = 1;

export function ncaKind(settings: ReferralSettings): ReferralKind<NcaContent> {
  return {
    ...{ kind: NCA, authority: both(({ authority }) => authority), unverified: both(({ unverified }) => unverified) },
    content: ncaContent,
    form: (language) => formOf(NCA_SECTIONS, ncaWords[language]),
    prefill: (known) => prefillNca(known, settings),
    problems: (content, known, language) => ncaProblems(content, known, settings, language),
    readable: (content, language) => readableOf(NCA_SECTIONS, content, ncaWords[language]),
    warnings: (priority, language) => warningsOf(priority, settings, language),
    filing: {
      by: 'hand',
      portal: {
        name: both(({ portal }) => portal),
        url: settings.nca.portalUrl,
        steps: (priority, language) => stepsOf(priority, settings, language),
      },
    },
  };
}

function warningsOf(priority: ReferralPriority, { nca }: ReferralSettings, language: Language): string[] {
  const { warnings: say } = ncaWords[language];
  return [
    ...(priority === URGENT ? [say.danger] : []),
    ...(nca.registeredOn === null ? [say.notRegistered] : []),
    // reg. 5(1), grade Q: an administrator, and one to replace them
    ...(nca.administrators.length < 2 ? [say.administrators] : []),
    ...(nca.portalUrl === null ? [say.noPortal] : []),
  ];
}

function stepsOf(priority: ReferralPriority, { nca, priorities }: ReferralSettings, language: Language): string[] {
  const { steps: say } = ncaWords[language];
  const { urgentTelephone: telephone } = nca;
  const words = priorities[priority].words[language];
  return [
    priority === URGENT ? say.callEmergency : say.ifDanger,
    ...(priority !== 3 && telephone !== null ? [fill(say.call, { telephone }, language)] : []),
    ...[say.signIn, fill(say.begin, { priority, words }, language), say.copy, say.files, say.declare, say.reference],
  ];
}
