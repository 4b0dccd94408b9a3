/**
 * One form for all the ways in which the same e-mail address, number, device or network can be written: people who come
 * back write theirs a little differently. What says nothing about anybody (a blank device id) becomes null.
 */
import ipaddr from 'ipaddr.js';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import email from 'validator/lib/normalizeEmail.js';

/** Digits of a telephone number at least: fewer are a short code, or a slip. */
const TELEPHONE_DIGITS_MIN = 6;
/** Bits of an IPv4 address that a household or a firm shares: providers move people about within them. */
const IPV4_NETWORK_BITS = 24;
/** Bits of an IPv6 address that name a customer's network: what follows, devices choose and change (RFC 6177, RFC 8981). */
const IPV6_NETWORK_BITS = 64;

/**
 * The mailbox that an address leads to. Providers' own rules (dots, subaddresses, domains of one provider) are the
 * library's; a tag after a plus is cut off everywhere, since hardly anybody else has it in their name.
 */
export function normaliseEmail(written: string): string | null {
  const text = written.normalize('NFKC').trim().toLowerCase();
  const at = text.lastIndexOf('@');
  const host = hostOf(text.slice(at + 1));
  if (at < 1 || host === null) return null;
  const local = text.slice(0, at).replace(/(?<=.)\+.*$/, '');
  if (NOBODYS.has(local)) return null;
  const known = email.default(`${local}@${host}`);
  return known === false ? null : known;
}

/** A domain in ASCII (punycode), without the dot at its end. */
function hostOf(domain: string): string | null {
  const url = URL.parse(`http://${domain.replace(/\.$/, '')}`);
  return url !== null && url.pathname === '/' && url.port === '' && url.username === '' ? url.hostname : null;
}

/** @param country where the account says it is (ISO 3166-1), for numbers that are written without a country's prefix */
export function normaliseTelephone(written: string, country: string | undefined): string | null {
  const number = parsePhoneNumberFromString(written.normalize('NFKC'), countryCode(country));
  if (number !== undefined) return isFilling(number.nationalNumber) ? null : number.number;
  const digits = written.normalize('NFKC').replaceAll(/\D/g, '');
  return digits.length < TELEPHONE_DIGITS_MIN || isFilling(digits) ? null : digits;
}

const countryCode = (country: string | undefined): CountryCode | undefined =>
  country !== undefined && isSupportedCountry(country) ? country : undefined;

/** What is written where there is nothing to write: the same for everybody, so that it would make strangers one. */
const NOBODYS = new Set([
  ...['unknown', 'null', 'undefined', 'none', 'n/a', 'na', 'nobody', 'anonymous', 'default', 'test', 'dummy', 'sample'],
  ...['noreply', 'no-reply', 'donotreply', 'example'],
  // an Android of 2010 that was the same on all, the address that later ones give to every app, an emulator's
  ...['9774d56d682e549c', '020000000000', '012345678912345'],
  // card numbers of test kits
  ...['4111111111111111', '5555555555554444', '378282246310005'],
]);
const RUNS = ['01234567890', '0123456789abcdef', '09876543210'] as const;
/** Shorter ones may be somebody's name. */
const FILLING_LENGTH_MIN = 4;

/** One character, or two by turns, over and over (00:00:00:00:00:00, 4242 4242), or a run of digits. */
function isFilling(value: string): boolean {
  const text = value.replaceAll(/[-:. ]/g, '').toLowerCase();
  if (text.length < FILLING_LENGTH_MIN) return false;
  return /^(.)\1*$/.test(text) || /^(..)\1+.?$/.test(text) || RUNS.some((run) => run.includes(text));
}

/** The same of fingerprints of cards. null where it is a test kit's. */
export function normalisePayment(written: string): string | null {
  const text = written.trim();
  const plain = text.replaceAll(/[- ]/g, '').toLowerCase();
  return text === '' ||
    NOBODYS.has(plain) ||
    isFilling(plain) ||
    /^(test|dummy|fake|sample)(?![a-z])/.test(text.toLowerCase())
    ? null
    : text;
}

const UUID = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

export function normaliseDevice(written: string): string | null {
  const text = written.trim();
  const id = UUID.test(text) ? text.replaceAll('-', '').toLowerCase() : text;
  const plain = id.replaceAll(/[-:.]/g, '').toLowerCase();
  return plain === '' || /^0+$/.test(plain) || NOBODYS.has(plain) || isFilling(id) ? null : id;
}

export interface Address {
  ip: string;
  /** the network that the address is in, as address and bits */
  network: string;
}

/** null for addresses that are not of one place on the internet (private, loopback, reserved): half of everybody has one. */
export function normaliseAddress(written: string): Address | null {
  if (!ipaddr.isValid(written)) return null;
  const address = ipaddr.process(written);
  if (address.range() !== 'unicast') return null;
  const bits = address.kind() === 'ipv4' ? IPV4_NETWORK_BITS : IPV6_NETWORK_BITS;
  return { ip: address.toNormalizedString(), network: `${firstBits(address.toByteArray(), bits)}/${bits}` };
}

/** The first bits of an address, in hexadecimal. */
const firstBits = (bytes: readonly number[], bits: number): string =>
  Buffer.from(bytes.slice(0, bits / 8)).toString('hex');
