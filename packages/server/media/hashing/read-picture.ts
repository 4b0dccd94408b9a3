/** From a file's bytes to the hashes of what it shows. Runs in a process of its own. */
import { luminanceOf, pdqsOf } from '@kith/engine';
import sharp, { type Sharp } from 'sharp';
import { exactHashesOf } from './exact.ts';
import { HashingError } from './failure.ts';
import { type Format, formatOf } from './format.ts';
import type { HashedFrame, HashedPicture } from './hashed.ts';
import { FRAMES_MAX, PIXELS_MAX } from './limits.ts';

/**
 * Larger pictures are scaled to fit within so many pixels a side before they are hashed, as those were whose hashes the
 * reference implementation publishes: hashes of the full size are up to ten bits from those, of this size at most two.
 */
const SIDE_MAX = 512;

/** The decoder of each kind. All others are turned off: libvips would read PDF, SVG and TIFF too, by more code than we need. */
const DECODERS: Record<Format, string> = {
  jpeg: 'VipsForeignLoadJpegBuffer',
  png: 'VipsForeignLoadPngBuffer',
  webp: 'VipsForeignLoadWebpBuffer',
  gif: 'VipsForeignLoadNsgifBuffer',
  avif: 'VipsForeignLoadHeifBuffer',
};

/** To be called once, before the first picture. */
export function prepareDecoders(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: Object.values(DECODERS) });
  // no picture comes twice, and the process is to have one core
  sharp.cache(false);
  sharp.concurrency(1);
}

/** Which frames are hashed, of so many: all, or as many as may be, evenly spread from the first to the last. */
export function framesOf(count: number): number[] {
  if (count <= FRAMES_MAX) return Array.from({ length: count }, (_, frame) => frame);
  return Array.from({ length: FRAMES_MAX }, (_, i) => Math.round((i * (count - 1)) / (FRAMES_MAX - 1)));
}

/** Throws a HashingError with one of the reasons that are the file's own. */
export async function readPicture(bytes: Uint8Array): Promise<HashedPicture> {
  const format = formatOf(bytes);
  if (format === null) throw new HashingError('not_a_picture');
  const { width, height, pages = 1 } = await orDamaged(open(bytes, 0).metadata());
  if (width * height > PIXELS_MAX) throw new HashingError('too_many_pixels');
  const hashed: HashedFrame[] = [];
  for (const frame of framesOf(pages)) hashed.push(await readFrame(bytes, frame));
  return { format, width, height, frames: pages, exact: exactHashesOf(bytes), hashed };
}

const open = (bytes: Uint8Array, page: number): Sharp =>
  sharp(bytes, { page, pages: 1, failOn: 'error', limitInputPixels: PIXELS_MAX, sequentialRead: true });

async function readFrame(bytes: Uint8Array, frame: number): Promise<HashedFrame> {
  const { data, info } = await orDamaged(
    open(bytes, frame)
      .resize(SIDE_MAX, SIDE_MAX, { fit: 'inside', withoutEnlargement: true, kernel: 'linear' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  );
  const { hashes, quality } = pdqsOf(luminanceOf(data, info.channels, info.width, info.height));
  return { frame, quality, pdq: hashes };
}

/** What libvips says of a file is in no fixed words, and says nothing that whoever sent it could act on. */
async function orDamaged<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const isLarge = error instanceof Error && /pixel limit/i.test(error.message);
    throw new HashingError(isLarge ? 'too_many_pixels' : 'damaged', error);
  }
}
