/**
 * Evidence: what is preserved for a case or a referral. Each item lies in a vault, encrypted with a key of its case; whoever
 * opens one says why, and leaves a line in the audit log. The platform adds what only it has: the accounts' details, the
 * messages, the media.
 */
import { z } from 'zod';
import { country, id, time } from './words.ts';

/** The most items that one page names. */
export const EVIDENCE_SHOWN_MAX = 1_000;
/** The most bytes of one item: a phone's video of some minutes. */
export const EVIDENCE_BYTES_MAX = 100 * 1024 * 1024;
/** The most messages of one request. */
export const EVIDENCE_MESSAGES_MAX = 1_000;
/** The longest text of one message, UTF-16 code units. */
const TEXT_MAX = 100_000;
/** The most of one thing (addresses, sign-ins, devices) that an account's details hold. */
const DETAILS_MAX = 1_000;
/** The longest of free texts, UTF-16 code units. */
const PROSE_MAX = 4_000;
/** UTF-16 code units: what databases and NCMEC alike take (grade X). */
const NAME_MAX = 255;
/** NCMEC's limit of a location (grade X). */
const URL_MAX = 2_083;

export const evidenceKind = z.enum([
  /** the bytes of a file that was uploaded or sent */
  'media',
  /** what the platform says of a medium (mediaDetails, JSON); the medium and it have the same `about` */
  'media_details',
  /** messages of one conversation, one JSON object a line */
  'conversation',
  /** what the platform knows of an account: names, addresses, sign-ins, devices */
  'account_details',
  /** what Kith held: contacts, connections, decisions, notices, since two weeks before */
  'snapshot',
  /** what was sent to an authority, byte for byte */
  'referral',
  /** what came back from it */
  'receipt',
  /** added by a person, such as a letter of an authority */
  'attachment',
]);
export type EvidenceKind = z.infer<typeof evidenceKind>;

/** Who gave it. */
export const evidenceSource = z.enum(['kith', 'platform', 'person', 'authority']);

/** One link of the chain of custody. */
export const custodyLine = z.strictObject({
  at: time,
  what: z.enum(['taken', 'opened', 'saved', 'used', 'sent', 'held', 'released', 'destroyed', 'found_damaged']),
  /** pseudonym; null where Kith itself did it */
  by: z.string().nullable(),
  reason: z.string().nullable(),
  /** the number of the audit log's line that says so */
  audit: z.int(),
});
export type CustodyLine = z.infer<typeof custodyLine>;

export const evidenceItem = z.strictObject({
  id,
  case: id,
  kind: evidenceKind,
  /** for people: a file's name, a conversation's id. Null for whoever may not see evidence */
  name: z.string().nullable(),
  /** this and the next: null where they can't be read (any more) */
  mediaType: z.string().nullable(),
  bytes: z.int().min(0),
  /** SHA-256 of what was given, hexadecimal; null for whoever may not see evidence, too */
  sha256: z.string().nullable(),
  source: evidenceSource,
  /** whose it is; null where it is of no one account */
  account: id.nullable(),
  /** the platform's name of it: of a medium or a conversation */
  about: id.nullable(),
  takenAt: time,
  /** whether a person has opened it */
  seen: z.boolean(),
  /** when it is destroyed unless something holds it; null where nothing says yet */
  keptUntil: time.nullable(),
  /** it is held (by a person, or by law), so that it is not destroyed */
  held: z.boolean(),
  destroyedAt: time.nullable(),
  custody: z.array(custodyLine),
});
export type EvidenceItem = z.infer<typeof evidenceItem>;

/**
 * `waiting`: a ruling that could still be taken back; `asked`: the platform was told; `partly`: it has given some; `done`: it
 * says that was all; `unanswered`: its time is over and it has not said so, whatever it gave.
 */
export const preservationState = z.enum(['waiting', 'asked', 'partly', 'done', 'unanswered']);
export type PreservationState = z.infer<typeof preservationState>;

/** Why the platform is asked: before content is removed, because a case is referred, because a person wants it. */
export const preservationWhy = z.enum(['removal', 'referral', 'person']);

/** The most accounts, messages or media that one request to preserve names. */
export const PRESERVED_NAMES_MAX = 1_000;

