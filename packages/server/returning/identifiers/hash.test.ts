import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { KeyFolder } from '../../ground/sealing/index.ts';
import { hashIdentifiers } from './hash.ts';
import { addLayer, LAYERS_MAX, Layers } from './layers.ts';

let folder: string;
const openFolder = (name: string) => KeyFolder.open({ folder: join(folder, name), master: null, masterFile: null });

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-identifiers-'));
});
after(() => rm(folder, { recursive: true }));

describe('identifiers', () => {
  it('are kept as hashes that say nothing of the values, the same whenever Kith is opened again', async () => {
    const keys = await openFolder('one');
    const raw = {
      ...{ email: 'Jo.Example@gmail.com', telephone: '07400 123456', ip: '81.2.69.142', invitedBy: 'max' },
      ...{ deviceIds: ['Ab-12', 'Ab-12', 'unknown'], paymentFingerprint: ' fp-1 ' },
    };
    const hashed = hashIdentifiers(raw, 'GB', await Layers.open(keys));
    assert.deepEqual(
      hashed.of.map(({ kind }) => kind),
      ['email', 'telephone', 'device', 'ip', 'network', 'payment'],
    );
    assert.ok(hashed.of.every(({ hash }) => /^[0-9a-f]{16}$/.test(hash)));
    assert.deepEqual([hashed.layers, hashed.inviter], [1, 'max']);
    const again = { ...raw, email: 'joexample+x@googlemail.com', telephone: '+447400123456' };
    assert.deepEqual(hashIdentifiers(again, undefined, await Layers.open(await openFolder('one'))), hashed);
    const elsewhere = hashIdentifiers(raw, 'GB', await Layers.open(await openFolder('two')));
    assert.ok(elsewhere.of.every(({ hash }) => !hashed.of.some((one) => one.hash === hash)));
  });

  it('that are the same text are another hash as another kind', async () => {
    const layers = await Layers.open(await openFolder('kinds'));
    const { of } = hashIdentifiers({ deviceIds: ['81.2.69.142'], ip: '81.2.69.142' }, undefined, layers);
    assert.equal(new Set(of.map(({ hash }) => hash)).size, 3);
  });
});

describe('a new layer of keys', () => {
  it('over what was hashed before gives what is hashed now, and what it was tells nothing of it', async () => {
    const keys = await openFolder('turned');
    const first = await Layers.open(keys);
    assert.equal(await addLayer(keys), 2);
    const second = await Layers.open(keys);
    assert.equal(await addLayer(keys), 3);
    const third = await Layers.open(keys);
    assert.deepEqual([first.count, second.count, third.count], [1, 2, 3]);
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('email', 'device'), (value, kind) => {
        const hashes = [first, second, third].map((layers) => layers.hash(kind, value));
        assert.equal(new Set(hashes).size, 3);
        assert.equal(third.wrap(kind, hashes[0] ?? '', 1), hashes[2]);
        assert.equal(third.wrap(kind, hashes[1] ?? '', 2), hashes[2]);
        assert.equal(third.wrap(kind, hashes[2] ?? '', 3), hashes[2]);
      }),
    );
  });

  it('is refused where there are too many', async () => {
    const keys = await openFolder('many');
    for (let made = 1; made < LAYERS_MAX; made++) await addLayer(keys);
    await assert.rejects(addLayer(keys), /which is the limit/);
  });
});
