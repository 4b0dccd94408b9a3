import type { CaseView } from '@kith/contract';
import { Level } from '../queue/level.tsx';
import { useWords } from '../words/use-words.tsx';
import { Bars } from './bars.tsx';
import { RestsOn, type RestsOnProps } from './rests-on.tsx';

/** Terms that are shown at once; the rest opens. */
const TERMS_SHOWN = 6;

/** Why the risk is what it is: each term with its words, its points, and a bar as long as they are. */
export function RiskBars({ view, onGo }: { view: Pick<CaseView, 'risk'> } & Pick<RestsOnProps, 'onGo'>) {
  const { t, points } = useWords();
  const { risk } = view;
  if (risk === null) {
    return (
      <section className="part">
        <h2>{t('risk.title')}</h2>
        <p className="quiet">{t('risk.unknown')}</p>
      </section>
    );
  }
  const terms = risk.contributions.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points));
  const most = Math.max(1, ...terms.map((term) => Math.abs(term.points)));
  const bars = (some: typeof terms) => (
    <Bars
      most={most}
      terms={some.map((term) => ({
        ...term,
        key: `${term.term} ${term.feature ?? ''}`,
        under: <RestsOn term={term} onGo={onGo} />,
      }))}
    />
  );
  return (
    <section className="part">
      <h2>{t('risk.title')}</h2>
      <p>
        <Level level={risk.level} />{' '}
        <span className="quiet">
          {t('risk.score', {
            score: points(risk.score),
            medium: points(risk.thresholds.medium),
            high: points(risk.thresholds.high),
          })}
        </span>
      </p>
      {bars(terms.slice(0, TERMS_SHOWN))}
      {terms.length > TERMS_SHOWN && (
        <details>
          <summary>{t('risk.more', { count: terms.length - TERMS_SHOWN })}</summary>
          {bars(terms.slice(TERMS_SHOWN))}
        </details>
      )}
      {risk.beside.length > 0 && (
        <details>
          <summary>{t('risk.beside', { count: risk.beside.length })}</summary>
          <ul className="facts facts--lines">
            {risk.beside.map((one) => (
              <li key={one.term}>
                {one.words}
                <RestsOn term={one} onGo={onGo} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className="quiet">{t('risk.versions', { model: risk.model, policy: risk.policy })}</p>
    </section>
  );
}
