import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  normaliseAddress,
  normaliseDevice,
  normaliseEmail,
  normalisePayment,
  normaliseTelephone,
} from './normalise.ts';

describe('an e-mail address', () => {
  const same = (ways: readonly string[], as: string) =>
    assert.deepEqual(
      ways.map((way) => normaliseEmail(way)),
      ways.map(() => as),
    );

  it('of a provider that knows no dots and tags is the same with and without', () => {
    same(['Jo.Example@gmail.com', 'joexample+games@googlemail.com', ' j.o.example@GMAIL.com '], 'joexample@gmail.com');
    same(['jo.example+a@outlook.com', 'JO.EXAMPLE@outlook.com'], 'jo.example@outlook.com');
  });

  it('loses its tag everywhere, and no more', () => {
    same(['jo+1@example.org', 'jo+2+3@Example.org.', 'jo@example.org'], 'jo@example.org');
    assert.equal(normaliseEmail('jo.example@example.org'), 'jo.example@example.org');
    assert.equal(normaliseEmail('+@example.org'), '+@example.org');
  });

  it('has one form for a domain in letters and in punycode, and for letters that look full-width', () => {
    same(['jo@bücher.example', 'jo@xn--bcher-kva.example', 'ｊｏ@bücher.example'], 'jo@xn--bcher-kva.example');
  });

  it('that is none is dropped', () => {
    for (const bad of [
      '',
      '@',
      'jo',
      'jo@',
      '@example.org',
      'jo@exa mple.org',
      'jo@example.org/x',
      'jo@example.org:25',
    ]) {
      assert.equal(normaliseEmail(bad), null, bad);
    }
  });
});

describe('a telephone number', () => {
  it('is the same with its country and without', () => {
    for (const way of ['+44 7400 123456', '07400 123456', '(07400) 123-456', '0044 7400 123456', '０７４００ 123456']) {
      assert.equal(normaliseTelephone(way, 'GB'), '+447400123456', way);
    }
  });

  it('of an unknown country is its digits, and too few are nothing', () => {
    assert.equal(normaliseTelephone('07400 123456', undefined), '07400123456');
    assert.equal(normaliseTelephone('07400 123456', 'XX'), '07400123456');
    assert.equal(normaliseTelephone('112', undefined), null);
    assert.equal(normaliseTelephone('ask me', 'GB'), null);
  });
});

describe('a device', () => {
  it('has one form for its UUID', () => {
    const id = '6f9619ff8b86d011b42d00c04fc964ff';
    assert.equal(normaliseDevice('6F9619FF-8B86-D011-B42D-00C04FC964FF'), id);
    assert.equal(normaliseDevice(` ${id} `), id);
  });

  it('of another form is taken as it is', () => assert.equal(normaliseDevice('Ab-12'), 'Ab-12'));

  it('that everybody has is none', () => {
    for (const blank of ['', ' ', '00000000-0000-0000-0000-000000000000', 'unknown', 'NULL', '9774d56d682e549c', '0']) {
      assert.equal(normaliseDevice(blank), null, blank);
    }
  });
});

describe('what is written where there is nothing to write', () => {
  it('is nothing, so that it makes strangers no one person', () => {
    for (const device of [
      ...['00:00:00:00:00:00', '02:00:00:00:00:00', 'ff-ff-ff-ff-ff-ff', '000000000000000', '012345678912345'],
      ...['FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', '12121212-1212-1212-1212-121212121212', 'Unknown', 'test', ' '],
    ]) {
      assert.equal(normaliseDevice(device), null, device);
    }
    for (const number of [
      '0000',
      '000000000',
      '+44 0000 000000',
      '07777 777777',
      '123456789',
      '1234567890',
      '+1 000 000 0000',
    ]) {
      assert.equal(normaliseTelephone(number, 'GB'), null, number);
    }
    for (const card of [
      '',
      '0000000000000000',
      '4242424242424242',
      '4111-1111-1111-1111',
      'test',
      'test_fp_1',
      'null',
    ]) {
      assert.equal(normalisePayment(card), null, card);
    }
    for (const mail of ['noreply@shop.example', 'none@none.com', 'test+1@example.org']) {
      assert.equal(normaliseEmail(mail), null, mail);
    }
  });

  it('is not what only looks a little like it', () => {
    assert.equal(normaliseDevice('00:1b:44:11:3a:b7'), '00:1b:44:11:3a:b7');
    assert.equal(normalisePayment('Xa5EWLLDS7FJjR2c'), 'Xa5EWLLDS7FJjR2c');
    assert.equal(normaliseTelephone('07400 123456', 'GB'), '+447400123456');
    assert.equal(normaliseEmail('hahaha@example.org'), 'hahaha@example.org');
    assert.equal(normaliseEmail('tester@example.org'), 'tester@example.org');
  });
});

describe('an address', () => {
  it('of IPv4 is known by itself and by its network', () => {
    assert.deepEqual(normaliseAddress('81.2.69.142'), { ip: '81.2.69.142', network: '510245/24' });
    assert.deepEqual(normaliseAddress('::ffff:81.2.69.142'), normaliseAddress('81.2.69.142'));
  });

  it('of IPv6 has the network of whoever it was given to', () => {
    const [one, other] = [normaliseAddress('2a00:1450:4009:80b::200e'), normaliseAddress('2A00:1450:4009:080B:1::1')];
    assert.notEqual(one?.ip, other?.ip);
    assert.equal(one?.network, '2a0014504009080b/64');
    assert.equal(other?.network, one?.network);
  });

  it('that is not of one place is none', () => {
    for (const bad of [
      '10.1.2.3',
      '192.168.0.1',
      '127.0.0.1',
      '::1',
      'fe80::1',
      'fd00::1',
      '169.254.1.1',
      '0.0.0.0',
      'x',
    ]) {
      assert.equal(normaliseAddress(bad), null, bad);
    }
  });
});

it('what was normalised stays as it is when it is normalised again', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.emailAddress());
  fc.assert(
    fc.property(text, (written) => {
      for (const normalise of [normaliseEmail, normaliseDevice, (one: string) => normaliseTelephone(one, undefined)]) {
        const once = normalise(written);
        if (once !== null) assert.equal(normalise(once), once);
      }
    }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (written) => {
      const once = normaliseAddress(written);
      if (once !== null) assert.deepEqual(normaliseAddress(once.ip), once);
    }),
  );
});
