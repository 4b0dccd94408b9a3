import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Action, action, MODES } from './action.ts';
import { actionOf, chordOf, clashes, isWriting, keyOf, partsOf, readChosen, refusal, type Typed } from './keys.ts';
import { LIST, listText } from './list.ts';
import { ACTIONS, actionById } from './registry.ts';

const typed = (key: string, held: Partial<Typed> = {}): Typed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

const dull = (id: string, key: string | null, where: Action['where'] = ['case']): Action =>
  action({ id, label: 'action.shell.refresh', key, where, applies: () => true, run() {} });

describe('the registry of actions', () => {
  it('gives no key to two actions in one place', () => {
    assert.deepEqual(clashes(ACTIONS), []);
  });

  it('names each action once, and what takes it back is one of them', () => {
    assert.equal(new Set(ACTIONS.map(({ id }) => id)).size, ACTIONS.length);
    for (const { undo } of ACTIONS) if (undo !== null) assert.ok(actionById(undo));
    assert.throws(() => actionById('case.ruin'), /no action case\.ruin/);
  });

  it('has a file for each, and none that is left out', () => {
    const registry = readFileSync(new URL('registry.ts', import.meta.url), 'utf8');
    const frame = ['action.ts', 'keys.ts', 'list.ts', 'registry.ts', 'actions.test.ts'];
    for (const file of readdirSync(new URL('.', import.meta.url)).filter((name) => !frame.includes(name))) {
      assert.ok(registry.includes(`'./${file}'`), `${file} is not in the registry`);
    }
  });

  it('is written down in actions.json as it is', () => {
    assert.equal(
      readFileSync(LIST, 'utf8'),
      listText(),
      'actions.json is out of date: node packages/console/actions/list.ts',
    );
  });
});

describe('keys', () => {
  it('are read as they are typed', () => {
    assert.equal(chordOf(typed('t')), 't');
    assert.equal(chordOf(typed('N', { shiftKey: true })), 'shift+n');
    assert.equal(chordOf(typed('?', { shiftKey: true })), '?');
    assert.equal(chordOf(typed('k', { metaKey: true })), 'ctrl+k');
    assert.equal(chordOf(typed('Enter', { shiftKey: true })), 'shift+enter');
    assert.equal(chordOf(typed(' ')), 'space');
    assert.equal(chordOf(typed('Shift', { shiftKey: true })), null);
    assert.deepEqual(partsOf('ctrl+k'), ['Ctrl', 'K']);
    assert.deepEqual(partsOf('?'), ['?']);
    assert.deepEqual(partsOf('ctrl++'), ['Ctrl', '+']);
  });

  it('never act where somebody writes, but for those that write nothing', () => {
    assert.equal(isWriting('t'), true);
    assert.equal(isWriting('enter'), true);
    assert.equal(isWriting('ctrl+k'), false);
    assert.equal(isWriting('escape'), false);
  });

  it('that fit two actions in one place are found; in places apart they may be the same', () => {
    assert.deepEqual(clashes([dull('a', 'x'), dull('b', 'x')]), [{ key: 'x', ids: ['a', 'b'] }]);
    assert.deepEqual(clashes([dull('a', 'x'), dull('b', 'x', ['queue'])]), []);
    assert.deepEqual(clashes([dull('a', 'x', 'anywhere'), dull('b', 'x', ['queue'])]).length, 1);
    assert.deepEqual(clashes([dull('a', null), dull('b', null)]), []);
  });

  it('can be changed, but not to one that is taken, and not so that two clash', () => {
    const two = [dull('a', 'x'), dull('b', 'y')];
    assert.equal(refusal(two, {}, 'a', 'z'), null);
    assert.deepEqual(refusal(two, {}, 'a', 'tab'), { why: 'taken' });
    assert.deepEqual(refusal(two, {}, 'a', 'y'), { why: 'clash', with: 'b' });
    assert.equal(refusal(two, { b: null }, 'a', 'y'), null);
    assert.equal(keyOf({ id: 'a', key: 'x' }, { a: null }), null);
    assert.equal(actionOf(two, { a: 'q' }, 'case', 'q')?.id, 'a');
    assert.equal(actionOf(two, { a: 'q' }, 'case', 'x'), undefined);
    assert.equal(actionOf(two, {}, 'queue', 'x'), undefined);
  });

  it('that were stored never make two actions clash, whatever was stored', () => {
    const ids = fc.constantFrom(...ACTIONS.map(({ id }) => id), 'gone');
    const keys = fc.constantFrom('t', 'n', '1', 'enter', 'ctrl+k', 'tab', 'z', null, 7, 'shift+q');
    fc.assert(
      fc.property(fc.dictionary(ids, keys), (stored) => {
        assert.deepEqual(clashes(ACTIONS, readChosen(ACTIONS, stored)), []);
      }),
    );
    for (const bad of [null, 'x', 7, [], undefined]) assert.deepEqual(readChosen(ACTIONS, bad), {});
  });
});

describe('an action', () => {
  it('is the only one that its key runs, in every mode', () => {
    for (const mode of MODES) {
      for (const one of ACTIONS.filter(({ where }) => where === 'anywhere' || where.includes(mode))) {
        if (one.key !== null) assert.equal(actionOf(ACTIONS, {}, mode, one.key), one, `${mode} ${one.key}`);
      }
    }
  });
});
