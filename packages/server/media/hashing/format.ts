/** What kind of picture a file is by its first bytes, whatever it is called. Only these kinds ever reach a decoder. */

export const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const;
export type Format = (typeof FORMATS)[number];

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  bytes.length >= at + text.length && [...text].every((sign, i) => bytes[at + i] === sign.charCodeAt(0));

/** Brands of the container that AVIF has in common with HEIC and video, each of four letters. */
const AVIF_BRANDS = new Set(['avif', 'avis']);
const BRAND_LETTERS = 4;
/** The main brand and those it goes with stand in the first box; a real one has a dozen. */
const BRAND_BOX_MAX = 256;

function isAvif(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, 'ftyp', 4)) return false;
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  const end = Math.min(size, BRAND_BOX_MAX, bytes.length);
  for (let at = 8; at + BRAND_LETTERS <= end; at += BRAND_LETTERS) {
    // the four bytes after the main brand are its version
    if (at !== 12 && AVIF_BRANDS.has(String.fromCharCode(...bytes.subarray(at, at + BRAND_LETTERS)))) return true;
  }
  return false;
}

/** Null for anything else. */
export function formatOf(bytes: Uint8Array): Format | null {
  if (startsWith(bytes, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'webp';
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return 'gif';
  return isAvif(bytes) ? 'avif' : null;
}

/** Whether a media type (`image/png`) speaks of another kind than the file is. One that names no kind of picture says nothing. */
export function contradicts(mediaType: string, format: Format): boolean {
  const [type, kind] = mediaType.toLowerCase().split(';')[0].trim().split('/');
  if (type !== 'image') return type === 'video' || type === 'audio' || type === 'text';
  return kind !== format && !(kind === 'jpg' && format === 'jpeg') && !(kind === 'apng' && format === 'png');
}
