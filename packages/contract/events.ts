/**
 * What a platform tells Kith: CloudEvents 1.0 in JSON (https://cloudevents.io), one schema a type.
 * In every event `data.actor` is the account that did it, and `data.other` the account it was done to.
 */
import { z } from 'zod';
import { linkState } from './returning.ts';
import { enforcementKind } from './rulings.ts';
import {
  accountStatus,
  ageBand,
  ageMethod,
  choice,
  country,
  evidenceCode,
  id,
  language,
  noticeKind,
  region,
  risk,
  settings,
  time,
} from './words.ts';

/** The most members that one conversation.created may name. */
export const MEMBERS_MAX = 256;
/** The longest text of one message, in UTF-16 code units. */
export const TEXT_LENGTH_MAX = 20_000;
/** The longest CloudEvents source, in UTF-16 code units: a URI that names a service. */
export const SOURCE_LENGTH_MAX = 256;
/** The most children that an account which is disabled is remembered to have turned to. */
export const TURNED_TO_MAX = 64;
/** The most media that one message may name. */
export const MEDIA_MAX = 32;

const age = z.strictObject({
  band: ageBand,
  method: ageMethod.exclude(['unknown']).default('declared'),
  /** how sure the platform is of the band, 0 to 1 */
  confidence: z.number().min(0).max(1).default(0.5),
});

/**
 * What an account can be recognised by. Compared in hashed form when somebody comes back;
 * never stored as it is, never logged.
 */
const identifiers = z.strictObject({
  email: z.string().max(320).optional(),
  telephone: z.string().max(32).optional(),
  deviceIds: z.array(z.string().max(256)).max(16).optional(),
  ip: z.union([z.ipv4(), z.ipv6()], 'must be an IPv4 or IPv6 address').optional(),
  paymentFingerprint: z.string().max(256).optional(),
  invitedBy: id.optional(),
  /** those that the account's owner has shown to have, by a code that was sent there: anybody can write down another's */
  verified: z
    .array(z.enum(['email', 'telephone']))
    .max(2)
    .optional(),
});

const accountFacts = {
  age: age.optional(),
  country: country.optional(),
  region: region.optional(),
  language: language.optional(),
  /** when the account was made on the platform, if that was before the event */
  createdAt: time.optional(),
  status: accountStatus.exclude(['deleted']).optional(),
  settings: settings.partial().optional(),
  /** the platform's own judgement of the account, if it has one; Kith uses the higher of this and its own */
  risk: risk.optional(),
  identifiers: identifiers.optional(),
};

/** The most pieces of evidence that one event may bring: more than that is a text, not evidence of one. */
export const EVIDENCE_MAX = 16;
/** What the platform found itself, on the device for example, where the text stays. */
const evidence = z
  .array(
    z.strictObject({
      code: evidenceCode,
      /** how sure the platform is of it, 0 to 1 */
      confidence: z.number().gt(0).max(1).default(1),
    }),
  )
  .min(1)
  .max(EVIDENCE_MAX);

const pair = { actor: id, other: id };
/** Whether the one who is contacted has the actor in their device's contacts. */
const inContacts = z.boolean().optional();
const text = z.string().max(TEXT_LENGTH_MAX).optional();
/** What can be held until people have looked, and then go on. */
export const heldType = z.enum(['message.sent', 'connection.requested', 'conversation.created', 'conversation.joined']);
/** What a conversation is made as. */
const conversationKind = z.enum(['direct', 'group']);
const someSettings = settings.partial().refine((s) => Object.keys(s).length > 0, 'must name at least one setting');

