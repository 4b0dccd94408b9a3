/** Events of people who are made for a test. */
import { CONNECTIONS_SEEN, FLAGS_SEEN, MEMBERS_SEEN, type Told } from '@kith/engine';

/** When they happen, milliseconds since 1970. */
export const AT = Date.UTC(2026, 0, 1);

/** A child joins and blocks somebody: that has an effect. */
export const blockedBy = (child: string, id: string): Told[] => [
  {
    id: `${id}-child`,
    at: AT,
    type: 'account.created',
    data: { actor: child, age: { band: '13to15', method: 'declared', confidence: 1 } },
  },
  { id, at: AT, type: 'account.blocked', data: { actor: child, other: 'x' } },
];

export const adult = (actor: string, i: number): Told => ({
  id: `adult-${actor}`,
  at: AT + i,
  type: 'account.created',
  data: { actor, age: { band: 'adult', method: 'verified', confidence: 1 }, createdAt: '2025-01-01T00:00:00Z' },
});

/**
 * Accounts that more people befriend, report and meet in a group than Kith looks at, while more come: at each turn
 * somebody asks for what lies just within what is looked at, or just beyond.
 */
export function crowd(): Told[] {
  const stream: Told[] = [];
  const add = <T extends Told>(event: Omit<T, 'id' | 'at'>): void => {
    const n = stream.length;
    // an event without its id and time, which are put here
    stream.push({ ...event, id: `c${n}`, at: AT + n * 60_000 } as unknown as Told);
  };
  const join = (actor: string, band: 'adult' | '13to15', country = 'IE'): void =>
    add({ type: 'account.created', data: { actor, age: { band, method: 'declared', confidence: 1 }, country } });
  const befriend = (actor: string, other: string): void => add({ type: 'connection.accepted', data: { actor, other } });
  const report = (actor: string): void =>
    add({ type: 'report.filed', data: { actor, other: 'rogue', category: 'unkind' } });
  const beyond = 40;
  const crowdSize = Math.max(CONNECTIONS_SEEN, FLAGS_SEEN, MEMBERS_SEEN) + beyond;
  for (const actor of ['star', 'fan club', 'rogue']) join(actor, 'adult', 'US');
  for (let i = 0; i < crowdSize; i++) {
    const fan = `fan${i}`;
    // children are among the first who report: in the end those who are looked at are all adults
    join(fan, i < beyond + 10 ? '13to15' : 'adult', i === beyond + 8 ? 'FR' : 'IE');
    befriend(fan, 'star');
    befriend('fan club', fan);
    report(fan);
    add({ type: 'conversation.joined', data: { actor: fan, conversation: 'hall' } });
    if (i >= beyond + 10) add({ type: 'conversation.joined', data: { actor: fan, conversation: 'grown-ups' } });
    if (i % 7 === 0)
      add({ type: 'conversation.left', data: { actor: `fan${Math.floor(i / 2)}`, conversation: 'hall' } });
    if (i > 200 && i % 5 === 0) add({ type: 'connection.removed', data: { actor: 'star', other: `fan${i - 20}` } });
  }
  for (let i = 0; i < 40; i++) {
    const late = `late${i}`;
    const stranger = `stranger${i}`;
    const nearTheEdge = `fan${beyond + i - 1 + (i % 4)}`;
    join(late, 'adult');
    befriend(late, 'star');
    befriend('fan club', late);
    report(late);
    join(stranger, '13to15');
    befriend(nearTheEdge, stranger);
    for (const actor of ['star', 'fan club', 'rogue']) {
      add({ type: 'connection.requested', data: { actor, other: stranger } });
      add({ type: 'message.sent', data: { actor, other: stranger, message: 'm' } });
    }
    // from a country in which the recipient has one connection, as long as it is looked at
    join(`french${i}`, 'adult', 'FR');
    befriend('star', `french${i}`);
    befriend(`french${i}`, 'star');
    add({ type: 'message.sent', data: { actor: `french${i}`, other: 'star', message: 'm' } });
    add({ type: 'conversation.joined', data: { actor: 'star', conversation: 'hall', member: stranger } });
    add({ type: 'conversation.left', data: { actor: `fan${crowdSize - 1 - i * 3}`, conversation: 'hall' } });
    add({ type: 'message.sent', data: { actor: `fan${i * 4}`, conversation: 'hall', message: 'm' } });
  }
  // whoever is restricted is compared with every member, until one of them is a child
  add({ type: 'enforcement.applied', data: { actor: 'rogue', kind: 'restrict' } });
  for (const conversation of ['hall', 'grown-ups']) {
    add({ type: 'conversation.joined', data: { actor: 'rogue', conversation } });
    add({ type: 'message.sent', data: { actor: 'rogue', conversation, message: 'm' } });
  }
  return stream;
}
