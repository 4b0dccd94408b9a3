/**
 * What people do when they write: dialogue acts. Agents choose acts; a grammar (grammar/*.yaml) puts them in words.
 * Nothing here or there is sexual; an act is named, and its words are neutral.
 */
import type { EvidenceCode } from '@kith/contract';

/** The acts by which an offender works on a child, each with the evidence code that it is an instance of. */
export const offendingActs = {
  ask_age: 'AGE_QUERY',
  ask_personal: 'PERSONAL_INFO',
  flatter: 'FLATTERY',
  ask_supervision: 'SUPERVISION_CHECK',
  ask_secrecy: 'SECRECY',
  ask_to_move: 'OFF_PLATFORM',
  ask_for_media: 'MEDIA_REQUEST',
  test_compliance: 'COMPLIANCE_TEST',
  offer_gift: 'GIFT',
  ask_to_meet: 'MEETING',
  press: 'PRESSURE',
} as const satisfies Record<string, EvidenceCode>;
export type OffendingAct = keyof typeof offendingActs;

/** What is said by people who mean no harm; some of it sounds like the above, and is the harder to tell from it. */
export const ordinaryActs = [
  // everybody
  ...['greet', 'how_are_you', 'fine', 'chat', 'ask', 'answer', 'plan', 'plan_yes', 'plan_no', 'thanks', 'sorry'],
  ...['laugh', 'react', 'bye', 'encourage', 'congratulate', 'school', 'homework', 'game', 'share_link'],
  // grown-ups
  ...['work', 'errand', 'sell'],
  // at home
  ...[
    'family_where',
    'family_home',
    'family_chore',
    'family_surprise',
    'sibling_ask',
    'relative_warm',
    'relative_photo',
  ],
  // teens among themselves
  ...['peer_compliment', 'peer_flirt', 'peer_age', 'peer_place', 'peer_move', 'peer_secret', 'peer_photo', 'peer_meet'],
  ...['peer_dare', 'peer_parents', 'peer_nag'],
  // people with many children
  ...['coach_notice', 'coach_praise', 'coach_ask', 'teacher_notice', 'teacher_ask'],
  ...['fan_praise', 'streamer_thanks', 'streamer_invite'],
  // strangers with a purpose
  ...[
    'recruit',
    'recruit_move',
    'spam',
    'role_line',
    'role_secret',
    'mod_warn',
    'mod_age',
    'newcomer_ask',
    'newcomer_meet',
  ],
  ...['trade', 'trade_gift', 'trade_move'],
  // a stranger's first lines, whatever they want
  ...['opener', 'interest', 'claim_teen', 'helpful'],
  // what a child answers to what is asked of it
  ...['say_age', 'say_place', 'say_alone', 'say_handle', 'say_ok', 'say_why', 'say_no', 'say_stop', 'say_later'],
] as const;
export type OrdinaryAct = (typeof ordinaryActs)[number];

export type ActName = OffendingAct | OrdinaryAct;

const offendingNames = Object.keys(offendingActs) as OffendingAct[]; // Object.keys forgets the keys' type
export const actNames: readonly ActName[] = [...offendingNames, ...ordinaryActs];

export const isOffending = (act: ActName): act is OffendingAct => act in offendingActs;
