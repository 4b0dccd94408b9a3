/** Lists, from the operator's file to decisions: what is uploaded and what is written, with Kith running. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Running, runKith } from '../testing/kith.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('known material', () => {
  let folder: string;
  let kith: Running;
  let ids = 0;
  const outcome = async (type: string, data: Record<string, unknown>): Promise<string> => {
    const response = await kith.post('/v1/events', { id: `e${++ids}`, type, data: { actor: 'someone', ...data } });
    const { decision } = (await response.json()) as { decision: { outcome: string } };
    return decision.outcome;
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-material-'));
    await writeFile(join(folder, 'hashes'), `md5,${md5('known')},id-1,A\nmd5,${md5('perhaps')},id-2,B\n`);
    await writeFile(join(folder, 'links'), 'http://bad.example/Page\n');
    const from = (name: string) => `{ kind: file, path: ${join(folder, name)} }`;
    await writeFile(
      join(folder, 'lists.yaml'),
      `- { name: hashes, verified: [A], from: ${from('hashes')} }\n- { name: links, verified: true, format: { kind: links }, from: ${from('links')} }\n`,
    );
    kith = await runKith({ lists: join(folder, 'lists.yaml') });
    const age = { band: 'adult', method: 'verified', confidence: 1 };
    for (const actor of ['someone', 'another']) await outcome('account.created', { actor, age });
    // the lists are imported and read beside everything else
    for (
      let n = 0;
      (await outcome('media.uploaded', { media: `m${n}`, hashes: { md5: md5('known') } })) === 'allow';
      n++
    ) {
      assert.ok(n < 300, 'the lists were never read');
      await sleep(100);
    }
  });
  after(async () => {
    await kith.end();
    await rm(folder, { recursive: true });
  });

  it('is blocked where people verified it, held where nobody did, and let through where no list has it', async () => {
    assert.equal(await outcome('media.uploaded', { media: 'a', hashes: { md5: md5('known') } }), 'block');
    assert.equal(await outcome('media.uploaded', { media: 'b', hashes: { md5: md5('perhaps') } }), 'hold');
    assert.equal(await outcome('media.uploaded', { media: 'c', hashes: { md5: md5('other') } }), 'allow');
    assert.equal(await outcome('media.uploaded', { media: 'd' }), 'allow');
  });

  it('is found by its link in a message, however that is written, and no log says which', async () => {
    const say = (text: string) => outcome('message.sent', { other: 'another', message: `m-${text.length}`, text });
    assert.equal(await say('see hxxp://bad[.]example/x/../page?utm_source=1 now'), 'block');
    assert.equal(await say('see http://good.example/page'), 'allow');
    assert.ok(!kith.logged().includes('bad.example') && !kith.logged().includes('bad[.]example'));
  });
});
