/** How bright a picture is, place by place. */

export interface Luminance {
  width: number;
  height: number;
  /** row after row, 0 (black) to 255 (white) */
  values: Float32Array;
}

/** How much red, green and blue count (ITU-R BT.601, as hash lists are made with): of the values as stored, not of light. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/**
 * The luminance of pixels that stand row after row: of one or two bytes each (grey, alpha), or of three or four (red, green,
 * blue, alpha). Alpha is left out, as those do who make lists.
 */
export function luminanceOf(pixels: Uint8Array, channels: number, width: number, height: number): Luminance {
  if (pixels.length !== width * height * channels) {
    throw new RangeError(`${width} x ${height} pixels of ${channels} bytes are not ${pixels.length} bytes`);
  }
  const values = new Float32Array(width * height);
  const isGrey = channels < 3;
  for (let at = 0, from = 0; at < values.length; at++, from += channels) {
    values[at] = isGrey ? pixels[from] : RED * pixels[from] + GREEN * pixels[from + 1] + BLUE * pixels[from + 2];
  }
  return { width, height, values };
}
