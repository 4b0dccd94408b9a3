/** How large a packed file is when it is unpacked: by unpacking it, since what it says of itself may be a lie. */
import { inflateRawSync } from 'node:zlib';

// the ZIP file format (PKWARE's APPNOTE, 4.3.7, 4.3.12 and 4.3.16): signatures, and bytes before the names
const END = { signature: 0x06054b50, bytes: 22, commentMax: 0xffff } as const;
const ENTRY = { signature: 0x02014b50, bytes: 46 } as const;
const LOCAL_BYTES = 30;
const DEFLATED = 8;

/** Whether everything in a ZIP file, unpacked, has at most so many bytes; null where it is no ZIP file, or a torn one. */
export function unpacksWithin(file: Uint8Array, bytesMax: number): boolean | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  try {
    let left = bytesMax;
    for (const { packed, isDeflated } of entriesOf(bytes)) {
      if (!isDeflated) left -= packed.length;
      else if (left > 0) left -= inflateRawSync(packed, { maxOutputLength: left }).length;
      if (left < 0) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return false;
    return null;
  }
}

function* entriesOf(bytes: Buffer): Generator<{ packed: Buffer; isDeflated: boolean }> {
  const end = endOf(bytes);
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== ENTRY.signature) throw new Error('no entry');
    const local = bytes.readUInt32LE(at + 42);
    const from = local + LOCAL_BYTES + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + bytes.readUInt32LE(at + 20));
    yield { packed, isDeflated: bytes.readUInt16LE(at + 10) === DEFLATED };
    at += ENTRY.bytes + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

function endOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END.bytes - END.commentMax);
  for (let at = bytes.length - END.bytes; at >= first; at--) {
    if (bytes.readUInt32LE(at) === END.signature) return at;
  }
  throw new Error('no end');
}
