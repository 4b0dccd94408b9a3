/** `kith measures`, as a compliance officer runs it. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { measuresView } from '@kith/contract';
import { kith } from '../testing/cli.ts';

const folder = await mkdtemp(join(tmpdir(), 'kith-cli-measures-'));
after(() => rm(folder, { recursive: true }));
const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

describe('kith measures', () => {
  it('asks, takes the answers, and says which measures apply and why', async () => {
    const { stdout: questions } = await kith(['measures', 'questions']);
    const empty = await kith(['measures', 'list', await file('empty.yaml', questions)]);
    assert.equal(empty.code, 0, empty.stderr);
    assert.match(
      empty.stdout,
      /A1 +Annual review[^\n]*\n +open \(large: not answered\); wording paraphrase: to be checked/,
    );
    const answered = questions.replace(/^( {2}large):$/m, '$1: true').replace(/^( {2}grooming):$/m, '$1: high');
    const told = await kith(['measures', 'list', await file('service.yaml', answered)]);
    assert.match(told.stdout, /A1 +Annual review[^\n]*\n +applies \(large: yes\)/);
    assert.match(
      told.stdout,
      /F2\.a [^\n]*\n +open;[^\n]*\n +all of these: not answered\n(?: +[^\n]*\n)*? +one of these: [^\n]*\n +grooming high: yes\n/,
    );
    assert.match(told.stdout, /proposals: nobody has to do these yet/);
    assert.doesNotMatch(told.stdout, /\bmet\b|compliant/i);
  });

  it('refuses answers to what nobody asked, and says where', async () => {
    const wrong = await kith(['measures', 'list', await file('wrong.yaml', 'facts:\n  lrage: true\n')]);
    assert.equal(wrong.code, 78);
    assert.match(wrong.stderr, /wrong\.yaml:2:\d+ .*lrage/);
  });

  const store = ['--folder', join(folder, 'kith')];

  it('says what a new version of a code changes, and which states with it', async () => {
    const icu = await readFile(join(import.meta.dirname, '../measures/registry/icu.yaml'), 'utf8');
    const next = icu
      .replace('title: Swift take-down', 'title: Very swift take-down')
      .replace('id: J2', 'id: J9')
      .replace(/(- id: G3[\s\S]*?applies: )every_service/, '$1{ not: every_service }');
    const whole = await kith(['measures', 'compare', await file('next.yaml', `whole: true\n${next}`), ...store]);
    assert.equal(whole.code, 0, whole.stderr);
    for (const line of [
      '+ J9 Disabling comments (would be: open)',
      '- J2 Disabling comments (is: open)',
      '~ C2 Very swift take-down: title',
      "~ G3 Terms: clarity and accessibility: applies (NOT SHOWN -> doesn't apply)",
    ])
      assert.ok(`${whole.stdout}\n`.includes(`${line}\n`), `${line} in ${whole.stdout}`);
    const added = await kith(['measures', 'compare', await file('added.yaml', next), ...store]);
    assert.doesNotMatch(added.stdout, /^- J2/m);
    assert.match(added.stdout, /What the file does not name stays as it is/);
    const wrong = await kith([
      ...[
        'measures',
        'compare',
        await file('wrong-code.yaml', next.replace('configured: url_lists', 'configured: url_list')),
      ],
      ...store,
    ]);
    assert.equal(wrong.code, 78);
    assert.match(wrong.stderr, /wrong-code\.yaml:\d+:\d+ measures\[\d+\]\.shown\[0\]: there is no check url_list/);
  });

  it('shows how each measure stands for the service, gaps first, with the operator’s own', async () => {
    const own = join(folder, 'own');
    await mkdir(own, { recursive: true });
    await writeFile(
      join(own, 'house.yaml'),
      'code: HOUSE\ntitle: Our own rules\npublisher: Us\nversion: "2026-11-01"\nissued: 2026-11-01\ninForce: 2026-11-01\n' +
        'link: https://example.org/rules\nstatus: in_force\nmeasures:\n' +
        '  - { id: H1, title: Somebody is awake, wording: quoted, applies: every_service, shown: [{ attested: There is a rota }] }\n',
    );
    const told = await kith(['measures', 'status', ...store, '--measures', own]);
    assert.equal(told.code, 0, told.stderr);
    assert.match(told.stdout, /^HOUSE +H1 +NOT SHOWN +1 of 1 +Somebody is awake$/m);
    assert.match(told.stdout, /^ICU +C5 +open/m);
    assert.doesNotMatch(told.stdout, /complian[^c]*t$|\bmet\b/im);
    const json = await kith(['measures', 'status', '--json', ...store]);
    const { measures } = measuresView.parse(JSON.parse(json.stdout));
    assert.ok(measures.length > 50);
    await writeFile(join(own, 'house.yaml'), 'code: HOUSE\n');
    const broken = await kith(['measures', 'status', ...store, '--measures', own]);
    assert.equal(broken.code, 78);
    assert.match(broken.stderr, /house\.yaml:1:1 title: is missing/);
  });
});
