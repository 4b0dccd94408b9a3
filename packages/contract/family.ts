/**
 * Guardianships: the accepted link of a parent or carer and a child, and the two pages that come from it. The types have no
 * place for what was said, for media, for searches, for the child's reports, or for whom it asked for help: nothing of
 * that can be on a page whose type this is. The child's page holds the guardian's, as it is.
 */
import { z } from 'zod';
import { GUARDIANS_MAX } from './policy-family.ts';
import { ageBand, ageMethod, directMessages, id, language, noticeKind, settings, time } from './words.ts';

/** How far back a page looks, days, today included. */
export const FAMILY_DAYS = 7;
/** How many looks one answer names, the newest first. */
export const FAMILY_LOOKS_MAX = 200;

/** The longest text of a guardian's report, in UTF-16 code units. */
const GUARDIAN_REPORT_LENGTH_MAX = 4_000;

/** A calendar day in UTC: no page says at which hour somebody was there. */
export const familyDay = z.iso.date();

export const familyRole = z.enum(['guardian', 'child']);
export type FamilyRole = z.infer<typeof familyRole>;

export const guardianshipState = z.enum([
  /** one side asked; the other has not answered */
  'invited',
  'active',
  /** the one who was asked said no */
  'declined',
  /** nobody answered in time */
  'lapsed',
  /** one side ended it, or the platform did, or the child came of age */
  'ended',
]);
export type GuardianshipState = z.infer<typeof guardianshipState>;

export const guardianshipEnd = z.enum(['guardian', 'child', 'platform', 'came_of_age', 'account_gone']);
export type GuardianshipEnd = z.infer<typeof guardianshipEnd>;

/** How a platform may know that somebody is an adult. */
const platformAdulthood = ageMethod.exclude(['unknown']);
export type PlatformAdulthood = z.infer<typeof platformAdulthood>;

/** POST /v1/guardianships: the platform says who asks, after they signed in there. */
export const guardianshipInput = z
  .strictObject({
    invitedBy: familyRole,
    /** the adult's account, or the platform's own id of an adult without one; absent where a child invites by code */
    guardian: id.optional(),
    /** absent where a guardian invites by code */
    child: id.optional(),
    /** how the platform knows that the guardian is an adult, where Kith has not been told of an account of theirs */
    adulthood: platformAdulthood.optional(),
    /** of the one who is invited */
    language: language.optional(),
  })
  .refine(({ invitedBy, guardian, child }) => (invitedBy === 'guardian' ? guardian : child) !== undefined, {
    error: 'must name the one who invites',
    path: ['invitedBy'],
  })
  .refine(({ guardian, child }) => guardian === undefined || guardian !== child, {
    error: 'must be somebody else than `guardian`',
    path: ['child'],
  });
export type GuardianshipInput = z.input<typeof guardianshipInput>;

export const guardianship = z.strictObject({
  id,
  state: guardianshipState,
  invitedBy: familyRole,
  /** null until somebody took the invitation */
  guardian: id.nullable(),
  child: id.nullable(),
  /** days are enough: neither side learns at which minute the other was there */
  invitedOn: familyDay,
  /** until when it can be answered */
  until: time,
  answeredOn: familyDay.nullable(),
  endedOn: familyDay.nullable(),
  endedBy: guardianshipEnd.nullable(),
});
export type Guardianship = z.infer<typeof guardianship>;

export const guardianshipMade = z.strictObject({
  guardianship,
  /** for the one who is invited to type or scan: works once, and is shown here alone. null where both are named */
  code: z.string().nullable(),
});
export type GuardianshipMade = z.infer<typeof guardianshipMade>;

export const guardianships = z.strictObject({ guardianships: z.array(guardianship) });

/** A person, as families know them. Names are the platform's: Kith asks for them when a page is made, and keeps none. */
export const familyPerson = z.strictObject({
  account: id,
  /** null where the platform gives none */
  name: z.string().nullable(),
});
export type FamilyPerson = z.infer<typeof familyPerson>;

/** What a guardian sees of a child: a name for each part of a FamilyPage. */
export const guardianSees = z.enum([
  /** its name, age band and guardians */
  'about',
  'friends',
  'contacts',
  'groups',
  /** and the weaker ones that it wants */
  'settings',
  /** kinds of warnings, where policy shows them at the child's age */
  'warnings',
  'strangers',
  /** quiet hours, and contacts to look at together */
  'asked',
]);
export type GuardianSees = z.infer<typeof guardianSees>;

/** What a guardian can do, as policy has it for the child's age. */
export const guardianMay = z.enum(['settings', 'quiet_hours', 'review', 'report', 'summary']);
export type GuardianMay = z.infer<typeof guardianMay>;

/** What no guardian sees, whatever policy says: the types below have no place for it. */
export const guardianNever = z.enum(['said', 'media', 'searches', 'help']);
export type GuardianNever = z.infer<typeof guardianNever>;