/** What each type of event says. */
export const eventData = {
  'account.created': z.strictObject({ actor: id, ...accountFacts }),
  'account.updated': z.strictObject({ actor: id, ...accountFacts }),
  'account.deleted': z.strictObject({ actor: id }),
  'signup.requested': z.strictObject({ actor: id, ...accountFacts }),
  'settings.changed': z.strictObject({
    actor: id,
    settings: someSettings,
  }),
  'connection.requested': z.strictObject({ ...pair, inContacts }),
  'connection.accepted': z.strictObject(pair),
  'connection.declined': z.strictObject(pair),
  'connection.removed': z.strictObject(pair),
  'account.blocked': z.strictObject(pair),
  'account.unblocked': z.strictObject(pair),
  'conversation.created': z.strictObject({
    actor: id,
    conversation: id,
    kind: conversationKind,
    members: z.array(id).max(MEMBERS_MAX).default([]),
  }),
  'conversation.joined': z.strictObject({
    actor: id,
    conversation: id,
    /** who is added, when that is not the actor */
    member: id.optional(),
  }),
  'conversation.left': z.strictObject({
    actor: id,
    conversation: id,
    /** who was removed, when that is not the actor */
    member: id.optional(),
  }),
  'message.sent': z.strictObject({
    actor: id,
    message: id,
    /** the recipient of a direct message; absent in a group */
    other: id.optional(),
    /** the group it was sent to; may be absent in a direct message */
    conversation: id.optional(),
    /** absent where the platform can't or won't say; never kept unless policy says so */
    text,
    language: language.optional(),
    media: z.array(id).max(MEDIA_MAX).optional(),
    inContacts,
    /** instead of the text, or beside it */
    evidence: evidence.optional(),
  }),
  /** something was found in an earlier direct message after it was told: on the device, or by a slower look */
  'evidence.found': z.strictObject({ ...pair, message: id.optional(), evidence }),
  'message.deleted': z.strictObject({ actor: id, message: id }),
  'media.uploaded': z.strictObject({
    actor: id,
    media: id,
    contentType: z.string().max(128).optional(),
    hashes: z
      .strictObject({
        md5: z.hash('md5').optional(),
        sha1: z.hash('sha1').optional(),
        sha256: z.hash('sha256').optional(),
        /** 256 bits as 64 hexadecimal digits */
        pdq: z
          .string()
          .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case')
          .optional(),
      })
      .optional(),
  }),
  'profile.updated': z.strictObject({
    actor: id,
    /** which parts changed */
    fields: z.array(z.enum(['name', 'picture', 'about', 'link', 'other'])).max(5),
  }),
  'report.filed': z.strictObject({
    ...pair,
    /** the platform's category, in its own words */
    category: z.string().min(1).max(64),
    conversation: id.optional(),
    message: id.optional(),
    /** what whoever reports has to say: kept encrypted, for those who judge the report alone */
    text,
    /** of whoever reports: what they are told about it is in this language */
    language: language.optional(),
    /** whoever reports wants to be told nothing about it (measure D6) */
    optOut: z.boolean().optional(),
  }),
  'notice.shown': z.strictObject({
    actor: id,
    notice: noticeKind,
    /** the other account that the notice was about */
    other: id.optional(),
    /** the id of the event whose decision asked for the notice */
    event: id.optional(),
  }),
  'notice.answered': z.strictObject({
    actor: id,
    notice: noticeKind,
    other: id.optional(),
    event: id.optional(),
    choice,
  }),
  /** it was decided and the platform is asked to do it: answers hold to it at once. Kith tells itself this. */
  'enforcement.requested': z.strictObject({
    /** the account that it is about */
    actor: id,
    enforcement: id.optional(),
    kind: z.enum(['restrict', 'suspend', 'disable', 'restore']),
    /** of one who is disabled: children that it turned to, the last first. Whoever turns to the same is compared with it. */
    turnedTo: z.array(id).max(TURNED_TO_MAX).optional(),
  }),
  /** somebody who judges cases has said whether two accounts are the same person's, or taken that back. Kith tells itself this. */
  'link.judged': z.strictObject({ ...pair, state: linkState }),
  /** a child has a guardian from now on, or its last one has gone. Kith tells itself this. */
  'guardianship.changed': z.strictObject({
    /** the child */
    actor: id,
    /** whether it has any guardian */
    guarded: z.boolean(),
  }),
  /** a guardian has answered a weaker setting that the child said yes to. Kith tells itself this. */
  'settings.judged': z.strictObject({
    /** the child */
    actor: id,
    /** what the guardian was shown: one that the child has changed its mind about since is left as it is */
    settings: someSettings,
    choice: choice.extract(['accept', 'decline']),
  }),
  /** what somebody uploaded is something else than was thought: lists changed, or people judged. Kith tells itself this. */
  'media.judged': z.strictObject({
    /** the uploader */
    actor: id,
    media: id,
    verdict: z.enum(['none', 'likely', 'verified']),
  }),
  /** people have looked at what was held: it may go on, or is refused for good. Kith tells itself this. */
  'held.judged': z.strictObject({
    /** who did what was held */
    actor: id,
    /** the id of the event that was held */
    event: id,
    type: heldType,
    other: id.optional(),
    conversation: id.optional(),
    message: id.optional(),
    /** what a message brought: what is known to be what it is stays refused */
    media: z.array(id).max(MEDIA_MAX).optional(),
    /** who could not come into the conversation: those it named, and whoever made it */
    members: z
      .array(id)
      .max(MEMBERS_MAX + 1)
      .optional(),
    /** of `conversation.created` */
    kind: conversationKind.optional(),
    choice: z.enum(['release', 'refuse']),
  }),
  'enforcement.applied': z.strictObject({
    /** the account that the enforcement was applied to */
    actor: id,
    enforcement: id.optional(),
    kind: enforcementKind,
  }),
} as const;

