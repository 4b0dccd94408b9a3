/**
 * The vocabulary of rules: every fact by its name, with its type, what it can be and how it is read. Type checking,
 * examples, words and the table in docs/POLICY.md all come from here; a fact that is added here is there at once.
 */
import type { AccountStatus, AgeBand, AgeMethod, EventType, EvidenceCode, Risk } from '@kith/contract';
import { eventTypes } from '@kith/contract';
import { evidenceCodes } from '../../knowledge/index.ts';
import type { RuleFacts } from './facts.ts';

interface Named {
  /** what it says, for docs/POLICY.md */
  readonly about: string;
}
/** int: a count; double: a measure. Both are plain numbers here. */
export type Fact = Named &
  (
    | { readonly type: 'bool'; readonly read: (f: RuleFacts) => boolean }
    | { readonly type: 'int' | 'double'; readonly read: (f: RuleFacts) => number }
    | {
        readonly type: 'string';
        readonly read: (f: RuleFacts) => string;
        /** all that it can be, where that is a list: comparing it with anything else is a mistake */
        readonly values?: readonly string[];
      }
    | {
        readonly type: 'list<string>';
        readonly read: (f: RuleFacts) => readonly string[];
        readonly values?: readonly string[];
      }
  );

/** The names of a union, which the type keeps whole. */
const named = (all: Readonly<Record<string, true>>): readonly string[] => Object.keys(all);
const ageBands = named({ under13: true, '13to15': true, '16to17': true, adult: true, unknown: true } satisfies Record<
  AgeBand,
  true
>);
const ageMethods = named({ unknown: true, declared: true, estimated: true, verified: true } satisfies Record<
  AgeMethod,
  true
>);
const statuses = named({
  active: true,
  restricted: true,
  suspended: true,
  disabled: true,
  deleted: true,
} satisfies Record<AccountStatus, true>);
const risks = named({ none: true, low: true, medium: true, high: true } satisfies Record<Risk, true>);
const types: readonly EventType[] = eventTypes;

const bool = (about: string, read: (f: RuleFacts) => boolean): Fact => ({ type: 'bool', about, read });
const count = (about: string, read: (f: RuleFacts) => number): Fact => ({ type: 'int', about, read });
const amount = (about: string, read: (f: RuleFacts) => number): Fact => ({ type: 'double', about, read });
const text = (about: string, read: (f: RuleFacts) => string): Fact => ({ type: 'string', about, read });
const oneOf = (values: readonly string[], about: string, read: (f: RuleFacts) => string): Fact => ({
  type: 'string',
  about,
  read,
  values,
});

const about: Readonly<Record<EvidenceCode, string>> = {
  AGE_QUERY: 'asks how old the other is',
  PERSONAL_INFO: 'asks where the other lives, learns, or can be found',
  FLATTERY: 'praises in a way that makes the other feel chosen',
  SUPERVISION_CHECK: 'asks who is near, or who else looks',
  SECRECY: 'asks that nobody be told',
  OFF_PLATFORM: 'invites to go on elsewhere',
  MEDIA_REQUEST: 'asks for pictures, a camera or a call',
  COMPLIANCE_TEST: 'asks for a small proof of trust',
  GIFT: 'offers money or presents',
  MEETING: 'proposes to meet',
  PRESSURE: 'presses when the other hesitates',
};
const evidence = Object.fromEntries(
  evidenceCodes.map((code): [string, Fact] => [
    `contact.evidence.${code}`,
    amount(`how surely it ${about[code]}: log-odds, fading; 0 where there is nothing`, (f) => f.contact.evidence[code]),
  ]),
);

