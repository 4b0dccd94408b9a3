/** The operator's own files of measures and figures: whether they can be used, and that they are in no backup of Kith's. */
import { openLibrary } from '../figures/index.ts';
import type { Config } from '../ground/config/index.ts';
import { RegistryInUse } from '../measures/index.ts';
import { type Finding, good, messageOf, wrong } from './finding.ts';

/** Such folders are configuration: whoever restores Kith puts them back from where the rest of that is kept. */
const KEPT = 'kith backup leaves it out: keep it with the rest of your configuration';

export function checkMeasures({ measures: { folder } }: Pick<Config, 'measures'>): Finding {
  const { problems, codes } = new RegistryInUse(folder, null);
  if (folder === null) return good('measures', 'those that come with Kith');
  if (problems !== null) return wrong('measures', problems, 'mend the files at the places named, then send SIGHUP');
  const own = codes.filter((code) => code.own.size > 0).map(({ code }) => code);
  return good('measures', `${own.length === 0 ? 'no code' : own.join(', ')} of your own in ${folder}; ${KEPT}`);
}

export function checkFigures({ figures: { folder } }: Pick<Config, 'figures'>): Finding {
  try {
    const { imports } = openLibrary(folder);
    if (folder === null) return good('figures', 'those that come with Kith');
    return good('figures', `${imports.length} imports of your own in ${folder}; ${KEPT}`);
  } catch (error) {
    return wrong('figures', messageOf(error), 'mend the file at the place named; kith figures list says what is there');
  }
}
