/** The referral to NCMEC's CyberTipline: content, form, and the machine that files it where the operator has credentials. */
import type { Language } from '../../ground/pages/index.ts';
import { formOf, readableOf } from '../kinds/fields.ts';
import type { Localised, ReferralKind } from '../kinds/kind.ts';
import type { KnownOfCase } from '../kinds/known.ts';
import { type NcmecContent, ncmecContent } from './content.ts';
import type { NcmecFiler } from './filing/machine.ts';
import { fieldWords, ncmecSections } from './form.ts';
import { NCMEC, type Prefilling, prefillNcmec } from './prefill.ts';
import { ncmecProblems } from './problems.ts';
import { DIALECT, type Dialect } from './schema/shape.ts';
import { INCIDENT_TYPES_OFFERED } from './schema/values.ts';
import { type NcmecWords, ncmecWords } from './words.ts';

/** The public form, for providers without credentials (cybertipline.md, section 7: it takes no attachments). */
const PUBLIC_FORM = 'https://report.cybertip.org/';

export interface NcmecKindOptions {
  /** the name of the service; null where the operator has not said it */
  platform: string | null;
  /** null where the operator has none: people file it by the public form */
  ncmec: (Pick<Prefilling, 'incidentTypes'> & { dialect: Dialect; filer: NcmecFiler; test: boolean }) | null;
}

const both = (of: (words: NcmecWords) => string): Localised => ({ en: of(ncmecWords.en), cy: of(ncmecWords.cy) });

export function ncmecKind({ platform, ncmec }: NcmecKindOptions): ReferralKind<NcmecContent> {
  const dialect = ncmec?.dialect ?? DIALECT;
  const incidentTypes = ncmec?.incidentTypes ?? INCIDENT_TYPES_OFFERED;
  const sections = ncmecSections(dialect, incidentTypes);
  const words = { en: fieldWords(sections, ncmecWords.en), cy: fieldWords(sections, ncmecWords.cy) };
  const prefilling: Prefilling = { platform, incidentTypes };
  return {
    kind: NCMEC,
    authority: both(({ authority }) => authority),
    unverified: both(({ unverified }) => unverified),
    content: ncmecContent,
    form: (language) => formOf(sections, words[language]),
    prefill: (known) => prefillNcmec(known, prefilling),
    problems: (content, known, language) =>
      ncmecProblems(
        { content, known, dialect, say: ncmecWords[language].problems },
        ncmecContent.parse(JSON.parse(JSON.stringify(prefillNcmec(couldSay(known), prefilling)))),
      ),
    readable: (content, language) => readableOf(sections, content, words[language]),
    warnings: (_, language) => [warningOf(ncmec?.test ?? null, ncmecWords[language])],
    filing:
      ncmec === null
        ? {
            by: 'hand',
            portal: {
              name: both(({ portal }) => portal),
              url: PUBLIC_FORM,
              steps: (_, language: Language) => Object.values(ncmecWords[language].steps),
            },
          }
        : { by: 'machine', filer: ncmec.filer, test: ncmec.test },
  };
}

/** All that the case has could go with it; with one that adds to another, only what was chosen: the rest went before. */
const couldSay = (known: KnownOfCase): KnownOfCase =>
  known.supplements === null ? { ...known, goesWith: null } : known;

/** @param test null where nothing is sent by machine */
function warningOf(test: boolean | null, { warnings }: NcmecWords): string {
  if (test === null) return warnings.notConfigured;
  return test ? warnings.test : warnings.production;
}
