/** Weaker safety settings of children who have a guardian: the child's yes comes first, and at some ages a guardian's after it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AgeBand, policy as policySchema, type Settings } from '@kith/contract';
import { type Account, compilePolicy, consider, type Decided, settingNames, type Told } from '@kith/engine';
import fc from 'fast-check';
import { WorkingSet } from '../knowledge/index.ts';
import { loadShippedPolicy } from './index.ts';

const shipped = loadShippedPolicy();
const AT = Date.parse('2026-06-15T12:00:00Z');
const RUNS = { seed: 20_261_126, numRuns: 400 };

type Act = Pick<Told, 'type' | 'data'>;

class Home {
  readonly #knowledge = new WorkingSet();
  readonly #policy;
  #told = 0;

  constructor(band: AgeBand = '13to15', policy = shipped) {
    this.#policy = compilePolicy(policy);
    this.grows(band);
  }

  tell(act: Act): Decided {
    const id = `e${this.#told++}`;
    // joins a type and the data that belongs to it again
    const told = { id, at: AT + this.#told * 1000, ...act } as Told;
    const { changes, decision } = consider(this.#knowledge, told, this.#policy);
    this.#knowledge.apply(changes);
    return decision;
  }

  get lena(): Account {
    return this.#knowledge.account('lena');
  }

  grows = (band: AgeBand) =>
    this.tell({ type: 'account.updated', data: { actor: 'lena', age: { band, method: 'declared', confidence: 1 } } });
  guarded = (guarded = true) => this.tell({ type: 'guardianship.changed', data: { actor: 'lena', guarded } });
  wants = (settings: Partial<Settings>) => this.tell({ type: 'settings.changed', data: { actor: 'lena', settings } });
  says = (choice: 'accept' | 'decline' | 'get_help') =>
    this.tell({ type: 'notice.answered', data: { actor: 'lena', notice: 'weaker_setting', choice } });
  guardianSays = (choice: 'accept' | 'decline', settings: Partial<Settings>) =>
    this.tell({ type: 'settings.judged', data: { actor: 'lena', settings, choice } });
}

const ask = { directMessages: 'ask' } as const;

describe('a weaker setting of a child who has a guardian', () => {
  it('is asked about as it is of any child, and then waits for the guardian', () => {
    const home = new Home();
    home.guarded();
    const asked = home.wants(ask);
    assert.deepEqual([asked.outcome, asked.notices[0]?.kind], ['confirm', 'weaker_setting']);
    assert.equal(home.lena.pendingConfirmed, false);
    const said = home.says('accept');
    assert.deepEqual([said.outcome, said.reasons], ['hold', [{ code: 'waits_for_guardian' }]]);
    assert.deepEqual([home.lena.settings, home.lena.pendingSettings, home.lena.pendingConfirmed], [{}, ask, true]);
    assert.equal(home.guardianSays('accept', ask).outcome, 'allow');
    assert.deepEqual([home.lena.settings, home.lena.pendingSettings, home.lena.pendingConfirmed], [ask, {}, false]);
  });

  it('is what it was where the guardian, or the child, says no', () => {
    for (const no of [(home: Home) => home.guardianSays('decline', ask), (home: Home) => home.says('decline')]) {
      const home = new Home();
      home.guarded();
      home.wants(ask);
      home.says('accept');
      no(home);
      assert.deepEqual([home.lena.settings, home.lena.pendingSettings, home.lena.pendingConfirmed], [{}, {}, false]);
    }
  });

  it('is not for the guardian before the child has said yes, nor where nobody is its guardian', () => {
    const home = new Home();
    home.guarded();
    home.wants(ask);
    home.guardianSays('accept', ask);
    assert.deepEqual(home.lena.settings, {});
    home.guarded(false);
    home.guardianSays('accept', ask);
    assert.deepEqual([home.lena.settings, home.lena.pendingSettings], [{}, ask]);
  });

  it('is not approved where it is another than the guardian was shown', () => {
    const home = new Home();
    home.guarded();
    home.wants({ ...ask, showLocation: true });
    home.says('accept');
    home.wants({ directMessages: 'everyone' });
    assert.equal(home.lena.pendingConfirmed, false, 'the child has to say yes to what it wants now');
    home.says('accept');
    home.guardianSays('accept', { ...ask, showLocation: true });
    assert.deepEqual(home.lena.settings, { showLocation: true });
    assert.deepEqual([home.lena.pendingSettings, home.lena.pendingConfirmed], [{ directMessages: 'everyone' }, true]);
  });

  it('stays confirmed where the child takes a part of it back, or asks for the same again', () => {
    const home = new Home();
    home.guarded();
    home.wants({ ...ask, showLocation: true });
    home.says('accept');
    home.wants({ showLocation: false });
    home.wants(ask);
    assert.deepEqual([home.lena.pendingSettings, home.lena.pendingConfirmed], [ask, true]);
    home.wants({ directMessages: 'connections' });
    assert.deepEqual([home.lena.pendingSettings, home.lena.pendingConfirmed], [{}, false]);
  });

  it("holds at the child's next yes where its last guardian has gone meanwhile", () => {
    const home = new Home();
    home.guarded();
    home.wants(ask);
    home.says('accept');
    home.guarded(false);
    assert.deepEqual([home.lena.pendingSettings, home.lena.pendingConfirmed], [ask, false]);
    assert.equal(home.says('accept').outcome, 'allow');
    assert.deepEqual(home.lena.settings, ask);
  });

  it('needs no guardian at an age of which policy says so, and what waited is dropped when the child reaches it', () => {
    const home = new Home('16to17');
    home.guarded();
    home.wants(ask);
    assert.equal(home.says('accept').outcome, 'allow');
    assert.deepEqual(home.lena.settings, ask);
    for (const band of ['16to17', 'adult'] as const) {
      const grown = new Home();
      grown.guarded();
      grown.wants(ask);
      grown.says('accept');
      grown.grows(band);
      assert.deepEqual([grown.lena.pendingSettings, grown.lena.pendingConfirmed], [{}, false]);
      grown.guardianSays('accept', ask);
      assert.deepEqual(grown.lena.settings, {});
    }
  });

  it('waits for the guardian also where policy asks the child nothing', () => {
    const tables = { ...shipped.tables, 'settings.changed': [] };
    const home = new Home('13to15', policySchema.parse({ ...shipped, tables }));
    home.guarded();
    const wanted = home.wants({ ...ask, beSuggested: false });
    assert.deepEqual([wanted.outcome, wanted.notices], ['hold', []]);
    assert.deepEqual([home.lena.settings, home.lena.pendingSettings], [{ beSuggested: false }, ask]);
    home.guardianSays('accept', ask);
    assert.deepEqual(home.lena.settings, { beSuggested: false, ...ask });
  });

  it('is forgotten with the account, which then has no guardian', () => {
    const home = new Home();
    home.guarded();
    home.wants(ask);
    home.says('accept');
    home.tell({ type: 'account.deleted', data: { actor: 'lena' } });
    const { guarded, pendingSettings, pendingConfirmed } = home.lena;
    assert.deepEqual([guarded, pendingSettings, pendingConfirmed], [false, {}, false]);
  });
});

const some = fc.record(
  {
    showLocation: fc.boolean(),
    directMessages: fc.constantFrom('connections', 'ask', 'everyone'),
    beSuggested: fc.boolean(),
  },
  { requiredKeys: [] },
);
type Step = (home: Home) => void;
const step: fc.Arbitrary<Step> = fc.oneof(
  some.map(
    (settings): Step =>
      (home) =>
        home.wants(settings),
  ),
  some.map(
    (settings): Step =>
      (home) =>
        home.tell({ type: 'account.updated', data: { actor: 'lena', settings } }),
  ),
  fc.constantFrom('accept' as const, 'decline' as const, 'get_help' as const).map(
    (choice): Step =>
      (home) =>
        home.says(choice),
  ),
  some.map(
    (settings): Step =>
      (home) =>
        home.guardianSays('decline', settings),
  ),
);
const OPENNESS = ['connections', 'ask', 'everyone'];
/** How much a setting opens; what was not chosen is a child's, and closed. */
const openness = (value: boolean | string | undefined): number =>
  typeof value === 'string' ? OPENNESS.indexOf(value) : Number(value ?? false);

it('whatever a guarded child of under 16 does, and whatever its guardian refuses, it is never less protected', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('under13' as const, '13to15' as const),
      fc.array(step, { maxLength: 20 }),
      (band, steps) => {
        const home = new Home(band);
        home.guarded();
        for (const act of steps) {
          const before = home.lena.settings;
          act(home);
          const now = home.lena.settings;
          for (const name of settingNames) assert.ok(openness(now[name]) <= openness(before[name]), name);
        }
      },
    ),
    RUNS,
  );
});
