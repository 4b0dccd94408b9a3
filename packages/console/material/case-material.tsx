/** That known material matched: which list, exactly or by likeness, when. Never the picture: nobody has to look at what is known. */
import { useMay } from '../api/use-api.tsx';
import { sayProblem } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { MaterialItem } from './material-item.tsx';
import { SaySheet } from './say-sheet.tsx';
import { useMaterial } from './use-material.ts';

export function CaseMaterial({ caseId }: { caseId: string }) {
  const { t } = useWords();
  const may = useMay();
  const { data, error, asked, ask, judge } = useMaterial(caseId);
  if (data === undefined) return error === null ? null : <p role="alert">{sayProblem(t, error)}</p>;
  if (data.material.length === 0) return null;
  return (
    <section className="links" aria-labelledby="material-title">
      <h2 id="material-title">{t('material.title', { count: data.material.length })}</h2>
      <p className="quiet">{t('material.unseen')}</p>
      <ul className="links__edges">
        {data.material.map((item) => (
          <MaterialItem
            key={`${item.media} ${item.account} ${item.at} ${item.messages.at(0)?.message}`}
            item={item}
            onSay={may('evidence.see') ? ask : null}
          />
        ))}
      </ul>
      {data.more && <p className="quiet">{t('material.more')}</p>}
      {asked !== null && <SaySheet asked={asked} judge={judge} onClose={() => ask(null)} />}
    </section>
  );
}
