import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { maySave, messagesIn, type Shown, shownOf, textIn, viewOf } from './read.ts';

const line = (message: string, sentAt: string, more: object = {}) =>
  JSON.stringify({ message, from: 'max', to: ['kim'], sentAt, ...more });

describe('a conversation in the vault', () => {
  it('is read line by line, the oldest first, with all that a message may have', () => {
    const { messages, unreadable } = messagesIn(
      `${line('2', '2026-01-02T00:00:00Z', { text: 'b', media: ['m'], ip: { ip: '192.0.2.1', event: 'other' } })}\n\n${line('1', '2026-01-01T00:00:00Z')}\n`,
    );
    assert.equal(unreadable, 0);
    assert.deepEqual(
      messages.map(({ message, text, media, ip }) => ({ message, text, media, ip })),
      [
        { message: '1', text: null, media: [], ip: null },
        { message: '2', text: 'b', media: ['m'], ip: '192.0.2.1' },
      ],
    );
  });

  it('may be an array, too', () => {
    assert.equal(messagesIn(`[${line('1', 'x')},${line('2', 'y')}]`).messages.length, 2);
  });

  it('counts what is no message, whatever it is, and loses none that is one', () => {
    assert.equal(messagesIn('{"message":"1"}\nno\n7').unreadable, 3);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.json({ maxDepth: 2 }), fc.constant('no')).map((bad) => bad.replaceAll('\n', ' '))),
        (bad) => {
          fc.pre(bad.every((one) => one.trim() !== ''));
          const file = [...bad, line('good', '2026-01-01T00:00:00Z')].join('\n');
          const { messages, unreadable } = messagesIn(file);
          assert.ok(messages.some(({ message }) => message === 'good'));
          assert.equal(messages.length + unreadable, bad.length + 1);
        },
      ),
    );
  });
});

/** Every text in it, in order. */
function textsOf(shown: Shown): string[] {
  switch (shown.as) {
    case 'nothing':
    case 'truth':
      return [];
    case 'text':
      return [shown.text];
    case 'moment':
      return [shown.at];
    case 'list':
      return shown.items.flatMap(textsOf);
    case 'table':
      return shown.rows.flatMap((row) => row.flatMap(textsOf));
    case 'names':
      return shown.lines.flatMap(({ value }) => textsOf(value));
    default:
      return shown satisfies never;
  }
}

describe('details in the vault', () => {
  it('are names and values, with records as tables and times as times', () => {
    assert.deepEqual(shownOf({ screenName: 'x', since: '2026-01-01T00:00:00Z', gone: null, none: [] }), {
      as: 'names',
      lines: [
        { name: 'screenName', value: { as: 'text', text: 'x' } },
        { name: 'since', value: { as: 'moment', at: '2026-01-01T00:00:00Z' } },
      ],
    });
    assert.deepEqual(shownOf([{ a: '1' }, { b: true }]), {
      as: 'table',
      heads: ['a', 'b'],
      rows: [
        [{ as: 'text', text: '1' }, { as: 'nothing' }],
        [{ as: 'nothing' }, { as: 'truth', is: true }],
      ],
    });
  });

  it('are no table where records hold records: each has room of its own', () => {
    const links = [{ other: 'b', points: 7 }];
    assert.deepEqual(shownOf([{ account: 'a', links }]), {
      as: 'list',
      items: [
        {
          as: 'names',
          lines: [
            { name: 'account', value: { as: 'text', text: 'a' } },
            { name: 'links', value: shownOf(links) },
          ],
        },
      ],
    });
    assert.equal(shownOf(links).as, 'table');
    assert.equal(shownOf([{ account: 'a', known: { age: 'adult' } }]).as, 'list');
  });

  it('lose no text, however deep it lies', () => {
    const strings = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'number'
          ? [String(value)]
          : typeof value === 'object' && value !== null
            ? Object.values(value).flatMap(strings)
            : [];
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        assert.deepEqual(textsOf(shownOf(value)).sort(), strings(value).sort());
      }),
      { examples: [[[{ valueOf: [] }, {}]]] },
    );
  });
});

describe('how a piece of evidence is shown', () => {
  it('follows its kind and type, and what a browser would run is shown as it is written', () => {
    assert.equal(viewOf('media', 'image/jpeg'), 'picture');
    assert.equal(viewOf('media', 'IMAGE/PNG; x=y'), 'picture');
    assert.equal(viewOf('media', 'image/svg+xml'), 'words');
    assert.equal(viewOf('media', 'video/mp4'), 'film');
    assert.equal(viewOf('media', 'audio/ogg'), 'sound');
    assert.equal(viewOf('conversation', 'application/x-ndjson'), 'messages');
    assert.equal(viewOf('account_details', 'application/json'), 'data');
    assert.equal(viewOf('referral', 'text/xml'), 'words');
    assert.equal(viewOf('attachment', 'text/html'), 'words');
    assert.equal(viewOf('attachment', 'application/pdf'), 'none');
    assert.equal(viewOf('media', null), 'none');
  });

  it('is as the text that it is where nobody knows its type, and not at all where it is none', () => {
    const bytesOf = (...bytes: number[]) => new Uint8Array(bytes).buffer;
    assert.equal(textIn(bytesOf(...Buffer.from('Annwyl Syr,\n\tdiolch \u2019'))), 'Annwyl Syr,\n\tdiolch \u2019');
    assert.equal(textIn(bytesOf(0x25, 0x50, 0x44, 0x46, 0x00)), null);
    assert.equal(textIn(bytesOf(0xff, 0xd8, 0xff)), null);
  });

  it('lets nobody save material, whatever it is called', () => {
    for (const kind of ['media', 'attachment', 'referral', 'conversation', 'account_details']) {
      assert.equal(maySave(kind, 'picture'), false);
      assert.equal(maySave(kind, 'film'), false);
    }
    assert.equal(maySave('media', 'none'), false);
    assert.equal(maySave('conversation', 'messages'), false);
    assert.equal(maySave('attachment', 'none'), true);
  });
});
