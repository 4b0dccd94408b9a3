/**
 * One form for all the ways in which the same e-mail address, number, device or network can be written: people who come
 * back write theirs a little differently. What says nothing about anybody (a blank device id) becomes null.
 */
import ipaddr from 'ipaddr.js';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import validator from 'validator';

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
  const known = validator.normalizeEmail(`${local}@${host}`);
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
  if (number !== undefined) return number.number;
  const digits = written.normalize('NFKC').replaceAll(/\D/g, '');
  return digits.length < TELEPHONE_DIGITS_MIN ? null : digits;
}

const countryCode = (country: string | undefined): CountryCode | undefined =>
  country !== undefined && isSupportedCountry(country) ? country : undefined;

/** What devices and libraries send where there is no id: the same for everybody. */
const NO_DEVICE = new Set(['unknown', 'null', 'undefined', 'none', 'n/a', '9774d56d682e549c']);
const UUID = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

export function normaliseDevice(written: string): string | null {
  const text = written.trim();
  const id = UUID.test(text) ? text.replaceAll('-', '').toLowerCase() : text;
  return id === '' || /^[0-]+$/.test(id) || NO_DEVICE.has(id.toLowerCase()) ? null : id;
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
