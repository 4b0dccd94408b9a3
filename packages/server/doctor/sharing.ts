/** Whether agreements with other operators can be used: Kith does not start while one can't. */
import type { Config } from '../ground/config/index.ts';
import { RulesError } from '../rules-error.ts';
import { readSharing } from '../sharing/index.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

export function checkSharing(config: Config, now_ms: number): Finding {
  try {
    const agreements = readSharing(config);
    if (agreements.length === 0) return good('sharing', 'nothing is shared with other operators');
    const over = agreements.filter(({ until_ms }) => now_ms >= until_ms);
    const says = agreements.map(({ name, them }) => `${name} with ${them}`).join(', ');
    if (over.length === 0) return good('sharing', says);
    const names = over.map(({ name }) => name).join(', ');
    return warning(
      'sharing',
      `${says}; over: ${names}`,
      'renew it with the other operator, or take it out of the file',
    );
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    return wrong('sharing', error.message, 'mend the file, or the salt or key that it names');
  }
}
