/**
 * What the NCA is told: the information of Schedule 1 of The Online Safety (CSEA Content Reporting by Regulated User-to-User
 * Service Providers) Regulations 2026 (SI 2026/268). The regulations could be read in part only. Of each field it is said
 * where its name comes from:
 *
 *   Q  the text is quoted by somebody who gives its address and the day of reading
 *   S  an implementer's checklist names it ("near-complete")
 *
 * All of it is to be checked against the official text. Everything is given "where that information is available" (reg. 6(4)(a),
 * grade Q), so nothing of it is required but what says who reports, what happened, and that it is true.
 */
import { country, ipEvent, time } from '@kith/contract';
import { z } from 'zod';

/** The longest of free texts, UTF-16 code units: the NCA's own limits are not public. */
export const TEXT_MAX = 10_000;
/** The longest of names and addresses, UTF-16 code units: as long as the platform may give them. */
export const LINE_MAX = 2_083;
/** Rows of one list: as many as an account's details hold. */
export const ROWS_MAX = 1_000;
/** Accounts of one referral: an authority asks for those concerned, not for all. */
export const ACCOUNTS_MAX = 100;
/** Pieces of content of one referral: as many as can go with it. */
export const ITEMS_MAX = 500;

const line = z.string().max(LINE_MAX);
const prose = z.string().max(TEXT_MAX);
const rows = <T extends z.ZodType>(row: T, max = ROWS_MAX) => z.array(row).max(max).optional();

const account = z.strictObject({
  /** the platform's own id */
  account: line,
  /** whose conduct it is; a child whom it was towards, or was meant for and did not reach; somebody else whom it names */
  role: z.enum(['reported', 'recipient', 'intended', 'other']),
  /** S: username */
  screenName: line.optional(),
  displayNames: z.array(line).max(ROWS_MAX).optional(),
  firstName: line.optional(),
  lastName: line.optional(),
  dateOfBirth: z.iso.date().optional(),
  ageBand: z.enum(['under13', '13to15', '16to17', 'adult']).optional(),
  country: country.optional(),
  /** S: e-mail and recovery e-mail */
  emails: rows(
    z.strictObject({
      address: line,
      type: z.enum(['home', 'work', 'business', 'recovery']).optional(),
      verifiedAt: time.optional(),
    }),
  ),
  /** Q: telephone, whether it was verified and when */
  telephones: rows(
    z.strictObject({
      number: line,
      type: z.enum(['mobile', 'home', 'business', 'work', 'internet', 'recovery']).optional(),
      verifiedAt: time.optional(),
    }),
  ),
  /** Q: billing details */
  billing: prose.optional(),
  addresses: rows(
    z.strictObject({
      type: z.enum(['home', 'business', 'billing', 'shipping']).optional(),
      lines: line.optional(),
      city: line.optional(),
      postcode: line.optional(),
      region: line.optional(),
      country: country.optional(),
    }),
  ),
  /** S */
  profileUrl: line.optional(),
  profileText: prose.optional(),
  /** Q: IP addresses of the sign-ins of the three months before, with ports */
  ipEvents: rows(ipEvent),
  devices: rows(z.strictObject({ type: line, value: line, at: time.optional() })),
  createdAt: time.optional(),
  /** other accounts of the same person */
  otherAccounts: z.array(line).max(ROWS_MAX).optional(),
  /** what the platform has done about it */
  enforced: rows(z.strictObject({ what: line, at: time })),
  more: prose.optional(),
});
export type NcaAccount = z.infer<typeof account>;

const item = z.strictObject({
  /** of the vault */
  evidence: line,
  what: z.enum(['media', 'conversation', 'other']),
  name: line.optional(),
  mediaType: line.optional(),
  /** S: the original file's hash */
  sha256: line.optional(),
  /** whose */
  account: line.optional(),
  /** S: when it was uploaded */
  uploadedAt: time.optional(),
  /** S: from which address and port, and when */
  upload: ipEvent.optional(),
  /** S: where it could be seen */
  url: line.optional(),
  /** Q: EXIF data, as the regulations define it */
  exif: rows(z.strictObject({ name: line, value: prose })),
});
export type NcaItem = z.infer<typeof item>;

export const ncaContent = z.strictObject({
  /** S: the reporting person's name, e-mail, telephone */
  reporter: z.strictObject({ firstName: line, lastName: line, email: line, telephone: line.optional() }),
  provider: line,
  /** S: platform or service */
  platform: line,
  /**
   * Whether the content is UK-linked (OSA s.70; its wording was not re-read): a non-UK provider reports what is, and nothing else
   * (s.66(2), grade P)
   */
  ukLinked: z.enum(['yes', 'no', 'not_known']).optional(),
  ukLinkedBecause: prose.optional(),
  /** S: how it was detected */
  detected: z.enum(['own_systems', 'report', 'both']).optional(),
  detectedHow: prose.optional(),
  /** what happened, in the words of whoever reports */
  summary: prose,
  firstAt: time.optional(),
  lastAt: time.optional(),
  /** what was seen, in neutral words */
  seen: rows(z.strictObject({ at: time, what: line, account: line, other: line.optional(), message: line.optional() })),
  /** what people ruled about it, and why */
  judged: rows(z.strictObject({ at: time, what: line, reason: prose.optional() })),
  items: rows(item, ITEMS_MAX),
  accounts: rows(account, ACCOUNTS_MAX),
  /** S: whether this content or account was reported before, with the reference */
  earlier: rows(z.strictObject({ authority: line, reference: line, at: time.optional() })),
  /** the reference that this adds to */
  supplements: line.optional(),
  more: prose.optional(),
  /** S: that the information is true to the best of the reporter's knowledge. A person says so: it is never filled in */
  declared: z.boolean(),
});
export type NcaContent = z.infer<typeof ncaContent>;
