/** What of a notice's kind and a decision's reasons a person may know. For the platform's server: no device sees the reasons. */
import type { NoticeKind, Reason, ReasonCode, WarningSign } from '@kith/contract';
import type { Why } from './why.ts';

const OF_KIND: Readonly<Record<NoticeKind, Why>> = {
  weaker_setting: 'weaker_setting',
  connection_request: 'maybe_friends',
  connection_request_stranger: 'not_friends',
  asking_stranger: 'you_asked',
  first_message: 'first_message',
  stranger_message: 'not_friends',
  warning: 'take_care',
  group_invite: 'added_to_group',
  after_block: 'you_acted',
  after_report: 'you_acted',
  family_invitation: 'family',
  family_changed: 'family',
  family_settings: 'family',
  family_review: 'family',
};

const GUESSES: ReadonlySet<Why> = new Set(['not_friends', 'maybe_friends', 'you_asked', 'far_region', 'take_care']);

/**
 * Whether a reason is something that Kith suspects of the other. All that a person is told of these is 'take care': it may be
 * wrong, and more would teach who is watched for what.
 */
const IS_SUSPICION: Readonly<Record<ReasonCode, boolean>> = {
  ordinary: false,
  account_gone: false,
  sender_restricted: false,
  blocked: false,
  blocked_other_account: false,
  sender_high_risk: true,
  sender_medium_risk: true,
  not_connected: false,
  stranger_asks: false,
  declined: false,
  first_message: false,
  warning_sign: false,
  reported_by_children: true,
  too_many_requests: true,
  connection_request: false,
  connection_request_stranger: false,
  asking_stranger: false,
  added_to_group: false,
  weaker_setting: false,
  took_action: false,
  told_enough: false,
  held_out: false,
  waits_for_guardian: false,
  returning: true,
  rule: true,
  no_suggestions: false,
  not_suggested: false,
  hidden_in_lists: false,
  list_hidden: false,
  location_hidden: false,
  known_material: true,
  likely_known_material: true,
  found_harmless: false,
  found_harmful: true,
};

const OF_SIGN: Readonly<Record<WarningSign, Why>> = {
  blocked_or_reported: 'others_acted',
  far_region: 'far_region',
  new_account: 'new_account',
  risk_medium: 'take_care',
};

/** Kinds that are about what the other did or is; the rest are about what the person did. */
const ABOUT_THE_OTHER: ReadonlySet<NoticeKind> = new Set([
  'connection_request',
  'connection_request_stranger',
  'stranger_message',
  'warning',
]);

/**
 * Why a notice of this kind is shown. A decision with notices for two people has the reasons of both, so only what is about the
 * other counts. Without reasons the kind alone says it.
 */
export function whyOf(kind: NoticeKind, reasons: readonly Reason[] = []): readonly Why[] {
  const found = new Set<Why>(kind === 'warning' ? [] : [OF_KIND[kind]]);
  for (const { code, signs = [] } of ABOUT_THE_OTHER.has(kind) ? reasons : []) {
    if (IS_SUSPICION[code]) found.add('take_care');
    for (const sign of signs) found.add(OF_SIGN[sign]);
  }
  if (found.size === 0) found.add(OF_KIND[kind]);
  return [...found].some((why) => GUESSES.has(why)) ? [...found, 'machine'] : [...found];
}
