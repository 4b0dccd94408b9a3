/**
 * What a kind of referral is: an authority, what it wants to know, how people fill that in, and how it gets there. Kinds are
 * plug-ins: the rest of Kith knows what stands here, and nothing of any one authority.
 */
import type { FormSection, ReadableSection, ReferralPriority, ReferralProblem } from '@kith/contract';
import type { z } from 'zod';
import type { Language } from '../../ground/pages/index.ts';
import type { Filer } from './filer.ts';
import type { KnownOfCase } from './known.ts';

/** The same in each language that Kith speaks. */
export type Localised = Readonly<Record<Language, string>>;

export interface Problem extends ReferralProblem {
  /** of `missing_available`: what could be filled in at its path */
  value?: unknown;
}

/** Where people file it themselves. */
export interface Portal {
  name: Localised;
  /** null where the operator has not said where it is */
  url: string | null;
  /** what to do there, one after the other; and first what must be done before, where something must */
  steps(priority: ReferralPriority, language: Language): readonly string[];
}

export type Filing<C> =
  | { readonly by: 'machine'; readonly filer: Filer<C> /** its test system gets it */; readonly test: boolean }
  | { readonly by: 'hand'; readonly portal: Portal };

export interface ReferralKind<C = unknown> {
  /** in addresses and rows; never changes: `ncmec`, `nca` */
  readonly kind: string;
  readonly authority: Localised;
  /** what of it has not been compared with the official text, for whoever reads it; null where nothing */
  readonly unverified: Localised | null;
  /** what is kept, and sent. What it accepts, `problems` may still refuse */
  readonly content: z.ZodType<C>;
  /** how people fill it in, as data */
  form(language: Language): readonly FormSection[];
  /** from what is known, and from nothing else: what is not known is left out */
  prefill(known: KnownOfCase): C;
  /**
   * What keeps it from being checked (`wrong`, `missing_required`), what is known and was left out (`missing_available`), and what
   * will be cut since the authority takes no more (`cut`). `path` is where it lies in the content.
   * @param language of the words
   */
  problems(content: C, known: KnownOfCase, language: Language): readonly Problem[];
  /** what must be known before it is filed, such as that nobody is registered, or whom to call first */
  warnings(priority: ReferralPriority, language: Language): readonly string[];
  readonly filing: Filing<C>;
  /** for the second person's reading, for copying into a portal, and as HTML */
  readable(content: C, language: Language): readonly ReadableSection[];
}
