/** Notices about a guardianship: no event brings them about, so whoever keeps guardianships asks for them. */
import type { FamilyNews, FamilyNoticeKind, NoticeKind } from '@kith/contract';
import type { DecidedNotice } from '../decided.ts';
import { choicesOf } from './notices.ts';

/** Which kind of notice tells of what. */
export const kindOfNews: Readonly<Record<FamilyNews, FamilyNoticeKind>> = {
  guardian_asks: 'family_invitation',
  child_asks: 'family_invitation',
  began: 'family_changed',
  ended: 'family_changed',
  paused: 'family_changed',
  resumed: 'family_changed',
  came_of_age: 'family_changed',
  began_for_guardian: 'family_changed',
  ended_for_guardian: 'family_changed',
  another_began_for_guardian: 'family_changed',
  came_of_age_for_guardian: 'family_changed',
  setting_waits: 'family_settings',
  setting_approved: 'family_settings',
  setting_refused: 'family_settings',
  quiet_hours: 'family_settings',
  quiet_hours_over: 'family_settings',
  setting_waits_for_guardian: 'family_settings',
  review_asked: 'family_review',
  review_talked: 'family_review',
  review_declined: 'family_review',
  child_reported: 'family_review',
};

const TO_GUARDIANS: ReadonlySet<FamilyNews> = new Set<FamilyNews>([
  'child_asks',
  'began_for_guardian',
  'ended_for_guardian',
  'another_began_for_guardian',
  'came_of_age_for_guardian',
  'setting_waits_for_guardian',
  'review_talked',
  'review_declined',
  'child_reported',
]);

/** Whether it is an adult who is told: help lines for adults go with it. */
export const isToGuardian = (news: FamilyNews): boolean => TO_GUARDIANS.has(news);

const FAMILY: ReadonlySet<NoticeKind> = new Set(Object.values(kindOfNews));
export const isFamily = (kind: NoticeKind): kind is FamilyNoticeKind => FAMILY.has(kind);

/**
 * A notice that tells of something in a family.
 * @param news what, and so whom
 * @param of whom it is shown to (`to`), in which `language` and for which `country` ('' where unknown), the account that it
 *   is `about`, what a guardian may do (`powers`), which an invitation names, and the `terms` that stand for what it says
 */
export const familyNotice = (
  news: FamilyNews,
  of: Pick<DecidedNotice, 'to' | 'about' | 'language' | 'country' | 'powers' | 'mayEnd' | 'terms'>,
): DecidedNotice => ({ ...of, kind: kindOfNews[news], news, choices: choicesOf[kindOfNews[news]] });
