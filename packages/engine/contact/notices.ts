/** Which choices each notice offers, always of equal size, and always with a way to get help. */
import type { Choice, NoticeKind } from '@kith/contract';

const STRANGER: readonly Choice[] = ['accept', 'decline', 'block', 'report', 'get_help'];
const KNOWN: readonly Choice[] = ['ok', 'block', 'report', 'get_help'];

export const choicesOf: Readonly<Record<NoticeKind, readonly Choice[]>> = {
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
};
