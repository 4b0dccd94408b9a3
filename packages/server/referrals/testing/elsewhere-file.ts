/** What tests of sending to an authority elsewhere share. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReferralView } from '@kith/contract';
import type { Staff } from '../../testing/sign-in.ts';
import { FOREIGN } from './foreign-kind.ts';
import type { Desk } from './office.ts';

const module = fileURLToPath(new URL('elsewhere.ts', import.meta.url));

/** A file of referrals that names the kind as an operator would. */
export async function fileOfReferrals(folder: string): Promise<string> {
  const path = join(folder, 'referrals.yaml');
  const reporter = { firstName: 'Ann', lastName: 'Example', email: 'safety@example.com' };
  const provider = { uk: false, name: 'Example Ltd', platform: 'Example' };
  await writeFile(path, JSON.stringify({ provider, reporter, usual: FOREIGN, kinds: [module] }));
  return path;
}

/** By two people. */
export async function approved(at: Desk, ann: Staff, ben: Staff, account: string): Promise<ReferralView> {
  const drafted = await at.draft(ann, await at.caseOf(account), { kind: FOREIGN });
  return at.step(ben, await at.step(ann, drafted, 'check'), 'approve');
}
