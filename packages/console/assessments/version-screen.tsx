/** A version as it was signed: what it says, its hash, and what it would answer of the measures' questions. */
import type { AssessmentVersion } from '@kith/contract';
import { Link } from 'wouter';
import { address, withQuery } from '../api/http.ts';
import { Foreign } from '../foreign/foreign.tsx';
import { useMode } from '../shell/now.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { Grade } from './grade.tsx';
import { Offers } from './offers.tsx';
import { SaidWords } from './said-words.tsx';
import { toKind, useVersion } from './use-assessment.ts';

const FORMATS = ['html', 'pdf', 'csv', 'json'] as const;

export function VersionScreen({ kind, number }: { kind: string; number: number }) {
  const { t } = useWords();
  const { data, error } = useVersion(kind, number);
  const title = data?.content.title ?? t('screen.assessments');
  useMode('assessments');
  useTitle(title);
  return (
    <section className="page">
      <p>
        <Link href={toKind(kind)}>{t('assessment.back')}</Link>
      </p>
      <h1>
        <span lang={data === undefined ? undefined : 'en'}>{title}</span>
        {data !== undefined && <> · {t('assessment.version', { number })}</>}
      </h1>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && <Signed version={data} />}
      {data !== undefined && <Offers version={data} />}
    </section>
  );
}

function Signed({ version: { content, sha256 } }: { version: AssessmentVersion }) {
  const { t, day } = useWords();
  const { kind, from, signed, review } = content;
  return (
    <>
      <p>{t('assessment.signedBy', { name: signed.name, position: signed.position, when: day(signed.on) })}</p>
      <p>
        {t('assessment.due', { when: day(review.due) })} <Grade source={review.source} wording={review.wording} />
      </p>
      <p lang="en">{content.about}</p>
      <p>
        <Grade source={content.law} wording={content.wording} />
      </p>
      <p className="quiet">
        SHA-256 <span className="hash">{sha256}</span>
      </p>
      <p className="buttons">
        {FORMATS.map((format) => (
          <a
            key={format}
            className="button button--plain"
            href={withQuery(address('assessments', kind, 'versions', String(content.number), 'document'), { format })}
            download
          >
            {t('assessment.export', { format: format.toUpperCase() })}
          </a>
        ))}
      </p>
      {from !== null && (
        <p className="buttons">
          <Link className="button button--plain" href={`${toKind(kind)}/changed/${from}/${content.number}`}>
            {t('assessment.changedSince', { number: from })}
          </Link>
        </p>
      )}
      {content.sections.map((section) => (
        <section key={section.id} className="part">
          <h2 lang="en">{section.title}</h2>
          {section.questions.map((question) => (
            <div key={question.id}>
              <h3 lang="en">{question.ask}</h3>
              <SaidWords answer={question} />
              <p>
                <Grade source={question.source} wording={question.wording} />
              </p>
            </div>
          ))}
        </section>
      ))}
      {content.changes.length > 0 && (
        <section className="part">
          <h2>{t('assessment.considered')}</h2>
          <ul className="facts facts--lines">
            {content.changes.map(({ id, note }) => (
              <li key={id}>
                <Foreign text={note} lines />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