export type EventType = keyof typeof eventData;
export type EventData<T extends EventType> = z.infer<(typeof eventData)[T]>;

const envelope = {
  specversion: z.literal('1.0').optional(),
  /** CloudEvents' source; informative */
  source: z.string().min(1).max(SOURCE_LENGTH_MAX).optional(),
  /** unique per event: the same id is decided once, however often it is sent */
  id,
  /** when it happened; the time of arrival where it is left out */
  time: time.optional(),
  datacontenttype: z.literal('application/json').optional(),
};

const one = <T extends EventType>(type: T) =>
  z.strictObject({ ...envelope, type: z.literal(type), data: eventData[type] });

const somebodyElse = {
  error: 'must be somebody else than `actor`',
  path: ['data', 'other'],
};
/** Nobody connects with, blocks or reports themselves. */
const apart = (e: { data: { actor: string; other: string } }) => e.data.actor !== e.data.other;

export const eventTypes = Object.keys(eventData) as EventType[];

/**
 * Kith tells itself these: what people here ruled, and said. Nobody outside can, whatever key they have: whoever took a
 * platform's key could make anybody barred, part whoever came back from who they were, or say yes in a guardian's place.
 */
export const ownEventTypes = [
  'enforcement.requested',
  'link.judged',
  'media.judged',
  'guardianship.changed',
  'settings.judged',
  'held.judged',
] as const satisfies readonly EventType[];
export type OwnEventType = (typeof ownEventTypes)[number];
const own: ReadonlySet<string> = new Set(ownEventTypes);
export const isOwnEventType = (type: string): type is OwnEventType => own.has(type);

/** One event as a platform sends it. */
export const event = z.discriminatedUnion('type', [
  one('account.created'),
  one('account.updated'),
  one('account.deleted'),
  one('signup.requested'),
  one('settings.changed'),
  one('connection.requested').refine(apart, somebodyElse),
  one('connection.accepted').refine(apart, somebodyElse),
  one('connection.declined').refine(apart, somebodyElse),
  one('connection.removed').refine(apart, somebodyElse),
  one('account.blocked').refine(apart, somebodyElse),
  one('account.unblocked').refine(apart, somebodyElse),
  one('conversation.created'),
  one('conversation.joined'),
  one('conversation.left'),
  one('message.sent').refine((e) => e.data.other !== undefined || e.data.conversation !== undefined, {
    message: 'must name `other` (a direct message) or `conversation` (a group)',
    path: ['data', 'other'],
  }),
  one('evidence.found').refine(apart, somebodyElse),
  one('message.deleted'),
  one('media.uploaded'),
  one('profile.updated'),
  one('report.filed').refine(apart, somebodyElse),
  one('notice.shown'),
  one('notice.answered'),
  one('enforcement.applied'),
]);

/** An event that Kith tells itself. */
export const ownEvent = z.discriminatedUnion('type', [
  one('enforcement.requested'),
  one('link.judged').refine(apart, somebodyElse),
  one('media.judged'),
  one('guardianship.changed'),
  one('settings.judged'),
  one('held.judged'),
]);

export type OwnEvent = z.output<typeof ownEvent>;

/** An event as it is sent (defaults not yet filled in). */
export type EventInput = z.input<typeof event>;
/** An event as it was read (defaults filled in). */
export type Event = z.output<typeof event>;
