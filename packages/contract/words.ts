/**
 * The words both sides share: what the platform and Kith call things.
 * One word, one thing: see docs/ARCHITECTURE.md for the glossary.
 */
import { z } from 'zod';

/** The longest identifier that a platform may use, in UTF-16 code units. Long enough for a UUID with a prefix or a URN. */
export const ID_LENGTH_MAX = 128;

/** No control characters, and no half of a surrogate pair: what is no Unicode text can't be stored and compared exactly. */
export function isName(s: string): boolean {
  let surrogates = false;
  for (let i = 0; i < s.length; i++) {
    const unit = s.charCodeAt(i);
    if (unit < 0x20 || unit === 0x7f) return false;
    if (unit >= 0xd800 && unit <= 0xdfff) surrogates = true;
  }
  return !surrogates || s.isWellFormed();
}

/**
 * A name of up to so many UTF-16 code units. One check for all it must be: four of them on each of a message's five
 * identifiers were a third of the cost of reading it.
 */
const name = (lengthMax: number) =>
  z
    .string()
    .refine((s) => s.length > 0 && s.length <= lengthMax && isName(s), {
      error: `must be 1 to ${lengthMax} characters of Unicode text, without control characters`,
    })
    .meta({ minLength: 1, maxLength: lengthMax });

/** An identifier that the platform gave (account, conversation, message, event). Opaque to Kith; compared exactly. */
export const id = name(ID_LENGTH_MAX);

/** Age bands. An account in a band under 18 is a child. */
export const ageBand = z.enum(['under13', '13to15', '16to17', 'adult', 'unknown']);
export type AgeBand = z.infer<typeof ageBand>;

/** How an age band is known: said by the person, estimated by a method, or verified by evidence. */
export const ageMethod = z.enum(['unknown', 'declared', 'estimated', 'verified']);
export type AgeMethod = z.infer<typeof ageMethod>;

export const accountStatus = z.enum(['active', 'restricted', 'suspended', 'disabled', 'deleted']);
export type AccountStatus = z.infer<typeof accountStatus>;

export const risk = z.enum(['none', 'low', 'medium', 'high']);
export type Risk = z.infer<typeof risk>;

/** Kith's answer: deliver; deliver and tell the child; withhold until the child accepts; until a person reviewed; never. */
export const outcome = z.enum(['allow', 'notice', 'confirm', 'hold', 'block']);
export type Outcome = z.infer<typeof outcome>;

/** Who may send an account direct messages: only connections; others after it has accepted them; everyone. */
export const directMessages = z.enum(['connections', 'ask', 'everyone']);
export type DirectMessages = z.infer<typeof directMessages>;

/**
 * Safety settings. Each is one of the defaults of measure F1 (grade M in its details: to be checked
 * against the official text). A child starts with every protection on.
 */
export const settings = z.strictObject({
  /** F1.1: is shown suggestions of people to connect with */
  seeSuggestions: z.boolean(),
  /** F1.2: is suggested to others */
  beSuggested: z.boolean(),
  /** F1.3: is visible in other people's connection lists */
  appearInLists: z.boolean(),
  /** F1.4: its own connection list is visible to others */
  showOwnList: z.boolean(),
  /** F1.5: who may send it direct messages */
  directMessages,
  /** F1.6: its location is visible to others */
  showLocation: z.boolean(),
});
export type Settings = z.infer<typeof settings>;

/** ISO 3166-1 alpha-2, upper case. */
export const country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code in upper case, such as GB');
/** The platform's own name for a region within a country; ISO 3166-2 suits (GB-WLS). */
export const region = name(32);
/** Enough for any BCP 47 tag in use, in UTF-16 code units (RFC 5646, 4.4.1). */
export const LANGUAGE_LENGTH_MAX = 35;
export const LANGUAGE: RegExp = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
/** BCP 47 language tag; notices fall back to the nearest language there is. */
export const language = z.string().max(LANGUAGE_LENGTH_MAX).regex(LANGUAGE, 'must be a BCP 47 tag, such as en or cy');

/** RFC 3339 with an offset or Z. */
export const time = z.iso.datetime({ offset: true });

/** What a person can choose on a notice. */
export const choice = z.enum(['accept', 'decline', 'block', 'report', 'get_help', 'ok']);
export type Choice = z.infer<typeof choice>;

/**
 * The kinds of notice. Moments of measure F2 carry their letter (grade M: to be checked against the official text).
 */
export const noticeKind = z.enum([
  /** F2 a: before a child weakens a safety setting */
  'weaker_setting',
  /** F2 b: a child gets a connection request from somebody they may know */
  'connection_request',
  /** F2 b: and it comes from a stranger */
  'connection_request_stranger',
  /** a child asks a stranger who is an adult to connect */
  'asking_stranger',
  /** F2 c: the first direct message between two accounts */
  'first_message',
  /** F1.5: somebody who is not connected wants to write; the child decides */
  'stranger_message',
  /** something about the sender that a child should know */
  'warning',
  /** somebody else adds a child to a group */
  'group_invite',
  /** F2 d: a child has blocked somebody */
  'after_block',
  /** F2 d: a child has reported somebody */
  'after_report',
  /** somebody wants to be the guardian of a child, or a child wants somebody to be its guardian */
  'family_invitation',
  /** who is the guardian of whom has changed, or may */
  'family_changed',
  /** what a guardian decided about a child's safety settings or evenings, or is to decide */
  'family_settings',
  /** a contact that a guardian asks a child to look at together */
  'family_review',
]);
export type NoticeKind = z.infer<typeof noticeKind>;