/** POST /v1/guardianships/code, for whoever brings a code; GET /v1/guardianships/{id}/invitation takes the same but `code`. */
export const guardianshipLookUp = z.strictObject({
  /** who would answer, as signed in on the platform */
  account: id,
  code: z.string().max(64),
  /** as in GuardianshipInput, where a guardian would answer */
  adulthood: platformAdulthood.optional(),
  /** of `words`; else the account's own */
  language: language.optional(),
});
export type GuardianshipLookUp = z.infer<typeof guardianshipLookUp>;

/** What somebody is shown before they answer: who asks, and all that follows from a yes. */
export const guardianshipShown = z.strictObject({
  guardianship: id,
  /** what the one who answers would be */
  role: familyRole,
  /** who asks */
  from: familyPerson,
  /** until when it can be answered */
  until: time,
  sees: z.array(guardianSees),
  may: z.array(guardianMay),
  never: z.array(guardianNever),
  /** whether the child may end it by itself, at its age */
  mayEnd: z.boolean(),
  /** stands for all of this: goes with a child's yes, which counts for what the child was shown alone */
  terms: z.string(),
  /** all of it in words, as the Family Centre says it: show them whole, in this order */
  words: z.strictObject({
    language,
    title: z.string(),
    parts: z.array(z.strictObject({ heading: z.string(), items: z.array(z.string()) })),
    lines: z.array(z.string()),
    accept: z.string(),
    decline: z.string(),
  }),
});
export type GuardianshipShown = z.infer<typeof guardianshipShown>;

/** POST /v1/guardianships/{id}/answer, and POST /v1/guardianships/code/answer with a code instead of an id. */
export const guardianshipAnswer = z.strictObject({
  /** who answers, as signed in on the platform */
  account: id,
  answer: z.enum(['accept', 'decline']),
  code: z.string().max(64).optional(),
  /** of what the child was shown (GuardianshipShown, or the notice of the invitation): no child says yes without */
  terms: z.string().max(64).optional(),
  /** as in GuardianshipInput, where a guardian answers */
  adulthood: platformAdulthood.optional(),
});
export type GuardianshipAnswer = z.infer<typeof guardianshipAnswer>;

/** POST /v1/guardianships/{id}/end */
export const guardianshipEnding = z.strictObject({ by: z.enum(['guardian', 'child', 'platform']) });
export const guardianshipEnded = z.strictObject({
  guardianship,
  /**
   * `wished`: the child may not end it by itself (policy), and the platform's people have its report. Show the child where to get
   * help, and tell the guardian nothing.
   */
  became: z.enum(['ended', 'wished']),
});
export type GuardianshipEnded = z.infer<typeof guardianshipEnded>;

/** POST /v1/family-links: a link that signs one person in to the Family Centre, once. */
export const familyLinkInput = z.strictObject({
  /** a guardian's or a child's, as signed in on the platform */
  account: id,
  language: language.optional(),
});
export type FamilyLinkInput = z.infer<typeof familyLinkInput>;
export const familyLink = z.strictObject({ url: z.url(), expires: time });
export type FamilyLink = z.infer<typeof familyLink>;

/** How a child may know a new friend. None of these is a reason to talk about it. */
export const howKnown = z.enum(['mutual_friends', 'device_contacts', 'shared_group']);
export type HowKnown = z.infer<typeof howKnown>;

export const familyFriend = z.strictObject({
  ...familyPerson.shape,
  /** the day that they became friends, of a friend of the last FAMILY_DAYS days; else null */
  since: familyDay.nullable(),
  /** of a new friend; empty of others */
  how: z.array(howKnown),
});
export type FamilyFriend = z.infer<typeof familyFriend>;

export const familyContact = z.strictObject({
  ...familyPerson.shape,
  friend: z.boolean(),
  /** on which of the last FAMILY_DAYS days, the newest first */
  direct: z.array(familyDay).max(FAMILY_DAYS),
  group: z.array(familyDay).max(FAMILY_DAYS),
});
export type FamilyContact = z.infer<typeof familyContact>;

export const familyGroup = z.strictObject({
  group: id,
  name: z.string().nullable(),
  /** how many are in it */
  size: z.int().nonnegative(),
  /** the newest first; no more than Kith looks at of any conversation */
  members: z.array(familyPerson),
});
export type FamilyGroup = z.infer<typeof familyGroup>;

const settingName = z.enum(Object.keys(settings.shape) as [keyof z.infer<typeof settings>]);
const settingValue = z.union([z.boolean(), directMessages]);

export const familySetting = z.strictObject({
  setting: settingName,
  now: settingValue,
  /** the weaker one that the child has asked for */
  wanted: settingValue.nullable(),
  /** whether the child has said yes to the notice that explains it, and a guardian's answer is all that is missing */
  waitsForGuardian: z.boolean(),
});
export type FamilySetting = z.infer<typeof familySetting>;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 21:30');
/** An evening and night without notifications, by the clock on the child's device. The platform does it. */
export const quietHours = z.strictObject({ from: clock, to: clock });
export type QuietHours = z.infer<typeof quietHours>;

