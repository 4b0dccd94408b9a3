/** Where a source may be: over https; over http only on this machine, where nobody listens in. */
import { isIP } from 'node:net';
import type { z } from 'zod';
import { isPublicAddress } from '../../../outbox/index.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export function checkWhere(
  { url, allowPrivate }: { url: string; allowPrivate: boolean },
  context: z.core.$RefinementCtx,
  field = 'url',
): void {
  const parsed = URL.parse(url);
  if (parsed === null) return; // `z.url` has said so
  const problem = (message: string) => context.addIssue({ code: 'custom', path: [field], message });
  if (parsed.username !== '' || parsed.password !== '') problem('must not carry a user name or a password: use auth');
  if (parsed.hash !== '') problem('must not have a fragment');
  const isLoopback = LOOPBACK.test(parsed.hostname);
  if (parsed.protocol !== 'https:' && !(allowPrivate && isLoopback)) problem('must be https');
  if (allowPrivate) return;
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  if (isLoopback || (isIP(host) !== 0 && !isPublicAddress(host))) {
    problem('must not be a private address (or set allowPrivate)');
  }
}
