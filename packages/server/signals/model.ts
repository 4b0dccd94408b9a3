/** The model of texts that Kith ships: its weights, and how they were learned, beside each other in model/. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { evidenceCode } from '@kith/contract';
import type { TextModel } from '@kith/engine';
import { z } from 'zod';

export const shippedModelFolder = fileURLToPath(new URL('model/', import.meta.url));
export const HEADER = 'text-model.json';
export const WEIGHTS = 'text-model.bin.gz';

/** The most bytes that weights may have once unpacked: 2^18 buckets of 11 codes. A larger file is none of ours. */
const WEIGHTS_BYTES_MAX = 2 ** 18 * 11;

export const modelHeader = z.strictObject({
  /** in words: what it learned from, whose that is, and what it can't do */
  trained: z.strictObject({
    on: z.array(z.string()),
    attribution: z.string(),
    caution: z.string(),
    seed: z.int(),
    heldOut: z.strictObject({
      benignMessages: z.int(),
      benignFlaggedPer1000: z.number(),
      /** share of phrases, none of them learned from, that were flagged as their code */
      recall: z.partialRecord(evidenceCode, z.number()),
    }),
  }),
  codes: z.array(evidenceCode),
  buckets: z.int(),
  scale: z.number(),
  cap: z.number(),
  biases: z.array(z.number()),
  thresholds: z.array(z.number()),
});
export type ModelHeader = z.infer<typeof modelHeader>;

let shipped: TextModel | undefined;

/** The model that Kith ships. Throws where the installation is damaged. */
export function loadShippedModel(): TextModel {
  shipped ??= readModel(shippedModelFolder);
  return shipped;
}

export function readModel(folder: string): TextModel {
  const { trained: _, ...header } = modelHeader.parse(JSON.parse(readFileSync(`${folder}/${HEADER}`, 'utf8')));
  const bytes = gunzipSync(readFileSync(`${folder}/${WEIGHTS}`), { maxOutputLength: WEIGHTS_BYTES_MAX });
  const { codes, buckets, biases, thresholds } = header;
  if (bytes.length !== buckets * codes.length || biases.length !== codes.length || thresholds.length !== codes.length) {
    throw new Error(`${folder}: the weights don't go with their header`);
  }
  if ((buckets & (buckets - 1)) !== 0) throw new Error(`${folder}: ${buckets} buckets is no power of two`);
  return { ...header, weights: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
}
