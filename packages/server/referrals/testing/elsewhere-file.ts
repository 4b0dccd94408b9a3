/** What tests of sending to an authority elsewhere share. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ReferralView } from '@kith/contract';
import type { Staff } from '../../testing/sign-in.ts';
import { FOREIGN } from './foreign-kind.ts';
import type { Desk } from './office.ts';

const module = fileURLToPath(new URL('elsewhere.ts', import.meta.url));
/** How long a test waits for what happens in its own time, milliseconds: only a fault takes so long. */
const PATIENCE_MS = 60_000;

/** A file of referrals that names the kind as an operator would. */
export async function fileOfReferrals(folder: string): Promise<string> {
  const path = join(folder, 'referrals.yaml');
  const reporter = { firstName: 'Ann', lastName: 'Example', email: 'safety@example.com' };
  const provider = { uk: false, name: 'Example Ltd', platform: 'Example' };
  await writeFile(path, JSON.stringify({ provider, reporter, usual: FOREIGN, kinds: [module] }));
  return path;
}

export async function until<T>(what: string, look: () => Promise<T | null | false>): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const found = await look();
    if (found !== null && found !== false) return found;
  }
  throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
}

/** By two people. */
export async function approved(at: Desk, ann: Staff, ben: Staff, account: string): Promise<ReferralView> {
  const drafted = await at.draft(ann, await at.caseOf(account), { kind: FOREIGN });
  return at.step(ben, await at.step(ann, drafted, 'check'), 'approve');
}
