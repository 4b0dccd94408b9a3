import type { RulingKind } from '@kith/contract';
import { KINDS } from '../actions/choose-kind.ts';
import { useWords } from '../words/use-words.tsx';
import { ALONE } from './ruling.ts';
import type { CaseDeskState } from './use-case-desk.tsx';

/** What one ruling does together: while words are written, digits are letters, so these are chosen here, too. */
export function Measures({ desk, chosen }: { desk: CaseDeskState; chosen: readonly RulingKind[] }) {
  const { t } = useWords();
  const { ruling, marked } = desk;
  if (chosen.some((kind) => ALONE.includes(kind))) return null;
  return (
    <fieldset className="choice choice--lines">
      <legend>{t('judging.measures')}</legend>
      {KINDS.filter((kind) => !ALONE.includes(kind)).map((kind) => (
        <label key={kind} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(kind)}
            disabled={kind === 'remove_content' && marked.size === 0}
            onChange={() => ruling.choose(kind)}
          />
          {t(`kind.${kind}`)}
        </label>
      ))}
      <p className="quiet">{t('judging.marked', { count: marked.size })}</p>
    </fieldset>
  );
}
