/** What comes in pieces from somewhere that is not to be believed. */

/**
 * Reads it whole. Where it is longer than `bytesMax`, leaving the loop closes where it comes from.
 * @param tooLong what is thrown then
 */
export async function readAtMost(
  pieces: AsyncIterable<Uint8Array>,
  bytesMax: number,
  tooLong: () => Error,
): Promise<Buffer> {
  const read: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > bytesMax) throw tooLong();
    read.push(piece);
  }
  return Buffer.concat(read);
}
