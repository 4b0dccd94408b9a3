/** Files that a few bytes make enormous: refused with what is too much, in good time. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CFB } from '@e965/xlsx';
import { sampleTables } from '../testing/tables.ts';
import { readHomeOffice } from './home-office.ts';
import { readTablesApart } from './home-office-thread.ts';
import { unpacksWithin } from './unpacked.ts';

/** The sample with one of its files as it is given, packed again. */
function packedWith(name: string, change: (before: string) => Uint8Array): Uint8Array {
  const files = CFB.read(sampleTables(), { type: 'buffer' });
  const before = Buffer.from(CFB.find(files, name)?.content ?? []).toString('utf8');
  CFB.utils.cfb_del(files, name);
  CFB.utils.cfb_add(files, name, Buffer.from(change(before)));
  return Buffer.from(CFB.write(files, { type: 'buffer', fileType: 'zip', compression: true }));
}

const wrongOf = (read: ReturnType<typeof readHomeOffice>) => (read.ok ? '' : read.wrong[0]?.message);

/** The first row of numbers of the sample, said to stand there so many times. */
function repeated(times: number): Uint8Array {
  return packedWith('content.xml', (text) => {
    const row = text.lastIndexOf('<table:table-row', text.indexOf('Avon &amp; Somerset'));
    assert.ok(row > 0);
    const said = `<table:table-row table:number-rows-repeated="${times}"`;
    return Buffer.from(`${text.slice(0, row)}${said}${text.slice(row + '<table:table-row'.length)}`);
  });
}

describe('a file of tables that is too much', () => {
  it('is refused where a row is repeated a million times', async () => {
    const read = await readTablesApart(repeated(1_000_000));
    assert.match(wrongOf(read) ?? '', /has more than 100000 rows|time and memory/);
  });

  it('is refused where it unpacks to more than it may, whatever it says of its size', () => {
    const bomb = packedWith('/bomb.xml', () => new Uint8Array(600 * 1024 * 1024));
    assert.ok(bomb.length < 8 * 1024 * 1024);
    assert.equal(wrongOf(readHomeOffice(bomb)), 'unpacked it must have at most 512 MB');
    const lying = Buffer.from(bomb);
    // in the directory at its end, each entry's size unpacked
    for (let at = lying.indexOf('PK\u0001\u0002'); at !== -1; at = lying.indexOf('PK\u0001\u0002', at + 4))
      lying.writeUInt32LE(1, at + 24);
    assert.equal(unpacksWithin(lying, 512 * 1024 * 1024), false);
  });

  it('ends when its time is over, and says so', async () => {
    const read = await readTablesApart(new Uint8Array(sampleTables()), 1);
    assert.match(wrongOf(read) ?? '', /took longer than 1 ms/);
  });

  it('is none where it is an ordinary one, in a thread or not', async () => {
    const bytes = new Uint8Array(sampleTables());
    assert.deepEqual(await readTablesApart(bytes), readHomeOffice(bytes));
    assert.equal(unpacksWithin(bytes, 512 * 1024 * 1024), true);
    assert.equal(unpacksWithin(bytes, 100), false);
    assert.equal(unpacksWithin(new Uint8Array([1, 2, 3]), 100), null);
  });
});
