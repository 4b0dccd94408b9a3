/** Who a child can turn to: operator-editable data, chosen by where the account lives. */
import { language } from '@kith/contract';
import { z } from 'zod';

/** The most help lines on one notice: a choice of many is none. */
export const HELPLINES_SHOWN = 2;

/** The country of a help line for everywhere. */
const EVERYWHERE = '*';

const country = z.string().regex(/^([A-Z]{2}|\*)$/, "must be an ISO 3166-1 alpha-2 code, or '*' for everywhere");

const helpline = z.strictObject({
  name: z.string().min(1).max(80),
  countries: z.array(country).min(1).max(300),
  language,
  /** how to reach it: a number, or a page */
  contact: z.string().min(1).max(120),
  url: z.url({ protocol: /^https$/ }).optional(),
  /** whom it is for: notices to children name those for children alone */
  who: z.enum(['children', 'adults']).default('children'),
  for: z.string().max(200),
  source: z.string().max(300),
  /** P: its own page was read; S: somebody else says so; M: from memory */
  grade: z.enum(['P', 'S', 'M']),
  /** the day on which somebody checked it at the source; null where nobody has */
  lastVerified: z.iso.date().nullable(),
});
export type Helpline = z.infer<typeof helpline>;

export const helplineFile = z.strictObject({
  /** for accounts whose country is unknown */
  defaultCountry: country,
  /** the number of the emergency services, by country */
  emergency: z.record(country, z.string().min(1).max(20)).default({}),
  helplines: z.array(helpline).max(2000),
});
export type HelplineFile = z.infer<typeof helplineFile>;

export type Help = { name: string; contact: string; url?: string | undefined }[];

/** Chooses help lines; each place and language is worked out once. */
export class Helplines {
  readonly all: readonly Helpline[];
  readonly #defaultCountry: string;
  readonly #emergency: Readonly<Record<string, string>>;
  /** by country, language and whom they are for. Bounded: only countries of the file and languages of the message files get in. */
  readonly #chosen = new Map<string, Help>();
  /** that have a line of their own */
  readonly #countries: Readonly<Record<Helpline['who'], ReadonlySet<string>>>;

  constructor(file: HelplineFile) {
    this.all = file.helplines;
    this.#defaultCountry = file.defaultCountry;
    this.#emergency = file.emergency;
    const places = (who: Helpline['who']) => new Set(file.helplines.flatMap((h) => (h.who === who ? h.countries : [])));
    this.#countries = { children: places('children'), adults: places('adults') };
  }

  /** The number of the emergency services of a country, '' where that is unknown; null where the file names none. */
  emergency(country: string): string | null {
    return this.#emergency[country === '' ? this.#defaultCountry : country] ?? null;
  }

  /** At most HELPLINES_SHOWN. `country` '' is unknown; `language` is that of one of the message files. */
  for(country: string, language: string, who: Helpline['who'] = 'children'): Help {
    const wanted = country === '' ? this.#defaultCountry : country;
    const place = this.#countries[who].has(wanted) ? wanted : EVERYWHERE;
    const key = `${place} ${language} ${who}`;
    let help = this.#chosen.get(key);
    if (help === undefined) {
      help = this.#choose(place, language, who);
      this.#chosen.set(key, help);
    }
    return help;
  }

  /** A number that nobody checked is named only where there is none that somebody did. */
  #choose(place: string, language: string, who: Helpline['who']): Help {
    const rank = (h: Helpline): number => (h.lastVerified === null ? 2 : 0) + (h.language === language ? 0 : 1);
    return this.all
      .filter((h) => h.countries.includes(place) && h.who === who)
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, HELPLINES_SHOWN)
      .map((h) => ({ name: h.name, contact: h.contact, ...(h.url !== undefined && { url: h.url }) }));
  }
}
