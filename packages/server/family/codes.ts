/** Codes by which somebody takes an invitation: short enough to be read out and typed, too many to be guessed. */
import { randomBytes } from 'node:crypto';
import { hashSecret } from '../ground/keys/index.ts';

/** Crockford's base 32: no letter that looks like a digit, or like another. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 60 bits. */
const LENGTH = 12;
const GROUP = /.{4}(?=.)/g;
const CODE = new RegExp(`^[${DIGITS}]{${LENGTH}}$`);

export const newCode = (): string =>
  // 256 is a multiple of 32: each digit is as likely as any other
  Array.from(randomBytes(LENGTH), (byte) => DIGITS.charAt(byte % DIGITS.length)).join('');

/** As people are shown it: 4F7K-9QXM-2TZB */
export const shownCode = (code: string): string => code.replaceAll(GROUP, '$&-');

/** What somebody typed, hashed for looking it up; null where it can't be a code. */
export function hashTyped(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return CODE.test(code) ? hashCode(code) : null;
}

/** A database that is stolen gives no code away before it has lapsed: 60 bits take longer to try than two days. */
export const hashCode = (code: string): string => hashSecret(`family code ${code}`);