export const preservationView = z.strictObject({
  id,
  case: id,
  why: preservationWhy,
  /** pseudonym of who wants it; null where it follows from a ruling, or Kith itself asked */
  by: z.string().nullable(),
  /** why that person wants it; null for whoever may not open evidence, too */
  reason: z.string().nullable(),
  state: preservationState,
  accounts: z.array(id),
  /** this and the next: empty for whoever may not open evidence */
  messages: z.array(id),
  media: z.array(id),
  /** how many it names */
  wanted: z.strictObject({ accounts: z.int().min(0), messages: z.int().min(0), media: z.int().min(0) }),
  from: time,
  to: time,
  askedAt: time.nullable(),
  /** when an endpoint of the platform took the request, or it gave the first of it */
  deliveredAt: time.nullable(),
  dueAt: time.nullable(),
  doneAt: time.nullable(),
  /** how many it gave: accounts with details, messages, media with their bytes */
  given: z.strictObject({ accounts: z.int().min(0), messages: z.int().min(0), media: z.int().min(0) }),
});
export type PreservationView = z.infer<typeof preservationView>;

/** GET /v1/cases/{id}/evidence: pages through what there is, the oldest first. */
export const evidenceQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(EVIDENCE_SHOWN_MAX).default(EVIDENCE_SHOWN_MAX),
  /** `next` of the page before */
  after: z.string().max(256).optional(),
});

export const caseEvidence = z.strictObject({
  case: id,
  /** the oldest first */
  items: z.array(evidenceItem).max(EVIDENCE_SHOWN_MAX),
  /** how many there are on all pages */
  count: z.int().min(0),
  /** where the next page begins; null where this is the last */
  next: z.string().nullable(),
  preservations: z.array(preservationView),
  /** why nothing of it is destroyed, and until when; null where nothing holds it */
  hold: z.strictObject({ until: time.nullable(), reason: z.string(), by: z.string().nullable() }).nullable(),
});
export type CaseEvidence = z.infer<typeof caseEvidence>;

/** POST /v1/evidence/{id}/open: answers the bytes */
export const openInput = z.strictObject({
  /** for the audit log */
  reason: z.string().trim().min(3).max(500),
  /** it is saved without being shown, to be handed on: nobody has seen it by that (authorities are told who has) */
  unseen: z.literal(true).optional(),
});
export type OpenInput = z.infer<typeof openInput>;

/** POST /v1/cases/{id}/hold: nothing of the case's evidence is destroyed */
export const holdInput = z.strictObject({
  reason: z.string().trim().min(3).max(500),
  /** left out: until somebody releases it */
  until: time.optional(),
});
export type HoldInput = z.infer<typeof holdInput>;

/** POST /v1/cases/{id}/release */
export const releaseInput = z.strictObject({ reason: z.string().trim().min(3).max(500) });

const names = z.array(id).max(PRESERVED_NAMES_MAX).default([]);

/** POST /v1/cases/{id}/preserve: asks the platform for what Kith knows of the case, and for what is named beside it */
export const preserveInput = z.strictObject({
  reason: z.string().trim().min(3).max(500),
  accounts: names,
  messages: names,
  media: names,
});
export type PreserveInput = z.output<typeof preserveInput>;

/** POST /v1/cases/{id}/evidence?name=…: a file that a person adds; its body is the file */
export const attachQuery = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .refine((text) => !/\p{C}/u.test(text), 'must be text that can be seen'),
  /** `authority` where an authority sent it */
  from: z.enum(['person', 'authority']).default('person'),
});

const text = (max: number) => z.string().min(1).max(max);
const ip = z.union([z.ipv4(), z.ipv6()]);

/** An event with the address that it came from, as authorities ask for it (grade X: cybertipline.md, ipCaptureEvent). */
export const ipEvent = z.strictObject({
  ip,
  port: z.int().min(1).max(65_535).optional(),
  event: z.enum(['login', 'registration', 'purchase', 'upload', 'other', 'unknown']),
  at: time.optional(),
  possibleProxy: z.boolean().optional(),
});
export type IpEvent = z.infer<typeof ipEvent>;

