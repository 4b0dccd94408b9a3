import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PLACES } from '../actions/go.ts';
import { beginningOf, menuOf, placesOf } from './places.ts';

const needs = [...new Set(PLACES.flatMap((place) => (place.needs === null ? [] : [place.needs])))];
const may =
  (...actions: string[]) =>
  (what: string) =>
    actions.includes(what);

describe('the menu', () => {
  it('leads to every place that is somebody’s, once, and to no other', () => {
    fc.assert(
      fc.property(fc.subarray(needs), (mine) => {
        const led = menuOf(may(...mine)).flatMap((item) => ('place' in item ? [item.place] : item.places));
        const wanted = placesOf(may(...mine)).map(({ name }) => name);
        assert.deepEqual(led.toSorted(), wanted.toSorted());
        assert.equal(new Set(led).size, led.length);
      }),
    );
  });

  it('has one line of buttons for whoever may see everything, and links alone for whoever sees little', () => {
    assert.deepEqual(
      menuOf(() => true).map((item) => ('place' in item ? item.place : item.group)),
      ['queue', 'cases', 'numbers', 'duties', 'rules', 'access', 'settings'],
    );
    const few = menuOf(may('case.read', 'report.read', 'policy.read'));
    assert.ok(few.every((item) => 'place' in item));
  });
});

describe('somebody begins', () => {
  it('where they work, or where they see anything', () => {
    assert.equal(beginningOf(may('case.read', 'case.work', 'measures.write')), 'queue');
    assert.equal(beginningOf(may('case.read', 'measures.read', 'measures.write', 'audit.read')), 'measures');
    assert.equal(beginningOf(may('people.read', 'people.manage')), 'people');
    assert.equal(beginningOf(may('case.read', 'audit.read')), 'audit');
    assert.equal(beginningOf(may('policy.read')), 'policy');
    assert.equal(beginningOf(may()), 'settings');
  });

  it('never at a place that is not theirs', () => {
    fc.assert(
      fc.property(fc.subarray(needs), (mine) => {
        const first = beginningOf(may(...mine));
        assert.ok(placesOf(may(...mine)).some(({ name }) => name === first));
      }),
    );
  });
});
