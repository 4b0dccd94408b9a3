/** Whether referrals can be made, who reports them to whom, and whether any waits for somebody to look. */
import type { Kysely } from 'kysely';
import type { Config } from '../ground/config/index.ts';
import type { Records } from '../ground/database/index.ts';
import { keysOf } from '../kept/index.ts';
import { countReferrals, kindsShown, loadKinds, readReferrals } from '../referrals/index.ts';
import { RulesError } from '../rules-error.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

/** @param records null where they can't be asked as they are */
export async function checkReferrals(
  config: Config,
  records: Kysely<Records> | null,
  now_ms: number,
): Promise<Finding[]> {
  try {
    const settings = readReferrals(config);
    const kinds = kindsShown(settings, await loadKinds(settings));
    const found = [good('referrals', kinds.map(({ kind, how }) => `${kind} ${how}`).join('; '))];
    if (keysOf(config) === null) {
      const says = 'there is no folder for keys: nothing can be referred, as what is told could not be sealed';
      found.push(warning('referral keys', says, 'name a folder that all processes share: KITH_KEEP_KEYS'));
    }
    if (settings.provider === null) {
      const says = 'nobody says who provides the service and who reports for it: nothing is sent by machine';
      found.push(warning('referral settings', says, 'name a file: KITH_REFERRALS (docs/REFERRALS.md)'));
    } else if (settings.provider.uk && settings.nca.registeredOn === null) {
      const says = 'the provider is not registered with the NCA, which it must be before its first report';
      found.push(warning('NCA', says, 'register, then set nca.registeredOn (docs/REFERRALS.md)'));
    }
    return records === null ? found : [...found, ...(await waiting(records, now_ms))];
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    return [wrong('referrals', error.message, 'mend the file at the places named')];
  }
}

async function waiting(records: Kysely<Records>, now_ms: number): Promise<Finding[]> {
  const { overdue, stuck, requestsOverdue } = await countReferrals(records, now_ms);
  if (overdue + stuck + requestsOverdue === 0) return [];
  const says = `${stuck} can not be sent, ${overdue} are past their target, ${requestsOverdue} requests of authorities are not answered`;
  return [wrong('referrals that wait', says, 'kith referrals list; then the console')];
}
