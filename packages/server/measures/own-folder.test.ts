/** The operator's own registry: it adds and replaces, and what is broken changes nothing. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { RegistryInUse } from './registry-in-use.ts';

const folder = await mkdtemp(join(tmpdir(), 'kith-measures-'));
after(() => rm(folder, { recursive: true }));

const head = (code: string, more = '') => `${more}code: ${code}
title: Our own
publisher: Us
version: "2027-01-01"
issued: 2027-01-01
inForce: 2027-01-01
link: https://example.org/rules
status: in_force
measures:
`;
const measure = (id: string, shown = '{ attested: There is a rota }', applies = 'every_service') =>
  `  - id: ${id}\n    title: Ours\n    wording: quoted\n    applies: ${applies}\n    shown: [${shown}]\n`;
const write = (name: string, text: string) => writeFile(join(folder, name), text);
const open = () => new RegistryInUse(folder, null);
const shipped = new RegistryInUse(null, null);
const idsOf = (registry: RegistryInUse, code: string) =>
  registry.codes.find((one) => one.code === code)?.measures.map(({ id }) => id);

describe("the operator's own measures", () => {
  beforeEach(async () => {
    await rm(join(folder, 'one.yaml'), { force: true });
    await rm(join(folder, 'two.yml'), { force: true });
  });

  it('change nothing where there are none', () => {
    assert.deepEqual(open().codes, shipped.codes);
  });

  it('add a code, add a measure to one, and take the place of another by its number', async () => {
    await write('one.yaml', head('HOUSE') + measure('H1'));
    await write('two.yml', head('ICU') + measure('A2') + measure('Z1'));
    const registry = open();
    assert.equal(registry.problems, null);
    assert.deepEqual(idsOf(registry, 'HOUSE'), ['H1']);
    assert.deepEqual(idsOf(registry, 'ICU'), [...(idsOf(shipped, 'ICU') ?? []), 'Z1']);
    const icu = registry.codes.find(({ code }) => code === 'ICU');
    assert.equal(icu?.version, '2027-01-01');
    assert.equal(icu?.measures.find(({ id }) => id === 'A2')?.title, 'Ours');
    assert.deepEqual([...(icu?.own ?? [])], ['A2', 'Z1']);
    assert.deepEqual(idsOf(registry, 'PCU'), idsOf(shipped, 'PCU'));
  });

  it('are a whole code where the file says so: what it does not have is gone', async () => {
    await write('one.yaml', head('ICU', 'whole: true\n') + measure('A2'));
    assert.deepEqual(idsOf(open(), 'ICU'), ['A2']);
  });

  it('take a code of Kith’s as it is written, whole', async () => {
    const icu = await readFile(join(import.meta.dirname, 'registry/icu.yaml'), 'utf8');
    await write('one.yaml', `whole: true\n${icu}`);
    const registry = open();
    assert.equal(registry.problems, null);
    assert.deepEqual(idsOf(registry, 'ICU'), idsOf(shipped, 'ICU'));
  });

  it('say file and line of everything that is wrong, and change nothing then', async () => {
    const wrong = [
      [
        measure('H1', '{ counted: nothing_at_all }'),
        /one\.yaml:14:\d+ measures\[0\]\.shown\[0\]: Kith counts nothing named/,
      ],
      [measure('H1', '{ configured: nothing }'), /one\.yaml:14:\d+ .*: there is no check nothing/],
      [measure('H1', '{ tested: packages/none.test.ts }'), /one\.yaml:14:\d+ .*: there is no test packages/],
      [measure('H1', '{ attested: a }', 'lrage'), /one\.yaml:13:\d+ measures\[0\]\.applies: lrage is neither/],
      [measure('H1') + measure('H1'), /one\.yaml:\d+:\d+ measures: must not name a measure twice/],
      ['  - { id: H1 }\n', /one\.yaml:10:\d+ measures\[0\]\.title: is missing/],
    ] as const;
    for (const [text, says] of wrong) {
      await write('one.yaml', head('HOUSE') + text);
      await write('two.yml', head('OTHER') + measure('A1'));
      const registry = open();
      assert.match(registry.problems ?? '', says);
      assert.deepEqual(registry.codes, shipped.codes);
    }
  });

  it('are refused where two files have one code, and where there is no folder', async () => {
    await write('one.yaml', head('HOUSE') + measure('H1'));
    await write('two.yml', head('HOUSE') + measure('H2'));
    assert.match(open().problems ?? '', /two\.yml:1:1 another file has the code HOUSE/);
    assert.match(new RegistryInUse(join(folder, 'none'), null).problems ?? '', /can't be read/);
  });

  it('stay as they were when a reload finds the folder broken, until it is mended', async () => {
    await write('one.yaml', head('HOUSE') + measure('H1'));
    const registry = open();
    await write('one.yaml', 'code: HOUSE\n');
    assert.equal(registry.reload(), false);
    assert.deepEqual(idsOf(registry, 'HOUSE'), ['H1']);
    assert.match(registry.problems ?? '', /one\.yaml:1:1/);
    await write('one.yaml', head('HOUSE') + measure('H2'));
    assert.equal(registry.reload(), true);
    assert.deepEqual(idsOf(registry, 'HOUSE'), ['H2']);
    assert.equal(registry.problems, null);
  });
});
