/** What hashing a picture gives, as the process that reads it tells it; and that Kith believes nothing else of that process. */
import { TURNS } from '@kith/engine';
import { z } from 'zod';
import { FAILURES, isHashingFailure } from './failure.ts';
import { FORMATS } from './format.ts';
import { FRAMES_MAX } from './limits.ts';

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));

const frame = z.strictObject({
  /** which frame it is, from 0 */
  frame: z.int().min(0),
  /** 0 to 100; under QUALITY_MIN the hash is not to be compared with others */
  quality: z.int().min(0).max(100),
  /** its PDQ hash as it is, and turned and mirrored in the seven other ways */
  pdq: z.record(z.enum(TURNS), hex(64)),
});

const picture = z.strictObject({
  format: z.enum(FORMATS),
  width: z.int().min(1),
  height: z.int().min(1),
  /** frames of the file; at most FRAMES_MAX of them were hashed */
  frames: z.int().min(1),
  exact: z.strictObject({ md5: hex(32), sha1: hex(40), sha256: hex(64) }),
  hashed: z.array(frame).min(1).max(FRAMES_MAX),
});

export type HashedFrame = z.infer<typeof frame>;
export type HashedPicture = z.infer<typeof picture>;

const failures = z.enum(Object.keys(FAILURES).filter(isHashingFailure));

/** From the process: once that it is ready, then one for each file. */
export const reply = z.union([
  z.strictObject({ ready: z.literal(true) }),
  z.strictObject({ picture, memory_MB: z.number().min(0) }),
  z.strictObject({ failure: failures, memory_MB: z.number().min(0) }),
]);
export type Reply = z.input<typeof reply>;
