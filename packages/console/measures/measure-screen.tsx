/** One measure: whether and why it applies, each way in which it is shown, and its evidence over time. */
import type { MeasureView } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { useMode } from '../shell/now.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { Attestation } from './attestation.tsx';
import { Counted } from './counted.tsx';
import { SaidWords } from './said.tsx';
import { StateMark } from './state-mark.tsx';
import { Way } from './ways.tsx';
import { Why } from './why.tsx';

export function MeasureScreen({ code, id }: { code: string; id: string }) {
  const { t } = useWords();
  useTitle(`${code} ${id}`);
  useMode('measures');
  const { api } = useDesk();
  const { data, error } = useQuery({
    queryKey: ['measures', code, id],
    queryFn: () => api.get<MeasureView>(address('measures', code, id)),
  });
  return (
    <section className="page lists">
      <p>
        <Link href="/measures">{t('screen.measures')}</Link>
      </p>
      <h1>
        {code} {id} {data !== undefined && <SaidWords of={data.title} />}
      </h1>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && <Shown of={data} />}
    </section>
  );
}

function Shown({ of }: { of: MeasureView }) {
  const { t } = useWords();
  return (
    <>
      <section className="part">
        <h2>{t('measures.stands')}</h2>
        <p>
          <StateMark state={of.state} /> {t(`measureWhy.${of.why}`)}
        </p>
        <Counted of={of.counted} />
        <p className="quiet">{t('measures.noJudgement')}</p>
      </section>
      <Text of={of} />
      <section className="part">
        <h2>{t('measures.applies')}</h2>
        <p>{t(`measureApplies.${of.applies}`)}</p>
        <Why lines={of.because} />
        <p>
          <Link href="/measures/answers">{t('measures.answers')}</Link>
        </p>
      </section>
      <section className="part">
        <h2>{t('measures.ways')}</h2>
        {of.shown.map((way) => (
          <Way
            key={JSON.stringify([way.way, 'name' in way ? way.name : way.way === 'tested' ? way.file : way.statement])}
            of={way}
            measure={of}
          />
        ))}
      </section>
      {of.earlier.length > 0 && (
        <section className="part">
          <h2>{t('measures.earlier')}</h2>
          {of.earlier.map((one) => (
            <Attestation key={one.id} of={one} />
          ))}
        </section>
      )}
    </>
  );
}

/** What the measure is, and how sure that is what the official text says. */
function Text({ of: { of: code, wording, about, own, proposal } }: { of: MeasureView }) {
  const { t, day } = useWords();
  return (
    <section className="part">
      <h2>{t('measures.text')}</h2>
      <ul className="facts facts--lines">
        <li>
          <SaidWords of={code.title} />, {t('measures.version', { version: code.version })},{' '}
          {t('measures.issued', { day: day(code.issued) })}
        </li>
        <li>
          {proposal
            ? t('measures.proposalWhole')
            : code.inForce !== null && t('measures.inForce', { day: day(code.inForce) })}
        </li>
        <li>
          {t(`measureWording.${wording}`)} {wording !== 'quoted' && <b>{t('measures.toCheck')}</b>}
        </li>
        {own && <li>{t('measures.ownWhole')}</li>}
        {about !== null && (
          <li>
            <SaidWords of={about} />
          </li>
        )}
        <li>
          <a href={code.link} rel="noreferrer">
            {t('measures.official', { code: code.code })}
          </a>
        </li>
      </ul>
    </section>
  );
}
