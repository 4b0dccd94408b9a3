/** Who is shown a notice, and which choices it offers: always of equal size, and always with a way to get help. */
import type { Choice, NoticeKind, RowNotice } from '@kith/contract';
import type { DecidedNotice } from '../decided.ts';
import { type Account, isAdultWhenContacting, isChildWhenContacted, isKnownChild } from '../knowledge/index.ts';
import type { Facts } from './facts.ts';

const STRANGER: readonly Choice[] = ['accept', 'decline', 'block', 'report', 'get_help'];
const KNOWN: readonly Choice[] = ['ok', 'block', 'report', 'get_help'];
const TOLD: readonly Choice[] = ['ok', 'get_help'];

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
  family_invitation: ['accept', 'decline', 'get_help'],
  family_changed: TOLD,
  family_settings: TOLD,
  family_review: TOLD,
};

/** Who is shown a notice: the child that it protects; both, where both are and it is about both. */
export function noticesOf(kind: RowNotice, facts: Facts, more: Partial<DecidedNotice> = {}): readonly DecidedNotice[] {
  const { actor, other } = facts;
  const to = (child: Account, about?: Account): DecidedNotice => ({
    to: child.id,
    kind,
    ...(about && { about: about.id }),
    language: child.language,
    country: child.country,
    ...more,
    choices: choicesOf[kind],
  });
  switch (kind) {
    case 'weaker_setting':
      return [to(actor)];
    case 'asking_stranger':
    case 'after_block':
    case 'after_report':
      return [to(actor, other)];
    case 'connection_request_stranger': {
      const asked = to(other, actor);
      if (!isKnownChild(actor) || !isAdultWhenContacting(other)) return [asked];
      return [asked, { ...to(actor, other), kind: 'asking_stranger', choices: choicesOf.asking_stranger }];
    }
    case 'connection_request':
    case 'stranger_message':
    case 'warning':
    case 'group_invite':
      return [to(other, actor)];
    case 'first_message': {
      const notices: DecidedNotice[] = [];
      if (isChildWhenContacted(other)) notices.push(to(other, actor));
      if (isKnownChild(actor)) notices.push(to(actor, other));
      return notices;
    }
    default:
      return kind satisfies never;
  }
}