export const reviewState = z.enum(['asked', 'seen', 'talked', 'declined']);
export type ReviewState = z.infer<typeof reviewState>;
/** A contact that a guardian asked the child to look at together. */
export const familyReview = z.strictObject({ id, about: familyPerson, askedOn: familyDay, state: reviewState });
export type FamilyReview = z.infer<typeof familyReview>;

/** Everything that a guardian sees. */
export const familyPage = z.strictObject({
  child: z.strictObject({ ...familyPerson.shape, age: ageBand }),
  /** guardians of the child, all of them: none is hidden from another, or from the child */
  guardians: z.array(familyPerson).max(GUARDIANS_MAX),
  /** from this day on contacts and groups were noted: nothing from before the child said yes */
  notedSince: familyDay,
  friends: z.array(familyFriend),
  contacts: z.array(familyContact),
  groups: z.array(familyGroup),
  settings: z.array(familySetting),
  /** which kinds of warnings, and on which days; null where policy shows a guardian none at this age */
  warnings: z.array(z.strictObject({ kind: noticeKind, day: familyDay })).nullable(),
  /** how many strangers were kept away in the last FAMILY_DAYS days; never who */
  strangersKeptAway: z.int().nonnegative(),
  quietHours: quietHours.nullable(),
  reviews: z.array(familyReview),
});
export type FamilyPage = z.infer<typeof familyPage>;

export const familyPart = z.enum(['page', 'summary', 'embedded']);
export type FamilyPart = z.infer<typeof familyPart>;
/** Somebody looked: what the child's log says. */
export const familyLook = z.strictObject({
  guardian: familyPerson,
  at: time,
  part: familyPart,
});
export type FamilyLook = z.infer<typeof familyLook>;

/** Everything that a child sees: what its guardians see, and who looked. */
export const childPage = z.strictObject({
  page: familyPage,
  guardianships: z.array(
    z.strictObject({
      ...{ guardianship: id, guardian: familyPerson, since: familyDay, mayEnd: z.boolean() },
      /** their account is suspended or disabled: they see nothing until it is back */
      paused: z.boolean(),
    }),
  ),
  invitations: z.array(z.strictObject({ guardianship: id, guardian: familyPerson.nullable(), until: time })),
  looks: z.array(familyLook).max(FAMILY_LOOKS_MAX),
});
export type ChildPage = z.infer<typeof childPage>;

/** Who looks or acts at `/v1/families/{child}`, as signed in on the platform: one of the child's guardians. */
export const familyAs = z.strictObject({ as: id });

/** POST /v1/families/{child}/settings: a guardian's answer to what they were shown. */
export const settingsAnswer = z.strictObject({
  ...familyAs.shape,
  /** the wanted values, as the page named them: of what the child has changed since nothing is decided */
  settings: settings.partial().refine((some) => Object.keys(some).length > 0, 'must name at least one setting'),
  answer: z.enum(['approve', 'refuse']),
});
export type SettingsAnswer = z.infer<typeof settingsAnswer>;
export const settingsAnswered = z.strictObject({ settings: z.array(familySetting) });

/** PUT /v1/families/{child}/quiet-hours: null takes them away. */
export const quietHoursInput = z.strictObject({ ...familyAs.shape, quietHours: quietHours.nullable() });

/** POST /v1/families/{child}/reviews */
export const reviewInput = z.strictObject({ ...familyAs.shape, about: id });
/** POST /v1/families/{child}/reviews/{id}: the child's answer. */
export const reviewAnswer = z.strictObject({ state: reviewState.exclude(['asked']) });

/** POST /v1/families/{child}/reports: a guardian reports an account, in confidence. */
export const guardianReport = z.strictObject({
  ...familyAs.shape,
  /** the same one of the same guardian is one report, however often it is sent: for tries after an answer that was lost */
  id: id.optional(),
  about: id,
  /** as in the event report.filed */
  category: z.string().min(1).max(64),
  /** what they know. Never pictures, and never a description of them */
  text: z
    .string()
    .max(GUARDIAN_REPORT_LENGTH_MAX)
    .refine((text) => text.isWellFormed(), 'must be Unicode text')
    .optional(),
});
export type GuardianReport = z.infer<typeof guardianReport>;
export const guardianReported = z.strictObject({ report: id, reference: z.string() });

/** POST /v1/families/{child}/told: the child lets its guardians know that it has reported somebody, and nothing more. */
export const guardiansTold = z.strictObject({
  /** how many were told; 0 where they were told today already, or there is none */
  guardians: z.int().nonnegative(),
});

/** Ids of one question for names at most: a page of a child with more friends asks in several. */
export const NAMES_ASKED_MAX = 1_000;

/** What Kith asks the platform, signed as a webhook is, when somebody opens a page of the Family Centre. */
export const namesAsked = z.strictObject({ accounts: z.array(id), conversations: z.array(id) });
export type NamesAsked = z.infer<typeof namesAsked>;

const named = z.record(z.string(), z.object({ name: z.string() }));
/** The platform's answer, by id. Who has no name, or is not there any more, is left out. */
export const namesGiven = z.object({ accounts: named, conversations: named });
export type NamesGiven = z.infer<typeof namesGiven>;
