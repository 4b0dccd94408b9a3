/** What of how Kith is set up shows measures: the shipped set-up, and what weakens it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Policy, policy as policySchema } from '@kith/contract';
import { loadShippedPolicy } from '../../policy/index.ts';
import { loadShippedWords } from '../../words/index.ts';
import { shippedCodes } from '../registry.ts';
import type { ListThere } from './check.ts';
import { type CheckName, checks, isCheckName, type Setup } from './index.ts';

const list: ListThere = { name: 'one', of: 'hashes', verified: true, entries: 10, stale: false };
const setup: Setup = {
  ...{ policy: loadShippedPolicy(), words: loadShippedWords(), reportForm: true, today: '2026-11-26' },
  lists: [list, { ...list, name: 'two', of: 'links' }],
};
const look = (name: CheckName, changed: Partial<Setup> = {}) => checks[name].check({ ...setup, ...changed });
const withPolicy = (change: (policy: Policy) => void): Partial<Setup> => {
  const policy = structuredClone(loadShippedPolicy());
  change(policy);
  return { policy: policySchema.parse(policy) };
};
const settingRows = (policy: Policy) => policy.tables['settings.changed'];

describe('the checks', () => {
  it('are those that the registry names, and no others', () => {
    const named = shippedCodes().flatMap(({ measures }) =>
      measures.flatMap(({ shown }) => shown.flatMap((way) => ('configured' in way ? [way.configured] : []))),
    );
    assert.deepEqual([...new Set(named)].sort(), Object.keys(checks).sort());
    assert.ok(named.every(isCheckName));
  });

  it('say what they found in both languages, and never that the law is met', () => {
    for (const name of Object.keys(checks).filter(isCheckName)) {
      for (const said of [look(name), look(name, { lists: [], reportForm: false })]) {
        assert.notEqual(said.en, said.cy, name);
        for (const words of [said.en, said.cy]) assert.match(words, /^[A-Z0-9].*\.$/, name);
        assert.doesNotMatch(said.en, /complian|lawful|\bmet\b/i, name);
      }
    }
  });

  it('find the shipped set-up to show each but what is the operator’s to add', () => {
    const short = Object.keys(checks)
      .filter(isCheckName)
      .filter((name) => look(name).shows !== 'shown');
    assert.deepEqual(short, ['help_lines', 'unfounded_reports']);
  });

  it('see that a default is let go of without asking, and that messages of strangers get through', () => {
    const silent = withPolicy((policy) => settingRows(policy).splice(0));
    assert.equal(look('default_showLocation', silent).shows, 'partly');
    const open = withPolicy((policy) => {
      policy.tables['message.sent'] = policy.tables['message.sent'].filter((row) => row.measure !== 'F1.5a');
    });
    assert.equal(look('default_directMessages', open).shows, 'not');
    assert.equal(look('default_showLocation', open).shows, 'shown');
  });

  it('see that a notice is shown no more, or not to all', () => {
    const none = withPolicy((policy) => settingRows(policy).splice(0));
    assert.equal(look('notice_weaker_setting', none).shows, 'not');
    const half = withPolicy((policy) => policy.tables['report.filed'].splice(0));
    assert.equal(look('notice_after_block', half).shows, 'partly');
    const tried = withPolicy((policy) => {
      policy.notices.experiment = { name: 'first', holdOutPercent: 20, kinds: ['first_message'] };
    });
    assert.equal(look('notice_first_message', tried).shows, 'partly');
    assert.match(look('notice_first_message', tried).en, /20 % of children/);
  });

  it('tell lists that are there from those that are not, are old, or that nobody vouches for', () => {
    const of = (...lists: ListThere[]) => look('hash_lists', { lists }).shows;
    assert.equal(of(), 'not');
    assert.equal(of({ ...list, entries: 0 }), 'not');
    assert.equal(of({ ...list, of: 'links' }), 'not');
    assert.equal(of({ ...list, stale: true }), 'partly');
    assert.equal(of({ ...list, verified: false }), 'partly');
    assert.equal(of(list), 'shown');
  });

  it('see a factor that plays no part in the order of cases', () => {
    const blind = withPolicy((policy) => {
      policy.cases.priority.reach = { perChild: 0, most: 0 };
    });
    assert.equal(look('case_priorities', blind).shows, 'partly');
    assert.match(look('case_priorities', blind).en, /how far it reaches/);
  });

  it('see a target that is none', () => {
    const none = withPolicy((policy) => {
      policy.cases.targets.inTime = 0;
      policy.cases.targets.upheld = 0;
    });
    assert.equal(look('case_targets', none).shows, 'partly');
    assert.equal(look('appeal_targets', none).shows, 'partly');
  });
});
