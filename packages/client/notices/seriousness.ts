/** Which notice goes first, and which take another's place. */
import type { Notice, NoticeKind } from '@kith/contract';

/**
 * The most serious first. What answers an act of the person's own comes before everything: they have just blocked or
 * reported somebody, and wait to hear that it worked.
 */
const ORDER: Readonly<Record<NoticeKind, number>> = {
  after_report: 0,
  after_block: 1,
  warning: 2,
  family_changed: 3,
  stranger_message: 4,
  connection_request_stranger: 5,
  asking_stranger: 6,
  group_invite: 7,
  weaker_setting: 8,
  family_invitation: 9,
  connection_request: 10,
  first_message: 11,
  family_settings: 12,
  family_review: 13,
};
/** Where a kind goes that this version doesn't know: an app on a phone is older than the server it talks to. */
const UNKNOWN_KIND = 4;

const order = new Map<string, number>(Object.entries(ORDER));

export const isKind = (text: string): text is NoticeKind => order.has(text);

/** Less is more serious. */
export const seriousness = ({ kind }: Notice): number => order.get(kind) ?? UNKNOWN_KIND;

/** Kith takes an answer to one of these for the pair, whichever of its events it names: asking twice would be nagging. */
const ONE_A_PERSON: ReadonlySet<string> = new Set<NoticeKind>([
  'stranger_message',
  'connection_request_stranger',
  'connection_request',
  'asking_stranger',
]);

/** Whether one answer does for both. */
export const asksTheSame = (a: Notice, b: Notice): boolean =>
  a.kind === b.kind && a.about !== undefined && a.about === b.about && ONE_A_PERSON.has(a.kind);

/** A yes to a weaker setting confirms every setting that waits, as the newest such notice names them: older ones must go. */
export const makesOutdated = (newer: Notice, older: Notice): boolean =>
  newer.kind === 'weaker_setting' && older.kind === 'weaker_setting';

/** Whether it tells how an act of the person's own went: still wanted when the other is blocked. */
export const answersAnAct = ({ kind }: Notice): boolean => kind === 'after_block' || kind === 'after_report';

/** Whether something waits for what the person chooses; else the notice only tells. */
export const decides = ({ choices }: Notice): boolean =>
  choices.some(({ choice }) => choice === 'accept' || choice === 'decline');