export const vocabulary: Readonly<Record<string, Fact>> = {
  'account.ageBand': oneOf(ageBands, 'the age band of the account that did it', (f) => f.account.ageBand),
  'account.ageMethod': oneOf(ageMethods, 'how that is known', (f) => f.account.ageMethod),
  'account.ageConfidence': amount('how sure that is, 0 to 1', (f) => f.account.ageConfidence),
  'account.country': text('ISO 3166-1 code, such as GB; empty where unknown', (f) => f.account.country),
  'account.region': text("the platform's name of a region; empty where unknown", (f) => f.account.region),
  'account.status': oneOf(statuses, 'what the platform applied to it', (f) => f.account.status),
  'account.risk': oneOf(risks, "the higher of the platform's word and Kith's own risk", (f) => f.account.risk),
  'account.score': amount("Kith's score of it, log-odds", (f) => f.account.score),
  'account.ageDays': amount('days since the account was made', (f) => f.account.ageDays),
  'account.distinctChildren1d': count('children first turned to today', (f) => f.account.distinctChildren1d),
  'account.distinctChildren7d': count('in the last 7 days, today included', (f) => f.account.distinctChildren7d),
  'account.distinctChildren30d': count('in the last 30 days', (f) => f.account.distinctChildren30d),
  'account.childShare': amount(
    'share of children among those first turned to in 30 days, 0 to 1; 0 below five contacts',
    (f) => f.account.childShare,
  ),
  'account.coldChildren30d': amount(
    'children turned to without a connection, anybody in common or a place in their device contacts; fades by half in 15 days',
    (f) => f.account.coldChildren30d,
  ),
  'account.answered30d': amount('children who were seen to answer; fades alike', (f) => f.account.answered30d),
  'account.sameOpener30d': amount(
    'openers to children that were nearly the same as one before; fades alike',
    (f) => f.account.sameOpener30d,
  ),
  'account.handOffs30d': amount(
    'children asked to go elsewhere within the first messages; fades alike',
    (f) => f.account.handOffs30d,
  ),
  'account.farChildren30d': amount(
    'cold children turned to from where neither they nor their connections are; fades alike',
    (f) => f.account.farChildren30d,
  ),
  'account.breadth': amount('the most kinds of evidence towards one child; fades alike', (f) => f.account.breadth),
  'account.childrenAgainst30d': count(
    'children who blocked or reported it in the last 30 days',
    (f) => f.account.childrenAgainst30d,
  ),
  'account.likeness': amount(
    'how surely it is taken for an account that was disabled for the safety of children: log-odds; 0 where it is not',
    (f) => f.account.likeness,
  ),
  'contact.messages': count('direct messages to the other that were delivered', (f) => f.contact.messages),
  'contact.replies': count('those of them that followed one from the other', (f) => f.contact.replies),
  'contact.withheld': count('direct messages to the other that were not delivered at once', (f) => f.contact.withheld),
  'contact.connected': bool('both have accepted a connection', (f) => f.contact.connected),
  'contact.stranger': bool(
    "not connected, nobody in common, and not in the other's device contacts",
    (f) => f.contact.stranger,
  ),
  'contact.firstMessage': bool('no message has gone between the two before', (f) => f.contact.firstMessage),
  'contact.began': bool('the account did something towards the other first', (f) => f.contact.began),
  'contact.ageDays': amount(
    'days since the account first did something towards the other; 0 the first time',
    (f) => f.contact.ageDays,
  ),
  'contact.score': amount("Kith's score of this contact, log-odds", (f) => f.contact.score),
  'contact.breadth': count('kinds of evidence towards this child', (f) => f.contact.breadth),
  ...evidence,
  'other.ageBand': oneOf(ageBands, 'the age band of whom it was done to', (f) => f.other.ageBand),
  'other.ageConfidence': amount('how sure that is, 0 to 1', (f) => f.other.ageConfidence),
  'other.country': text('ISO 3166-1 code; empty where unknown', (f) => f.other.country),
  'other.region': text("the platform's name of a region; empty where unknown", (f) => f.other.region),
  'event.type': oneOf(types, 'the type of the event', (f) => f.event.type),
  'event.group': bool('it is a message to a group', (f) => f.event.group),
  'event.codes': {
    type: 'list<string>',
    about: 'the kinds of evidence in this message, as in contact.evidence',
    read: (f) => f.event.codes,
    values: evidenceCodes,
  },
};

/** Whether a fact is about the two accounts of an event: there is none where an event has but one. */
export const isOfPair = (path: string): boolean => path.startsWith('contact.') || path.startsWith('other.');

/** The types of event that happen between two accounts. A message to a group doesn't: it is not tried on those. */
export const pairTypes: ReadonlySet<EventType> = new Set<EventType>([
  'message.sent',
  'evidence.found',
  'connection.requested',
  'connection.accepted',
  'connection.declined',
  'connection.removed',
  'account.blocked',
  'account.unblocked',
  'report.filed',
]);

/** A fact's value as words have it: counts as they are, measures to two places. */
export function worded(fact: Fact, f: RuleFacts): string {
  switch (fact.type) {
    case 'bool':
      return fact.read(f) ? 'yes' : 'no';
    case 'int':
      return String(fact.read(f));
    case 'double':
      return String(Math.round(fact.read(f) * 100) / 100);
    case 'string':
      return fact.read(f) || 'unknown';
    case 'list<string>':
      return fact.read(f).join(', ') || 'none';
    default:
      return fact satisfies never;
  }
}
