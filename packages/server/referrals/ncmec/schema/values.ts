/**
 * The values that NCMEC's schema has for what may be chosen: official names, which are sent as they are and shown to nobody
 * (people see the neutral labels of words.*.yaml). Only those that Kith offers are here; NCMEC has more incident types and
 * annotations of files (cybertipline.md, sections 5 and 6; grades X and S). This is the one place where they stand.
 */

/** grade X, S. The first is grooming: coercion and enticement of a minor, 18 USC 2422(b). */
export const incidentTypes = [
  'Online Enticement of Children for Sexual Acts',
  'Unsolicited Obscene Material Sent to a Child',
  'Child Sex Trafficking',
  'Child Pornography (possession, manufacture, and distribution)',
] as const;

/** What a report is of where a verified list has exactly what was seen. */
export const KNOWN_MATERIAL_TYPE: (typeof incidentTypes)[number] =
  'Child Pornography (possession, manufacture, and distribution)';

/** What a form offers unless the operator's configuration offers more: what Kith itself looks for. */
export const INCIDENT_TYPES_OFFERED: readonly (typeof incidentTypes)[number][] = [
  ...incidentTypes.slice(0, 2),
  KNOWN_MATERIAL_TYPE,
];

/** grade X */
export const batchReasons = ['VIRAL_POTENTIAL_MEME'] as const;
/** grade X */
export const emailTypes = ['Home', 'Work', 'Business', 'Recovery'] as const;
/** grade X */
export const phoneTypes = ['Mobile', 'Home', 'Business', 'Work', 'Fax', 'Internet', 'Recovery'] as const;
/** grade X */
export const addressTypes = ['Home', 'Business', 'Billing', 'Shipping', 'Technical'] as const;
/** grade X */
export const eventNames = ['Login', 'Registration', 'Purchase', 'Upload', 'Other', 'Unknown'] as const;
/** grade X */
export const associatedAccountTypes = ['Billing', 'Linked', 'Business', 'Creator', 'Parent/Guardian', 'Other'] as const;
/** grade X. `Reported` is what NCMEC takes where nothing is said. */
export const fileRelevances = ['Reported', 'Supplemental Reported'] as const;
/**
 * The industry's own scale (grade X, S): letters, and no more than letters. Only for who has signed the memorandum on sharing
 * hashes; a person sets it, nothing infers it.
 */
export const industryClassifications = ['A1', 'A2', 'B1', 'B2'] as const;
/** grade X */
export const detailTypes = ['EXIF', 'HASH'] as const;
/** States, districts, territories and military post of the USA. The XSD has a list of its own that was not seen: two letters. */
export const US_STATE = /^[A-Z]{2}$/;
/** ISO 3166-1, with a few of NCMEC's own such as A1 (grade X): two characters. */
export const COUNTRY = /^[A-Z][A-Z0-9]$/;
