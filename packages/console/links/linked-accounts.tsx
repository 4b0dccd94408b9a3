/** Accounts that may be the same person's as the case's: a drawing, every link with its reasons, and who they are. */
import { useMemo } from 'react';
import { sayProblem } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { AccountTable } from './account-table.tsx';
import { JudgeSheet } from './judge-sheet.tsx';
import { LinkDrawing } from './link-drawing.tsx';
import { LinkItem } from './link-item.tsx';
import { edgeKey, placedLinks } from './placing.ts';
import { useLinks } from './use-links.ts';

export function LinkedAccounts({ caseId }: { caseId: string }) {
  const { t } = useWords();
  const { data, error, edges, chosen, choose, asked, ask, judge, box } = useLinks(caseId);
  const placed = useMemo(() => (data === undefined ? [] : placedLinks(data)), [data]);
  const front = chosen === null ? null : edgeKey(chosen);
  if (data === undefined) return error === null ? null : <p role="alert">{sayProblem(t, error)}</p>;
  return (
    <section className="links" aria-labelledby="links-title" ref={box}>
      <h2 id="links-title">{t('links.title', { count: data.accounts.length - 1 })}</h2>
      {edges.length === 0 && <p className="quiet">{t('links.none')}</p>}
      {edges.length > 0 && (
        <div className="links__columns">
          <LinkDrawing placed={placed} edges={edges} chosen={front} onChoose={choose} />
          <ol className="links__edges">
            {edges.map((edge) => (
              <LinkItem
                key={edgeKey(edge)}
                edge={edge}
                placed={placed}
                open={edgeKey(edge) === front}
                onToggle={() => choose(edgeKey(edge) === front ? null : edgeKey(edge))}
              />
            ))}
          </ol>
          <AccountTable placed={placed} />
        </div>
      )}
      {data.more && <p className="quiet">{t('links.more')}</p>}
      {asked !== null && chosen !== null && (
        <JudgeSheet edge={chosen} state={asked} placed={placed} judge={judge} onClose={() => ask(null)} />
      )}
    </section>
  );
}
