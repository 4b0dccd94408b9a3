/** Pictures of our own making: slopes, shapes and grain, the same ones for the same seed. */
import sharp, { type Sharp } from 'sharp';
import { numbers } from '../../matching/testing/hashes.ts';
import type { Format } from '../format.ts';

export interface Scene {
  width: number;
  height: number;
  seed: number;
  /** how many discs and bars */
  shapes: number;
  /** how much each pixel is off, of 255 */
  grain: number;
}

const CHANNELS = 3;

/** A slope from one colour to another, and shapes in front of it. */
function pixelsOf({ width, height, seed, shapes, grain }: Scene): Buffer {
  const next = numbers(seed);
  const below = (end: number): number => next() % end;
  const colour = (): number[] => [below(256), below(256), below(256)];
  const [from, to] = [colour(), colour()];
  const drawn = Array.from({ length: shapes }, () => ({
    round: below(2) === 0,
    x: below(width),
    y: below(height),
    size: 1 + below(Math.ceil(Math.min(width, height) / 3)),
    of: colour(),
  }));
  const pixels = Buffer.alloc(width * height * CHANNELS);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const along = (x + y) / (width + height);
      const shape = drawn.findLast(({ round, x: cx, y: cy, size }) =>
        round ? Math.hypot(x - cx, y - cy) < size : Math.abs(x - cx) < size && Math.abs(y - cy) < size / 3,
      );
      for (let c = 0; c < CHANNELS; c++) {
        const value = shape === undefined ? from[c] + (to[c] - from[c]) * along : shape.of[c];
        const off = grain === 0 ? 0 : below(2 * grain + 1) - grain;
        pixels[(y * width + x) * CHANNELS + c] = Math.max(0, Math.min(255, Math.round(value + off)));
      }
    }
  }
  return pixels;
}

export const scene = (of: Partial<Scene> = {}): Scene => ({
  width: 160,
  height: 120,
  seed: 1,
  shapes: 12,
  grain: 8,
  ...of,
});

const drawn = (of: Scene): Sharp =>
  sharp(pixelsOf(of), { raw: { width: of.width, height: of.height, channels: CHANNELS } });

/** A file of one picture. */
export function picture(of: Scene, format: Format): Promise<Buffer> {
  switch (format) {
    case 'jpeg':
      return drawn(of).jpeg({ quality: 85 }).toBuffer();
    case 'png':
      return drawn(of).png().toBuffer();
    case 'webp':
      return drawn(of).webp({ quality: 80 }).toBuffer();
    case 'gif':
      return drawn(of).gif().toBuffer();
    case 'avif':
      return drawn(of).avif({ quality: 60, effort: 1 }).toBuffer();
    default:
      throw new Error(format satisfies never);
  }
}

/** A file of several pictures, one after another. */
export async function animation(scenes: readonly Scene[], format: 'gif' | 'webp'): Promise<Buffer> {
  const frames = await Promise.all(scenes.map((one) => picture(one, 'png')));
  const joined = sharp(frames, { join: { animated: true } });
  return format === 'gif' ? joined.gif({ effort: 1 }).toBuffer() : joined.webp({ effort: 0 }).toBuffer();
}
