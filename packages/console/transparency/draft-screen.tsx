/** A report as it would be published, with what is withheld and why; publishes it. */
import type { TransparencyDraft } from '@kith/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Link, useLocation, useSearchParams } from 'wouter';
import { ApiProblem } from '../api/http.ts';
import { useNowMs } from '../shell/clock.ts';
import { useMode } from '../shell/now.ts';
import { sayProblem } from '../shell/use-say.ts';
import { useTitle } from '../shell/use-title.ts';
import { useWords } from '../words/use-words.tsx';
import { DraftTable } from './draft-table.tsx';
import type { Period } from './period.ts';
import { PublishSheet } from './publish-sheet.tsx';
import { useDraft } from './use-transparency.ts';

/** Seconds that pass are told apart, milliseconds. */
const TICK_MS = 1000;

export function DraftScreen() {
  const [search] = useSearchParams();
  const period = { from: search.get('from') ?? '', to: search.get('to') ?? '' };
  return <DraftOf key={`${period.from} ${period.to}`} period={period} />;
}

function DraftOf({ period }: { period: Period }) {
  const { t } = useWords();
  const { data, error, isFetching } = useDraft(period);
  const title = t('transparency.draft');
  useMode('transparency');
  useTitle(title);
  return (
    <section className="page lists">
      <p>
        <Link href="/transparency">{t('transparency.back')}</Link>
      </p>
      <h1>{data === undefined ? title : t('transparency.draftOf', { title: data.title })}</h1>
      {isFetching && <Working />}
      {!isFetching && error !== null && <Failed error={error} />}
      {!isFetching && error === null && data !== undefined && <Shown period={period} draft={data} />}
    </section>
  );
}

/** Nobody knows beforehand how long it takes: what passes is shown, and read out once. */
function Working() {
  const { t } = useWords();
  const [start_ms] = useState(Date.now);
  const seconds = Math.max(0, Math.floor((useNowMs(TICK_MS) - start_ms) / 1000));
  return (
    <div className="quiet">
      <p role="status">{t('transparency.working')}</p>
      <p aria-hidden="true">{t('transparency.passed', { seconds })}</p>
    </div>
  );
}

function Failed({ error }: { error: Error }) {
  const { t } = useWords();
  const isPeriod = error instanceof ApiProblem && error.code === 'invalid_field';
  return <p role="alert">{isPeriod ? t('transparency.notCounted') : sayProblem(t, error)}</p>;
}

function Shown({ period, draft }: { period: Period; draft: TransparencyDraft }) {
  const { t } = useWords();
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const { edition, withheld, small, mark } = draft;
  return (
    <>
      <p className="changed">
        {t('transparency.notYet', { edition })} {edition > 1 && t('transparency.corrects', { before: edition - 1 })}
      </p>
      <section className="part">
        <h2>{t('transparency.withheld')}</h2>
        <p>
          {withheld === 0
            ? t('transparency.nothingWithheld')
            : t('transparency.withheldWhy', { count: withheld, small, others: withheld - small, mark })}
        </p>
        {withheld > 0 && <p className="quiet">{t('transparency.withheldBoth')}</p>}
      </section>
      {draft.statistics.map(({ id, title, sentences, tables }) => (
        <section key={id} className="part">
          <h2>{title}</h2>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {tables.map((table) => (
            <DraftTable key={table.caption} table={table} mark={mark} />
          ))}
        </section>
      ))}
      <p className="quiet">
        SHA-256 <span className="hash">{draft.sha256}</span>
      </p>
      <p className="buttons">
        <Button className="button button--main" onPress={() => setAsking(true)}>
          {t('transparency.publish')}
        </Button>
      </p>
      {asking && (
        <PublishSheet
          period={period}
          draft={draft}
          onPublished={() => go('/transparency')}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
