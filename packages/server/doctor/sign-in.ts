/** Whether the people who work with Kith can sign in, and whether there is somebody who can let others in. */
import type { Kysely } from 'kysely';
import { type Config, isOpen } from '../ground/config/index.ts';
import type { Records } from '../ground/database/index.ts';
import { listPeople } from '../ground/staff/index.ts';
import { readProvider } from '../people/index.ts';
import { RulesError } from '../rules-error.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

export function checkSignIn({ listen, signIn, roles }: Config): Finding[] {
  if (!roles.has('web')) return [good('sign-in', 'this process serves no pages')];
  const found: Finding[] = [];
  const { host, port, publicUrl, trustProxy } = listen;
  const here = `http://localhost:${port}`;
  if (publicUrl === null && isOpen(host)) {
    const says = `Kith listens at ${host}, and people can sign in at ${here} on this machine alone`;
    found.push(warning('sign-in', says, 'set KITH_PUBLIC_URL to the https address where their browsers reach it'));
  } else found.push(good('sign-in', `at ${publicUrl ?? `${here}, on this machine`}`));
  if (publicUrl?.startsWith('https:') && trustProxy.length === 0) {
    const says = 'everybody seems to come from the address of the proxy that does TLS, and shares its limits';
    found.push(warning('sign-in addresses', says, "set KITH_TRUST_PROXY to the proxy's address"));
  }
  if (signIn.file === null) return found;
  try {
    const { issuer } = readProvider(signIn.file);
    return [...found, good('sign-in provider', `${issuer} (not asked)`)];
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    return [...found, wrong('sign-in provider', error.message, 'mend the file at the places named')];
  }
}

export async function checkPeople(records: Kysely<Records>): Promise<Finding> {
  const there = (await listPeople(records)).filter(({ disabledAt }) => disabledAt === null);
  if (there.length === 0) return good('people', 'nobody works with Kith yet: kith people invite');
  if (there.some(({ roles }) => roles.includes('administrator'))) return good('people', `${there.length} may sign in`);
  const mend = 'kith people invite --role administrator, or kith people roles PSEUDONYM administrator';
  return warning('people', 'nobody is administrator: nobody can let others in, or keep them out', mend);
}
