/** Files one after another in a stream: the number of bytes of each (four bytes, the highest first), then those bytes. */
import { BYTES_MAX } from './limits.ts';

export const LENGTH_BYTES = 4;

export function lengthOf(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return length;
}

/** The files of a stream, as each is complete. Throws where the stream is none of ours. */
export async function* filesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let into = new Uint8Array(LENGTH_BYTES);
  let filled = 0;
  let isLength = true;
  for await (const chunk of stream) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + into.length - filled);
      into.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < into.length) continue;
      if (isLength) {
        const length = new DataView(into.buffer).getUint32(0);
        if (length === 0 || length > BYTES_MAX) throw new Error(`a file of ${length} bytes`);
        into = new Uint8Array(length);
      } else {
        yield into;
        into = new Uint8Array(LENGTH_BYTES);
      }
      isLength = !isLength;
      filled = 0;
    }
  }
}
