/** What is given to a browser to bring back: sealed, so that it can neither be read nor changed, and small. */
import type { KeyObject } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { z } from 'zod';
import { seal, unseal } from '../ground/sealing/index.ts';

/** Bytes of JSON that are opened at most: a form's longest texts, and links with the longest ids. */
const OPENED_BYTES_MAX = 64 * 1024;
/** Sealed text that is looked at, characters: more than a cookie or a path can be. */
const SEALED_LENGTH_MAX = 16 * 1024;

const TEXT = { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } };

/** @param what what it is for: what is sealed for one thing can't be used for another */
export function carry(key: KeyObject, what: string, value: unknown): string {
  return seal(key, what, brotliCompressSync(JSON.stringify(value), TEXT)).toString('base64url');
}

/** null for whatever was not made by `carry` with this key, for this, in this shape. The tag is compared in constant time. */
export function brought<S extends z.ZodType>(
  key: KeyObject,
  what: string,
  text: string,
  schema: S,
): z.output<S> | null {
  if (text.length > SEALED_LENGTH_MAX || !/^[A-Za-z0-9_-]+$/.test(text)) return null;
  const packed = unseal(key, what, Buffer.from(text, 'base64url'));
  if (packed === null) return null;
  const opened = brotliDecompressSync(packed, { maxOutputLength: OPENED_BYTES_MAX });
  const read = schema.safeParse(JSON.parse(opened.toString('utf8')));
  return read.success ? read.data : null;
}