/** PUT /v1/preservations/{id}/accounts/{account}: what the platform has, and nothing that it has not. */
export const accountDetails = z.strictObject({
  /** the part of the platform where the account is */
  service: text(100).optional(),
  screenName: text(NAME_MAX).optional(),
  displayNames: z.array(text(NAME_MAX)).max(DETAILS_MAX).optional(),
  profileUrl: z.url().max(URL_MAX).optional(),
  profileText: text(PROSE_MAX).optional(),
  firstName: text(100).optional(),
  lastName: text(100).optional(),
  /** YYYY-MM-DD, as the person gave it */
  dateOfBirth: z.iso.date().optional(),
  emails: z
    .array(
      z.strictObject({
        address: text(NAME_MAX),
        type: z.enum(['home', 'work', 'business', 'recovery']).optional(),
        verifiedAt: time.optional(),
      }),
    )
    .max(DETAILS_MAX)
    .optional(),
  telephones: z
    .array(
      z.strictObject({
        /** E.164 */
        number: z.string().regex(/^\+[1-9]\d{3,14}$/, 'must be an E.164 number, such as +441632960001'),
        type: z.enum(['mobile', 'home', 'business', 'work', 'internet', 'recovery']).optional(),
        verifiedAt: time.optional(),
      }),
    )
    .max(DETAILS_MAX)
    .optional(),
  addresses: z
    .array(
      z.strictObject({
        type: z.enum(['home', 'business', 'billing', 'shipping']).optional(),
        lines: text(NAME_MAX).optional(),
        city: text(NAME_MAX).optional(),
        postcode: text(32).optional(),
        region: text(NAME_MAX).optional(),
        country: country.optional(),
      }),
    )
    .max(DETAILS_MAX)
    .optional(),
  /** as the platform writes it down, without card numbers */
  billing: text(PROSE_MAX).optional(),
  /** sign-ins of the three months before, uploads, the registration */
  ipEvents: z.array(ipEvent).max(DETAILS_MAX).optional(),
  devices: z
    .array(
      z.strictObject({
        /** such as IMEI */
        type: text(NAME_MAX),
        value: text(URL_MAX),
        at: time.optional(),
      }),
    )
    .max(DETAILS_MAX)
    .optional(),
  location: z
    .strictObject({ city: text(NAME_MAX).optional(), region: text(NAME_MAX).optional(), country, at: time.optional() })
    .optional(),
  /** other accounts of the same person, by their ids */
  otherAccounts: z.array(id).max(DETAILS_MAX).optional(),
  /** what authorities reported it under before */
  earlierReports: z.array(text(NAME_MAX)).max(DETAILS_MAX).optional(),
  more: text(PROSE_MAX).optional(),
});
export type AccountDetails = z.output<typeof accountDetails>;

/** One message as the platform has it. */
export const preservedMessage = z.strictObject({
  message: id,
  conversation: id.optional(),
  from: id,
  to: z.array(id).max(DETAILS_MAX),
  sentAt: time,
  text: z.string().max(TEXT_MAX).optional(),
  media: z.array(id).max(100).optional(),
  ip: ipEvent.optional(),
});
export type PreservedMessage = z.output<typeof preservedMessage>;

/** POST /v1/preservations/{id}/messages: an array, or one JSON object a line */
export const preservedMessages = z.array(preservedMessage).min(1).max(EVIDENCE_MESSAGES_MAX);

/** PUT /v1/preservations/{id}/media/{media}/details, beside the bytes that PUT /v1/preservations/{id}/media/{media} takes */
export const mediaDetails = z.strictObject({
  account: id,
  /** the message that it came with */
  message: id.optional(),
  fileName: text(URL_MAX).optional(),
  mediaType: text(NAME_MAX),
  uploadedAt: time.optional(),
  upload: ipEvent.optional(),
  /** where it could be seen */
  url: z.url().max(URL_MAX).optional(),
  /** whether everybody could see it */
  public: z.boolean().optional(),
  /** what the picture's file says of itself */
  exif: z.record(text(64), z.string().max(PROSE_MAX)).optional(),
});
export type MediaDetails = z.output<typeof mediaDetails>;
