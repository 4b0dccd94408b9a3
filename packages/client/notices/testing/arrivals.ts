/** Notices for tests of the queue: short words, the choices that each kind really has. */
import type { Choice, NoticeKind } from '@kith/contract';
import type { Arrival } from '../arrival.ts';

const STRANGER: readonly Choice[] = ['accept', 'decline', 'block', 'report', 'get_help'];
const KNOWN: readonly Choice[] = ['ok', 'block', 'report', 'get_help'];

export const CHOICES: Readonly<Record<NoticeKind, readonly Choice[]>> = {
  weaker_setting: ['accept', 'decline', 'get_help'],
  connection_request: STRANGER,
  connection_request_stranger: STRANGER,
  asking_stranger: ['accept', 'decline', 'get_help'],
  first_message: KNOWN,
  stranger_message: STRANGER,
  warning: KNOWN,
  group_invite: ['accept', 'decline', 'report', 'get_help'],
  after_block: ['ok', 'report', 'get_help'],
  after_report: ['ok', 'block', 'get_help'],
  family_invitation: ['accept', 'decline', 'get_help'],
  family_changed: ['ok', 'get_help'],
  family_settings: ['ok', 'get_help'],
  family_review: ['ok', 'get_help'],
};

/** A notice to kim. */
export function arrival(kind: NoticeKind, event = 'e1', about = 'max', to = 'kim'): Arrival {
  const choices = CHOICES[kind].map((choice) => ({ choice, label: choice }));
  return {
    event,
    notice: { to, kind, about, language: 'en', title: kind, body: ['...'], choices, help: [] },
    why: ['take_care'],
  };
}
