/** Compressing what goes over the wire: pages and style sheets repeat themselves, and telephones have bad lines. */
import compress from '@fastify/compress';
import type { HttpApp } from '../http/index.ts';

/**
 * Compresses every answer of a scope. Not for pages that repeat what another site can make a browser send, beside a secret: the
 * secret could be found by their sizes (BREACH).
 */
export async function compressed(scope: HttpApp): Promise<void> {
  await scope.register(compress, { encodings: ['br', 'gzip'], globalDecompression: false });
}
