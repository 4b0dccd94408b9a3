/** Each way in which a measure is shown, with what shows it. */
import type { MeasureView, MeasureWay } from '@kith/contract';
import { useMay } from '../api/use-api.tsx';
import { useWords } from '../words/use-words.tsx';
import { AttestForm } from './attest-form.tsx';
import { Attestation } from './attestation.tsx';
import { CountMonths } from './count-months.tsx';
import { SaidWords } from './said.tsx';

export function Way({ of, measure }: { of: MeasureWay; measure: MeasureView }) {
  switch (of.way) {
    case 'counted':
      return <CountedWay of={of} />;
    case 'configured':
      return <ConfiguredWay of={of} />;
    case 'tested':
      return <TestedWay of={of} />;
    case 'attested':
      return <AttestedWay of={of} measure={measure} />;
    default:
      return of satisfies never;
  }
}

type Of<W extends MeasureWay['way']> = { of: Extract<MeasureWay, { way: W }> };

function Gap({ gap }: { gap: boolean }) {
  const { t } = useWords();
  return gap ? <span className="tag tag--strong">{t('measures.gap')}</span> : null;
}

function CountedWay({ of }: Of<'counted'>) {
  const { t, number, named, day } = useWords();
  const say = (key: readonly string[]) => key.map((part) => named('countKey', part)).join(' · ');
  const year = of.standing ? 'measures.standing' : of.atLeast ? 'measures.yearAtLeast' : 'measures.year';
  return (
    <section className="part">
      <h3>
        {t('measureWay.counted')}: <SaidWords of={of.title} /> <Gap gap={of.gap} />
      </h3>
      <p>
        {t(year, { n: number(of.year), count: of.year })} {of.year === 0 && of.mayBeNone && t('measures.mayBeNone')}
        {of.gap && t('measures.gapCounted')} {of.since !== null && t('measures.since', { day: day(of.since) })}{' '}
        {of.total !== null && of.parts.length > 0 && t('measures.total', { what: named('countKey', of.total) })}
      </p>
      {of.parts.length > 0 && of.dimensions.length > 0 && (
        <ul className="facts">
          {of.parts.map(({ key, n }) => (
            <li key={key.join('/')}>
              {say(key)}: {number(n)}
            </li>
          ))}
        </ul>
      )}
      {of.months.some(({ n }) => n !== null && n > 0) && <CountMonths name={of.title.words} months={of.months} />}
    </section>
  );
}

function ConfiguredWay({ of }: Of<'configured'>) {
  const { t } = useWords();
  return (
    <section className="part">
      <h3>
        {t('measureWay.configured')}: <SaidWords of={of.title} /> <Gap gap={of.gap} />
      </h3>
      <p>
        <b>{t(`measureShows.${of.shows}`)}</b> <SaidWords of={of.found} />
      </p>
    </section>
  );
}

function TestedWay({ of }: Of<'tested'>) {
  const { t } = useWords();
  return (
    <section className="part">
      <h3>{t('measureWay.tested')}</h3>
      <p>
        {t('measures.tested')} <code>{of.file}</code>
      </p>
      {of.holds.length === 0 ? (
        <p className="quiet">{t('measures.noTests')}</p>
      ) : (
        <details>
          <summary>
            {t('measures.holds', { count: of.holds.length })}
            <span className="unseen">: {of.file}</span>
          </summary>
          <ul className="bullets" lang="en">
            {of.holds.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function AttestedWay({ of, measure }: Of<'attested'> & { measure: MeasureView }) {
  const { t } = useWords();
  const mayAttest = useMay()('measures.write');
  const { standing } = of;
  return (
    <section className="part">
      <h3>
        {t('measureWay.attested')}: <SaidWords of={of.title} /> <Gap gap={of.gap} />
      </h3>
      {standing === null ? (
        <p>{t(mayAttest ? 'measures.notAttested' : 'measures.notAttestedAsk')}</p>
      ) : (
        <Attestation of={standing} />
      )}
      {mayAttest && <AttestForm measure={measure} way={of} />}
    </section>
  );
}
