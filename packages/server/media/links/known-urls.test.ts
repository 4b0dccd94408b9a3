import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { entryHash } from './expressions.ts';
import { KnownUrls } from './known-urls.ts';
import { linksIn } from './links-in.ts';
import { plainLink, TRACKING, trackingOf } from './plain-link.ts';

const tracking = trackingOf(TRACKING);
function listOf(...entries: string[]): KnownUrls {
  const known = new KnownUrls(tracking);
  entries.forEach((entry, number) => {
    const read = entryHash(entry, tracking);
    assert.ok(read.ok, entry);
    known.add(read.hash, number);
  });
  return known;
}
const has = (known: KnownUrls, text: string) => known.match(text).length > 0;

describe('a link of a list', () => {
  const known = listOf('http://bad.example.com/Some/Page.html?id=7&b=ü');
  for (const written of [
    'see https://bad.example.com/Some/Page.html?id=7&b=ü now',
    'HTTP://BAD.EXAMPLE.COM:443/some/PAGE.html?b=%C3%BC&id=7#top',
    'http://www.bad.example.com./Some/./x/../Page.html?id=7&b=%25C3%25BC',
    'http://user:secret@bad.example.com//Some///%50age.html/?id=7&b=ü&utm_source=x&fbclid=1',
    'https://bad.example.com/Some/%2550age%252ehtml;jsessionid=1?id=7&b=ü',
    'bad.example.com/Some/Page.html?id=7&b=ü',
    'hxxps://bad[.]example(.)com/Some/Page.html?id=7&b=ü',
    'bad [dot] example [dot] com/Some/Page.html?id=7&b=ü',
    'http://bad。example。com/Some/Page.html?id=7&b=ü',
    'http://ｂａｄ.example.com/Some/Page.html?id=7&b=ü',
    'http://bad.exam\u00adple.com/So\u200bme/Page.html?id=7&b=ü',
    'http:\\\\bad.example.com\\Some\\Page.html?id=7&b=ü',
    '(https://bad.example.com/Some/Page.html?id=7&b=ü).',
  ]) {
    it(`is known when it is written ${JSON.stringify(written)}`, () => assert.ok(has(known, written)));
  }

  it('is not another page, host, port or parameter', () => {
    for (const other of [
      'http://bad.example.com/Some/Page.html',
      'http://bad.example.com/Some/Page2.html?id=7&b=ü',
      'http://bad.example.com/Some/Page.html?id=8&b=ü',
      'http://example.com/Some/Page.html?id=7&b=ü',
      'http://notbad.example.com/Some/Page.html?id=7&b=ü',
      'http://bad.example.com:8080/Some/Page.html?id=7&b=ü',
      'http://bad.example.com.other.org/Some/Page.html?id=7&b=ü',
      'http://other.org/?u=http%3A%2F%2Fbad.example.com%2FSome%2FPage.html',
    ]) {
      assert.ok(!has(known, other), other);
    }
  });

  it('that has no parameters is the same page with any', () => {
    assert.ok(has(listOf('https://a.example/x'), 'https://a.example/x?anything=1'));
    assert.ok(has(listOf('https://a.example/'), 'a.example?x'));
    assert.ok(!has(listOf('https://a.example/'), 'a.example/x'));
  });

  it('may be a host with all under it, or all below a path', () => {
    for (const entry of ['evil.example', '*.evil.example', 'EVIL.example.', 'http://evil.example/*']) {
      const hosts = listOf(entry);
      for (const text of ['evil.example', 'http://a.b.evil.example:81/x/y', 'EVIL。example/?q'])
        assert.ok(has(hosts, text));
      for (const text of ['notevil.example', 'evil.example.org', 'example']) assert.ok(!has(hosts, text), text);
    }
    const below = listOf('https://host.example/~name/*');
    for (const path of ['/~name', '/%7Ename/', '/~NAME/a/b?c']) assert.ok(has(below, `http://host.example${path}`));
    for (const path of ['/', '/~names', '/x/~name']) assert.ok(!has(below, `http://host.example${path}`), path);
    assert.ok(has(listOf('http://[2001:db8::1]/x'), 'http://[2001:DB8:0::1]/x'));
    assert.ok(has(listOf('192.0.2.7'), 'http://0xC0.0.519/y'));
    assert.ok(has(listOf('bücher.example'), 'http://XN--bcher-kva.example/y'));
  });

  it('is found after signs that are no part of it', () => {
    for (const text of ['-evil.example', '_evil.example', '--- evil.example', 'x:evil.example', '"evil.example"']) {
      assert.ok(has(listOf('evil.example'), text), text);
    }
  });

  it("is no host under which anybody may have one, unless the operator lets a company's be", () => {
    const problem = (entry: string, sharedHosts: boolean): string => {
      const read = entryHash(entry, tracking, sharedHosts);
      return read.ok ? '' : read.problem;
    };
    for (const entry of ['co.uk', '*.CO.UK.', 'http://co.uk/*', 'www.co.uk', 'ac.jp', 'xn--55qx5d.cn']) {
      assert.match(problem(entry, true), /is a public suffix/, entry);
    }
    for (const entry of ['github.io', '*.github.io', 'https://blogspot.com/*']) {
      assert.match(problem(entry, false), /or allow sharedHosts/, entry);
      assert.equal(problem(entry, true), '', entry);
    }
    for (const entry of ['evil.github.io', 'evil.co.uk', 'http://github.io/page', 'http://co.uk/a/*', '192.0.2.7']) {
      assert.equal(problem(entry, false), '', entry);
    }
  });

  it('is refused where it would be everybody, or is none', () => {
    for (const entry of ['com', '*', '*.com', '', 'two words', 'mailto:a@b.example', 'http://']) {
      assert.equal(entryHash(entry, tracking).ok, false, entry);
    }
  });
});

