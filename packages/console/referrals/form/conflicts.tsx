/** What two people changed, and not alike: both are shown, and one of them is chosen. */
import type { EvidenceItem, FormSection } from '@kith/contract';
import { Button } from 'react-aria-components';
import { Foreign } from '../../foreign/foreign.tsx';
import { useWords } from '../../words/use-words.tsx';
import { linesOf, placedFields } from './fields.ts';
import { type Conflict, type Edited, withMine } from './merge.ts';
import { useSaying } from './use-saying.ts';

interface ConflictsProps {
  form: readonly FormSection[];
  conflicts: readonly Conflict[];
  edited: Edited;
  evidence: readonly EvidenceItem[];
  onSettle(conflict: Conflict, edited: Edited): void;
}

export function Conflicts({ form, conflicts, edited, evidence, onSettle }: ConflictsProps) {
  const { t } = useWords();
  const saying = useSaying(evidence);
  if (conflicts.length === 0) return null;
  const fields = placedFields(form, {});
  const label = (conflict: Conflict): string => {
    if (conflict.what !== 'field') return t(`referral.${conflict.what}`);
    return fields.find(({ path }) => path === conflict.path)?.field.label ?? conflict.path;
  };
  function lines(conflict: Conflict, whose: 'mine' | 'theirs'): string[] {
    switch (conflict.what) {
      case 'field': {
        const field = fields.find(({ path }) => path === conflict.path)?.field;
        return field === undefined ? [] : linesOf(field, conflict[whose], saying);
      }
      case 'priority':
        return [t(`referral.priority.${conflict[whose]}`)];
      case 'evidence':
        return conflict[whose].map(saying.evidence);
      default:
        return conflict satisfies never;
    }
  }
  return (
    <section className="changed conflicts" role="alert" aria-label={t('conflict.title')}>
      <h2>{t('conflict.title')}</h2>
      <p>{t('conflict.how')}</p>
      {conflicts.map((conflict) => (
        <div key={conflict.what === 'field' ? conflict.path : conflict.what} className="conflict">
          <h3>{label(conflict)}</h3>
          <div className="conflict__both">
            {(['theirs', 'mine'] as const).map((whose) => (
              <div key={whose}>
                <p className="quiet">{t(`conflict.${whose}`)}</p>
                <Lines of={lines(conflict, whose)} />
                <Button
                  className="button button--plain"
                  onPress={() => onSettle(conflict, whose === 'mine' ? withMine(edited, conflict) : edited)}
                >
                  {t(`conflict.take.${whose}`)}
                </Button>
              </div>
            ))}
          </div>
        </div>
      ))}
    </section>
  );
}

function Lines({ of }: { of: readonly string[] }) {
  const { t } = useWords();
  if (of.length === 0) return <p>{t('form.notSaid')}</p>;
  return (
    <ul>
      {of.map((line) => (
        <li key={line}>
          <Foreign text={line} most={400} />
        </li>
      ))}
    </ul>
  );
}
