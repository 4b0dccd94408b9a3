/** Streams of events in which everything meets everything: few accounts, few groups, weeks of time. */
import { type EventType, evidenceCode } from '@kith/contract';
import { hashOfAccount, type Told, type ToldOf } from '@kith/engine';
import fc from 'fast-check';

type Data<T extends EventType> = ToldOf<T>['data'];
/** What an event says, before it has an id and a time. */
type Said = { [T in EventType]: { type: T; data: Data<T> } }[EventType];

const START_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const GROUPS = ['g0', 'g1', 'g2', 'd0'];

const bands = ['under13', '13to15', '16to17', 'adult', 'unknown'] as const;
const boolean = fc.boolean();
const settings = fc.record(
  {
    seeSuggestions: boolean,
    beSuggested: boolean,
    appearInLists: boolean,
    showOwnList: boolean,
    showLocation: boolean,
    directMessages: fc.constantFrom('connections', 'ask', 'everyone'),
  },
  { requiredKeys: [] },
);

const age = fc.record({
  band: fc.constantFrom(...bands),
  method: fc.constantFrom('declared', 'estimated', 'verified'),
  confidence: fc.constantFrom(0, 0.25, 0.5, 1),
});

/** What is found in texts: strong enough that risks rise and cases open. */
const found = fc.record({
  evidence: fc.array(
    fc.record({
      code: fc.constantFrom(...evidenceCode.options),
      cue: fc.constantFrom('en/a', 'device'),
      weight: fc.constantFrom(0.3, 1.1, 2.7),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  sketch: fc.constantFrom(0, 1, 3, 0xffff_fff1, 0xffff_ffff),
});

/** Few of each, so that they are shared: with every digit, and halves above 2^31. */
const hashes = fc.array(
  fc.record({
    kind: fc.constantFrom('email', 'device', 'ip', 'network', 'payment'),
    hash: fc.constantFrom('0000000000000000', '0123456789abcdef', 'ffffffffffffffff', '8000000000000001'),
  }),
  { maxLength: 6 },
);

const MEDIA = ['m0', 'm"1', 'm\\2'];
/** What was found to match: nothing, leads, and what is certain. */
const known = fc.array(
  fc.oneof(
    fc.record({
      list: fc.constantFrom('a', 'b{"'),
      entry: fc.constantFrom('1', "o'"),
      kind: fc.constant('exact'),
      verified: boolean,
    }),
    fc.record({
      list: fc.constant('c'),
      entry: fc.constant('2'),
      kind: fc.constant('perceptual'),
      verified: boolean,
      distance: fc.nat(31),
    }),
  ),
  { maxLength: 3 },
);

/** Guardianships last: what is noted of them adds up. */
const GUARDED = [true, true, true, true, true, true, true, false];

/** What may be held of conversations. */
const ENTRIES = ['conversation.created', 'conversation.joined'] as const;

/** Names with what databases trip over: quotes, backslashes, commas, braces, two-unit characters. */
const ODD_NAMES = ['a"1', 'b\\2', 'c,{}', "d'4", 'é𝔘5', 'NULL'];

function said(names: readonly string[]): fc.Arbitrary<Said> {
  const account = fc.constantFrom(...names);
  const pair = fc
    .tuple(account, account)
    .filter(([actor, other]) => actor !== other)
    .map(([actor, other]) => ({ actor, other }));
  const conversation = fc.constantFrom(...GROUPS);
  const facts = fc.record(
    {
      actor: account,
      age,
      country: fc.constantFrom('GB', 'IE', 'US'),
      region: fc.constantFrom('GB-WLS', 'GB-SCT', "o'", '{"'),
      language: fc.constantFrom('en', 'cy'),
      status: fc.constantFrom('active', 'active', 'restricted', 'disabled'),
      risk: fc.constantFrom('none', 'low', 'medium', 'high'),
      settings,
      createdAt: fc.constantFrom('2025-06-01T00:00:00Z', '2026-01-01T00:00:00Z'),
      identifiers: fc.record(
        { layers: fc.constant(1), of: hashes, inviter: account },
        { requiredKeys: ['layers', 'of'] },
      ),
    },
    { requiredKeys: ['actor'] },
  );
  const of = <T extends EventType>(type: T, data: fc.Arbitrary<Data<T>>, weight: number) => ({
    weight,
    // the pair of a type and its data is one of the union's members: TypeScript can't see that through the generic
    arbitrary: data.map((d) => ({ type, data: d }) as unknown as Said),
  });
  const member = fc.record(
    { actor: account, conversation, member: account },
    { requiredKeys: ['actor', 'conversation'] },
  );
  return fc.oneof(
    of('account.created', facts, 6),
    of('account.updated', facts, 6),
    of('signup.requested', facts, 2),
    of('account.deleted', fc.record({ actor: account }), 2),
    of('settings.changed', fc.record({ actor: account, settings }), 5),
    of(
      'connection.requested',
      fc
        .tuple(pair, fc.option(boolean, { nil: undefined }))
        .map(([p, inContacts]) => (inContacts === undefined ? p : { ...p, inContacts })),
      10,
    ),
    of('connection.accepted', pair, 12),
    of('connection.declined', pair, 2),
    of('connection.removed', pair, 3),
    of('account.blocked', pair, 4),
    of('account.unblocked', pair, 3),
    of(
      'report.filed',
      pair.map((p) => ({ ...p, category: 'unkind' })),
      4,
    ),
    of(
      'conversation.created',
      fc.record({
        actor: account,
        conversation,
        kind: fc.constantFrom('group', 'group', 'direct'),
        members: fc.array(account, { maxLength: 5 }),
      }),
      4,
    ),
    of('conversation.joined', member, 6),
    of('conversation.left', member, 4),
    of(
      'message.sent',
      pair.map((p) => ({ ...p, message: 'm' })),
      14,
    ),
    of(
      'message.sent',
      fc.tuple(pair, found).map(([p, f]) => ({ ...p, ...f, message: 'm' })),
      16,
    ),
    of(
      'media.uploaded',
      fc.record({ actor: account, media: fc.constantFrom(...MEDIA), known }, { requiredKeys: ['actor', 'media'] }),
      2,
    ),
    of(
      'message.sent',
      fc
        .tuple(pair, fc.uniqueArray(fc.constantFrom(...MEDIA, 'other'), { maxLength: 3 }), known)
        .map(([p, media, links]) => ({ ...p, media, message: 'm', ...(links.length > 0 && { links }) })),
      2,
    ),
    of(
      'evidence.found',
      fc.tuple(pair, found).map(([p, f]) => ({ ...p, ...f })),
      3,
    ),
    of(
      'message.sent',
      fc.tuple(fc.record({ actor: account, conversation }), found).map(([d, f]) => ({ ...d, ...f, message: 'm' })),
      3,
    ),
    of(
      'message.sent',
      fc.record({ actor: account, conversation }).map((d) => ({ ...d, message: 'm' })),
      10,
    ),
    of(
      'notice.answered',
      pair.chain((p) =>
        fc.record({
          actor: fc.constant(p.actor),
          other: fc.constant(p.other),
          notice: fc.constantFrom('stranger_message', 'weaker_setting', 'first_message'),
          choice: fc.constantFrom('accept', 'decline', 'block', 'ok'),
        }),
      ),
      6,
    ),
    of(
      'notice.shown',
      pair.chain((p) =>
        fc.record(
          {
            actor: fc.constant(p.actor),
            other: fc.constant(p.other),
            notice: fc.constantFrom(
              'first_message',
              'after_block',
              'after_report',
              'warning',
              'stranger_message',
              'family_changed',
            ),
          },
          { requiredKeys: ['actor', 'notice'] },
        ),
      ),
      4,
    ),
    of(
      'message.deleted',
      account.map((actor) => ({ actor, message: 'm' })),
      1,
    ),
    of(
      'enforcement.requested',
      fc.record(
        {
          actor: account,
          kind: fc.constantFrom('restrict', 'disable', 'disable', 'restore'),
          turnedTo: fc.uniqueArray(account, { maxLength: 4 }),
        },
        { requiredKeys: ['actor', 'kind'] },
      ),
      2,
    ),
    of(
      'link.judged',
      fc.record({ actor: account, other: account, state: fc.constantFrom('confirmed', 'cut', 'seen') }),
      1,
    ),
    of(
      'media.judged',
      fc.record({
        actor: account,
        media: fc.constantFrom(...MEDIA),
        verdict: fc.constantFrom('none', 'likely', 'verified'),
      }),
      1,
    ),
    of(
      'held.judged',
      fc.record(
        {
          ...{ actor: account, event: fc.constantFrom('h1', 'h2'), message: fc.constantFrom('m1', 'm2') },
          ...{ other: account, conversation, media: fc.constantFrom(...MEDIA).map((medium) => [medium]) },
          members: fc.uniqueArray(account, { maxLength: 3 }),
          kind: fc.constantFrom('direct', 'group'),
          type: fc.constantFrom('message.sent', 'message.sent', 'connection.requested', ...ENTRIES),
          choice: fc.constantFrom('release', 'release', 'refuse'),
        },
        { requiredKeys: ['actor', 'event', 'type', 'choice'] },
      ),
      2,
    ),
    of('guardianship.changed', fc.record({ actor: account, guarded: fc.constantFrom(...GUARDED) }), 6),
    of(
      'settings.judged',
      fc.record({ actor: account, settings, choice: fc.constantFrom('accept', 'accept', 'decline') }),
      2,
    ),
    of(
      'enforcement.applied',
      fc.record({ actor: account, kind: fc.constantFrom('warn', 'restrict', 'suspend', 'restore', 'restore') }),
      3,
    ),
  );
}

/** fast-check makes some objects without a prototype; what is read from JSON has one. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** A stream of up to so many events among so many accounts, with ids of their own and times that (mostly) rise. */
export function streams(maxLength: number, accounts = 8): fc.Arbitrary<Told[]> {
  const names = [...ODD_NAMES, ...Array.from({ length: accounts }, (_, i) => `p${i}`)].slice(0, Math.max(2, accounts));
  const step = fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 4 * HOUR_MS }) },
    { weight: 1, arbitrary: fc.integer({ min: -HOUR_MS, max: 60 * HOUR_MS }) },
  );
  return fc.array(fc.tuple(said(names), step), { minLength: 1, maxLength, size: 'max' }).map((list) => {
    let at = START_MS;
    return list.map(([{ type, data }, by], i): Told => {
      at += by;
      // the type goes with its data, as `said` made them
      return { id: `e${i}`, at, type, data: plain(data) } as Told;
    });
  });
}