describe('the plain form of a link', () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
  const link = fc.record({
    host: fc.array(word, { minLength: 2, maxLength: 4 }).map((parts) => [...parts, 'example']),
    path: fc.array(word, { maxLength: 4 }),
    query: fc.uniqueArray(
      word.map((w) => `q${w}`),
      { maxLength: 3 },
    ),
  });
  const encode = (text: string, times: number): string => {
    let out = text;
    for (let i = 0; i < times; i++) {
      out = i === 0 ? [...out].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('') : out.replaceAll('%', '%25');
    }
    return out;
  };

  it('is the same whatever case, encoding, order, dots, slashes, port, name or fragment', () => {
    fc.assert(
      fc.property(link, fc.nat(3), fc.boolean(), fc.constantFrom('', ':80', ':443'), (made, times, upper, port) => {
        const plain = `http://${made.host.join('.')}/${made.path.join('/')}?${made.query.join('&')}`;
        const path = made.path.map((part) => `./${encode(part, times)}`).join('//');
        const query = [...made.query]
          .reverse()
          .map((part) => encode(part, times))
          .join('&');
        const host = upper ? made.host.join('.').toUpperCase() : made.host.join('.');
        const tricky = `https://me:pw@${host}.${port}/x/../${path}/?${query}&utm_x=1#frag`;
        assert.deepEqual(plainLink(tricky, tracking), plainLink(plain, tracking));
        assert.ok(has(listOf(plain), `look: ${tricky}`));
      }),
    );
  });

  it('of a plain form is itself', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const once = plainLink(url, tracking);
        if (once === null) return;
        const again = plainLink(
          `http://${once.host}${once.path}${once.query === '' ? '' : `?${once.query}`}`,
          tracking,
        );
        assert.equal(again?.host, once.host);
      }),
    );
  });

  it('is never an error, whatever the text', () => {
    const known = listOf('evil.example');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => known.match(`${text}.${text}/%${text}`).length >= 0),
    );
    assert.deepEqual(linksIn('no link here, and none there'), []);
    // nor does a long run of what may begin a link, or end one, take the square of its length
    for (const run of ['a.', 'a', '.', 'http://', '[dot]', ' [', '%25', 'a-', 'a.b/)))'])
      known.match(run.repeat(20_000 / run.length));
  });
});
