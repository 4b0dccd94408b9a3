/** On what a wording rests, and how sure Kith is of it. All but what was quoted is to be checked. */

import type { GradeOfWording } from '@kith/contract';
import { RegistryWords } from '../measures/registry-words.tsx';
import { useWords } from '../words/use-words.tsx';

export function Grade({ source, wording }: { source: string; wording: GradeOfWording }) {
  return (
    <span className="quiet">
      <RegistryWords>{source}</RegistryWords>
      <ToCheck wording={wording} />
    </span>
  );
}

/** Behind a wording that was not quoted. */
export function ToCheck({ wording }: { wording: GradeOfWording }) {
  const { t } = useWords();
  return wording !== 'quoted' && <> · {t('assessment.toCheck')}</>;
}