/** A stream of just so many events, the same for the same seed. */
export function sampleStream(seed: number, length: number, accounts = 8): Told[] {
  const [stream] = fc.sample(
    streams(length, accounts).filter((s) => s.length >= length / 2),
    { seed, numRuns: 1 },
  );
  return (stream ?? []).slice(0, length);
}

/** The same event among other people: every name begins with a prefix. */
function apart(event: Told, prefix: string): Told {
  const data: Record<string, unknown> = { ...event.data };
  for (const name of ['actor', 'other', 'member', 'conversation', 'media']) {
    if (typeof data[name] === 'string') data[name] = prefix + data[name];
  }
  for (const name of ['members', 'media']) {
    const list = data[name];
    if (Array.isArray(list)) data[name] = list.map((one) => prefix + one);
  }
  if (Array.isArray(data.turnedTo)) data.turnedTo = data.turnedTo.map((child) => prefix + child);
  if ('identifiers' in event.data && event.data.identifiers !== undefined) {
    const { of, inviter, layers } = event.data.identifiers;
    const others = of.map(({ kind, hash }) => ({ kind, hash: hashOfAccount(prefix + hash) }));
    data.identifiers = { layers, of: others, ...(inviter !== undefined && { inviter: prefix + inviter }) };
  }
  // sketches are as far from each other as they were, and far from those of another lane
  if (typeof data.sketch === 'number' && data.sketch !== 0) {
    data.sketch = (data.sketch ^ Number.parseInt(hashOfAccount(prefix).slice(0, 8), 16)) >>> 0;
  }
  // the same type with the same shape of data: only names were changed
  return { ...event, id: prefix + event.id, data } as Told;
}

/** Streams of people who have nothing to do with those of another: ids and names of lane 3 begin with `3-`. */
export function lanes(seed: number, count: number, length: number): Told[][] {
  return Array.from({ length: count }, (_, lane) =>
    sampleStream(seed + lane, length, 5).map((event) => apart(event, `${lane}-`)),
  );
}
