/** Where a value lies in a referral's content: `reported.emails.0.address`. Contents are never changed, but made anew. */
import type { ReferralContent } from '@kith/contract';

export type Json = ReferralContent['content'];
type JsonObject = { [key: string]: Json };

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isIndex = (key: string): boolean => /^\d+$/.test(key);

/** `emails[0].address` is the same as `emails.0.address`. */
export const keysOf = (path: string): string[] =>
  path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((key) => key !== '');

export const join = (...parts: (string | number)[]): string => keysOf(parts.join('.')).join('.');

function inside(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return isIndex(key) ? value[Number(key)] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** undefined where there is none. */
export const valueAt = (content: Json, path: string): Json | undefined =>
  keysOf(path).reduce<Json | undefined>(inside, content);

/**
 * The content with a value in its place; undefined takes it away. What held nothing else goes, too: an empty victim is not the
 * same as none. Rows stay where they are.
 */
export function withValue(content: Json, path: string, value: Json | undefined): Json {
  const changed = put(content, keysOf(path), value);
  return changed === undefined ? {} : changed;
}

function put(content: Json | undefined, [key, ...rest]: readonly string[], value: Json | undefined): Json | undefined {
  if (key === undefined) return value;
  const inner = put(inside(content, key), rest, value);
  if (isIndex(key) && (Array.isArray(content) || (content === undefined && inner !== undefined))) {
    const rows = Array.isArray(content) ? [...content] : [];
    if (inner !== undefined) rows[Number(key)] = inner;
    else if (rest.length === 0) rows.splice(Number(key), 1);
    // a row of which the last value went is still a row
    else if (Number(key) in rows) rows[Number(key)] = {};
    return rows;
  }
  const before = isObject(content) ? content : {};
  if (inner !== undefined) return { ...before, [key]: inner };
  const { [key]: _, ...left } = before;
  return Object.keys(left).length === 0 ? undefined : left;
}

/** Whether two values say the same; the order of an object's keys says nothing. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => isSame(one, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}
