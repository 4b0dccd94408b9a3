import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  consider,
  hashOfAccount,
  hashOfOpener,
  IDENTIFIER_SEEN_AGAIN_S,
  IDENTIFIERS_MAX,
  type Identifier,
  isTrait,
  type Told,
  type TraitKind,
} from '@kith/engine';
import { testPolicy } from './testing/plain.ts';
import { WorkingSet } from './working-set.ts';

const AT = Date.UTC(2026, 0, 1);
const S = AT / 1000;
const DAY_S = 86_400;
const hash = (n: number): string => n.toString(16).padStart(16, '0');
const device = (n: number) => ({ kind: 'device', hash: hash(n) }) as const;

/** What an event says, before it has an id and a time. */
type Said = Told extends infer T ? (T extends Told ? Pick<T, 'type' | 'data'> : never) : never;

class World {
  readonly k = new WorkingSet();
  #at: number;
  #told = 0;

  constructor(at: number) {
    this.#at = at;
  }

  later(seconds: number): void {
    this.#at += seconds * 1000;
  }

  tell(said: Said): void {
    // the type with its own data, as Said has it
    const told = { ...said, id: `e${this.#told++}`, at: this.#at } as Told;
    this.k.apply(consider(this.k, told, testPolicy).changes);
  }
}

type Data = Extract<Told, { type: 'signup.requested' }>['data'];
const signUp = (actor: string, of: readonly { kind: TraitKind; hash: string }[], more: Partial<Data> = {}) =>
  ({ type: 'signup.requested', data: { actor, identifiers: { layers: 1, of }, ...more } }) as const;
const ruling = (actor: string, kind: 'disable' | 'restore', turnedTo: string[] = []) =>
  ({ type: 'enforcement.requested', data: { actor, kind, ...(turnedTo.length > 0 && { turnedTo }) } }) as const;
const namesOfAll = (list: readonly Identifier[]): string[] => list.map((i) => `${i.kind} ${i.hash}`);
const names = (list: readonly Identifier[]): string[] => namesOfAll(list.filter(({ kind }) => isTrait(kind)));

describe('what an account can be recognised by', () => {
  it('is recorded once, with the first time and, to within a day, the last', () => {
    const w = new World(AT);
    w.tell(signUp('ann', [device(1), device(1)]));
    assert.deepEqual(w.k.identifiers('ann'), [{ account: 'ann', ...device(1), layers: 1, firstAt: S, lastAt: S }]);
    w.later(IDENTIFIER_SEEN_AGAIN_S - 1);
    w.tell({ type: 'account.updated', data: { actor: 'ann', identifiers: { layers: 1, of: [device(1)] } } });
    assert.equal(w.k.identifiers('ann')[0]?.lastAt, S);
    w.later(1);
    w.tell({ type: 'account.created', data: { actor: 'ann', identifiers: { layers: 1, of: [device(1), device(2)] } } });
    const at = S + IDENTIFIER_SEEN_AGAIN_S;
    assert.deepEqual(
      w.k.identifiers('ann').map(({ firstAt, lastAt }) => [firstAt, lastAt]),
      [
        [S, at],
        [at, at],
      ],
    );
    assert.deepEqual(w.k.sharers('device', hash(1)), { accounts: ['ann'], count: 1 });
  });

  it('has who invited it', () => {
    const w = new World(AT);
    w.tell({ type: 'signup.requested', data: { actor: 'ann', identifiers: { layers: 1, of: [], inviter: 'bob' } } });
    assert.deepEqual(w.k.sharers('inviter', hashOfAccount('bob')).accounts, ['ann']);
  });

  it('is bounded: what was not told of for longest goes', () => {
    const w = new World(AT);
    for (let n = 0; n < IDENTIFIERS_MAX; n++) {
      w.tell(signUp('ann', [device(n)]));
      w.later(1);
    }
    w.later(IDENTIFIER_SEEN_AGAIN_S);
    w.tell(signUp('ann', [device(0)]));
    w.tell(signUp('ann', [device(500), device(501)]));
    const known = names(w.k.identifiers('ann'));
    assert.equal(known.length, IDENTIFIERS_MAX);
    assert.ok(known.includes(`device ${hash(0)}`) && known.includes(`device ${hash(501)}`));
    assert.ok(!known.includes(`device ${hash(1)}`) && !known.includes(`device ${hash(2)}`));
    assert.equal(w.k.sharers('device', hash(1)).count, 0);
  });

  it('is forgotten with the account', () => {
    const w = new World(AT);
    w.tell(signUp('ann', [device(1)]));
    w.tell({ type: 'account.deleted', data: { actor: 'ann' } });
    assert.deepEqual(w.k.identifiers('ann'), []);
    assert.deepEqual(w.k.sharers('device', hash(1)), { accounts: [], count: 0 });
  });

  it('is forgotten but for its devices where a child blocked it', () => {
    const w = new World(AT);
    const email = { kind: 'email', hash: hash(2) } as const;
    w.tell(signUp('ann', [device(1), email]));
    w.tell({ type: 'account.blocked', data: { actor: 'kid', other: 'ann' } });
    w.tell({ type: 'account.deleted', data: { actor: 'ann' } });
    assert.deepEqual(names(w.k.identifiers('ann')), [`device ${hash(1)}`]);
  });

  it('ends the policy’s days after the deletion, and not sooner, when that is told again', () => {
    const { daysAfterDeletion } = testPolicy.policy.keep.identifiers;
    for (const leaves of ['a block', 'evidence']) {
      const w = new World(AT);
      w.tell(signUp('ann', [device(1)], { age: { band: 'adult', method: 'declared', confidence: 1 } }));
      const evidence = [{ code: 'SECRECY', cue: 'device', weight: 2.7 }] as const;
      if (leaves === 'a block') w.tell({ type: 'account.blocked', data: { actor: 'kid', other: 'ann' } });
      else w.tell({ type: 'message.sent', data: { actor: 'ann', other: 'kid', message: 'm', evidence } });
      // long after it was told of with the device: counted from the deletion
      w.later(2 * daysAfterDeletion * DAY_S);
      w.tell({ type: 'account.deleted', data: { actor: 'ann' } });
      for (const days of [0, daysAfterDeletion - 1]) {
        w.later(days * DAY_S);
        w.tell({ type: 'account.deleted', data: { actor: 'ann' } });
        assert.deepEqual(names(w.k.identifiers('ann')), [`device ${hash(1)}`], `${leaves}, ${days} days`);
      }
      w.later(DAY_S);
      w.tell({ type: 'account.deleted', data: { actor: 'ann' } });
      assert.deepEqual(w.k.identifiers('ann'), [], leaves);
    }
  });

  it('stays for good where a ruling barred it, however often the deletion is told', () => {
    const w = new World(AT);
    w.tell(signUp('ann', [device(1)]));
    w.tell(ruling('ann', 'disable'));
    for (let n = 0; n < 3; n++) {
      w.later(1000 * DAY_S);
      w.tell({ type: 'account.deleted', data: { actor: 'ann' } });
    }
    assert.deepEqual(names(w.k.identifiers('ann')), [`device ${hash(1)}`]);
  });

  it('stays where the account left evidence towards children, as that does', () => {
    const w = new World(AT);
    w.tell(signUp('ann', [device(1)], { age: { band: 'adult', method: 'declared', confidence: 1 } }));
    const evidence = [{ code: 'SECRECY', cue: 'device', weight: 2.7 }] as const;
    w.tell({ type: 'message.sent', data: { actor: 'ann', other: 'kid', message: 'm', evidence } });
    w.tell({ type: 'account.deleted', data: { actor: 'ann' } });
    assert.deepEqual(names(w.k.identifiers('ann')), [`device ${hash(1)}`]);
  });
});

describe('an account that a ruling disabled', () => {
  it('is barred, also when it is deleted, and keeps what it can be recognised by', () => {
    const w = new World(AT);
    w.tell(signUp('ann', [device(1)]));
    w.tell(ruling('ann', 'disable', ['kid1', 'kid2']));
    w.tell({ type: 'account.deleted', data: { actor: 'ann' } });
    assert.ok(w.k.account('ann').barred);
    assert.deepEqual(names(w.k.identifiers('ann')), [
      `device ${hash(1)}`,
      `target ${hashOfAccount('kid1')}`,
      `target ${hashOfAccount('kid2')}`,
    ]);
    assert.deepEqual(w.k.sharers('target', hashOfAccount('kid2')).accounts, ['ann']);
  });

  it('is remembered by how it began', () => {
    const w = new World(AT);
    w.tell(signUp('ann', [], { age: { band: 'adult', method: 'declared', confidence: 1 } }));
    w.tell({ type: 'message.sent', data: { actor: 'ann', other: 'kid', message: 'm', sketch: 0xfff1_0003 } });
    w.tell(ruling('ann', 'disable'));
    assert.deepEqual(names(w.k.identifiers('ann')), [`opener ${hashOfOpener(0xfff1_0003)}`]);
  });

  it('has a mark beside each of its traits, by which it is found however many share them, until it is restored', () => {
    const w = new World(AT);
    w.tell(signUp('ann', [device(1)]));
    w.tell(ruling('ann', 'disable', ['kid']));
    for (let n = 0; n < 20; n++) w.tell(signUp(`crowd${n}`, [device(1)]));
    assert.deepEqual(
      namesOfAll(w.k.identifiers('ann')).filter((name) => name.startsWith('barred')),
      [`barred device ${hash(1)}`, `barred target ${hashOfAccount('kid')}`],
    );
    assert.ok(!w.k.sharers('device', hash(1)).accounts.includes('ann'));
    assert.deepEqual(w.k.sharers('barred device', hash(1)), { accounts: ['ann'], count: 1 });
    w.tell(ruling('ann', 'restore'));
    assert.deepEqual(w.k.sharers('barred device', hash(1)), { accounts: [], count: 0 });
  });

  it('is no longer barred when it is restored, and what it did is forgotten', () => {
    const w = new World(AT);
    w.tell(signUp('ann', [device(1)]));
    w.tell(ruling('ann', 'disable', ['kid1']));
    w.tell(ruling('ann', 'restore'));
    assert.ok(!w.k.account('ann').barred);
    assert.deepEqual(names(w.k.identifiers('ann')), [`device ${hash(1)}`]);
  });

  it('stays gone where its platform deleted it, whatever is enforced or lifted, until that says it is back', () => {
    for (const order of [
      ['disable', 'delete'],
      ['delete', 'disable'],
    ] as const) {
      const w = new World(AT);
      w.tell(signUp('ann', [device(1)]));
      for (const step of order) {
        w.tell(step === 'disable' ? ruling('ann', step) : { type: 'account.deleted', data: { actor: 'ann' } });
      }
      assert.deepEqual([w.k.account('ann').status, w.k.account('ann').barred], ['deleted', true]);
      w.tell(ruling('ann', 'restore'));
      w.tell({ type: 'enforcement.applied', data: { actor: 'ann', kind: 'restore' } });
      assert.deepEqual([w.k.account('ann').status, w.k.account('ann').barred], ['deleted', false]);
      w.tell({ type: 'account.updated', data: { actor: 'ann', status: 'active' } });
      assert.equal(w.k.account('ann').status, 'active');
    }
  });

  it('is not barred by what the platform did for reasons of its own', () => {
    const w = new World(AT);
    w.tell({ type: 'enforcement.applied', data: { actor: 'ann', kind: 'disable' } });
    assert.equal(w.k.account('ann').barred, false);
    assert.equal(w.k.account('ann').status, 'disabled');
  });
});

it('hashes of accounts are 16 digits, and those of different accounts differ', () => {
  const all = Array.from({ length: 20_000 }, (_, i) => hashOfAccount(`account-${i}`));
  assert.equal(new Set(all).size, all.length);
  assert.ok(all.every((one) => /^[0-9a-f]{16}$/.test(one)));
  assert.match(hashOfOpener(0), /^0{16}$/);
});