/** Those that tell of a guardianship: no event of the platform's brings them about. */
export const familyNoticeKind = noticeKind.extract([
  'family_invitation',
  'family_changed',
  'family_settings',
  'family_review',
]);
export type FamilyNoticeKind = z.infer<typeof familyNoticeKind>;

/** What a notice about a guardianship tells of, and whom: each has its own words. */
export const familyNews = z.enum([
  /** a child, that somebody wants to be its guardian; family_invitation */
  'guardian_asks',
  /** an adult, that a child wants them as its guardian; family_invitation */
  'child_asks',
  /** a child: of its guardians; family_changed */
  'began',
  'ended',
  'paused',
  'resumed',
  'came_of_age',
  /** a guardian: of the same, and that the child has another guardian now; family_changed */
  'began_for_guardian',
  'ended_for_guardian',
  'another_began_for_guardian',
  'came_of_age_for_guardian',
  /** a child: its weaker setting waits for its guardian, who then said yes, or no; family_settings */
  'setting_waits',
  'setting_approved',
  'setting_refused',
  /** a child: a guardian asks for an evening and night without notifications, or no longer does; family_settings */
  'quiet_hours',
  'quiet_hours_over',
  /** a guardian: a weaker setting waits for their answer; family_settings */
  'setting_waits_for_guardian',
  /** a child: a guardian wants to talk with it about a contact; family_review */
  'review_asked',
  /** a guardian: the child has talked about it, or would rather not; family_review */
  'review_talked',
  'review_declined',
  /** a guardian: the child wants them to know that it has reported somebody, and no more than that; family_review */
  'child_reported',
]);
export type FamilyNews = z.infer<typeof familyNews>;

/** What policy lets guardians of a child of an age do, beyond seeing who it is in touch with. */
export const guardianPower = z.enum(['see_warnings', 'approve_settings', 'quiet_hours', 'summary']);
export type GuardianPower = z.infer<typeof guardianPower>;

/** What about a sender a child is warned of. */
export const warningSign = z.enum(['blocked_or_reported', 'far_region', 'new_account', 'risk_medium']);
export type WarningSign = z.infer<typeof warningSign>;

/** Why Kith decided as it did. Codes are stable; words for them come with the decision. */
export const reasonCode = z.enum([
  'ordinary',
  'account_gone',
  'sender_restricted',
  'blocked',
  /** the child blocked another account of the same person */
  'blocked_other_account',
  'sender_high_risk',
  'sender_medium_risk',
  'not_connected',
  'stranger_asks',
  'declined',
  'first_message',
  'warning_sign',
  'reported_by_children',
  'too_many_requests',
  'connection_request',
  'connection_request_stranger',
  'asking_stranger',
  'added_to_group',
  'weaker_setting',
  /** a weaker setting that the child has said yes to waits for a guardian's */
  'waits_for_guardian',
  'took_action',
  /** a notice is left out: the child was shown the like often enough (policy.notices.limits) */
  'told_enough',
  /** a notice is left out: the child is among those held out of an experiment (policy.notices.experiment) */
  'held_out',
  /** the account is taken for one that was barred for children's safety */
  'returning',
  /** a rule of the operator's own policy, which is named beside it */
  'rule',
  'no_suggestions',
  'not_suggested',
  'hidden_in_lists',
  'list_hidden',
  'location_hidden',
  /** it is what a verified list has */
  'known_material',
  /** it looks like what a list has, or a list that nobody vouches for has it */
  'likely_known_material',
  /** it was held, people looked, and found nothing against it */
  'found_harmless',
  /** it was held, people looked, and it stays refused */
  'found_harmful',
]);
export type ReasonCode = z.infer<typeof reasonCode>;

/** The measures that a reason can name. All of grade S or M: to be checked against the official text. */
export const measure = z.enum([
  'F1.1',
  'F1.2',
  'F1.3',
  'F1.4',
  'F1.5a',
  'F1.5b',
  'F1.6',
  'F2.a',
  'F2.b',
  'F2.c',
  'F2.d',
  'J1',
  'PCU.J',
]);
export type Measure = z.infer<typeof measure>;

/**
 * What a message can be evidence of: behaviours that grooming is made of, none of them proof alone, in no fixed order.
 * docs/DETECTION.md says what each is and where it comes from. Stable: platforms that find them on the device send them.
 */
export const evidenceCode = z.enum([
  /** asks how old the other is */
  'AGE_QUERY',
  /** asks where the other lives, learns, or can be found */
  'PERSONAL_INFO',
  /** praises in a way that makes the other feel chosen */
  'FLATTERY',
  /** asks who is near, or who else looks at the device */
  'SUPERVISION_CHECK',
  /** asks that nobody be told, or that messages be deleted */
  'SECRECY',
  /** invites to go on in another place, with a way to get there */
  'OFF_PLATFORM',
  /** asks for pictures, a camera or a call */
  'MEDIA_REQUEST',
  /** asks for a small proof of trust or obedience */
  'COMPLIANCE_TEST',
  /** offers money, game currency or presents */
  'GIFT',
  /** proposes to meet */
  'MEETING',
  /** presses, blames or threatens when the other hesitates */
  'PRESSURE',
]);
export type EvidenceCode = z.infer<typeof evidenceCode>;
