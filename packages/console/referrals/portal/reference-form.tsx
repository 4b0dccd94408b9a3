/** What came back when it was filed by hand: the reference number, when, and the receipt as it was shown or mailed. */
import type { ReferralView } from '@kith/contract';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { useLocation } from 'wouter';
import { useMay } from '../../api/use-api.tsx';
import { MINUTES_MS, useNowMs } from '../../shell/clock.ts';
import { useSay } from '../../shell/use-say.ts';
import { useWords } from '../../words/use-words.tsx';
import { localOf, sentOf } from '../form/times.ts';
import { useReferralWork } from '../use-referral.ts';

export function ReferenceForm({ view }: { view: ReferralView }) {
  const { t } = useWords();
  const may = useMay();
  const say = useSay();
  const [, go] = useLocation();
  const work = useReferralWork(view.id);
  const [reference, setReference] = useState('');
  // now, until somebody says otherwise: filing takes a while
  const now = localOf(new Date(useNowMs(MINUTES_MS)).toISOString());
  const [said, setAt] = useState<string | null>(null);
  const at = said ?? now;
  const [receipt, setReceipt] = useState('');
  const [busy, setBusy] = useState(false);
  if (!may('referral.file')) return <p className="quiet">{t('reference.others')}</p>;
  function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const body = {
      version: view.version,
      reference: reference.trim(),
      receivedAt: sentOf(at),
      ...(receipt.trim() !== '' && { receipt }),
    };
    work(['reference'], body)
      .then(() => {
        say.done('reference.noted');
        go(`/referral/${encodeURIComponent(view.id)}`);
      }, say.problem)
      .finally(() => setBusy(false));
  }
  return (
    <section className="part judging judging--open" aria-labelledby="reference-title">
      <h2 id="reference-title">{t('reference.title')}</h2>
      <form className="form" onSubmit={submit}>
        <label className="form__row">
          {t('reference.number')}
          <input
            className="field"
            maxLength={255}
            autoComplete="off"
            value={reference}
            onChange={(event) => setReference(event.target.value)}
            required
          />
        </label>
        <label className="form__row">
          {t('reference.when')}
          <input
            className="field"
            type="datetime-local"
            step="1"
            value={at}
            onChange={(event) => setAt(event.target.value)}
            required
          />
        </label>
        <label className="form__row">
          {t('reference.receipt')}
          <textarea className="field" rows={5} value={receipt} onChange={(event) => setReceipt(event.target.value)} />
        </label>
        <p className="buttons">
          <Button type="submit" className="button button--main" isDisabled={busy || reference.trim() === ''}>
            {t('reference.note')}
          </Button>
        </p>
        <p className="quiet">{t('reference.how')}</p>
      </form>
    </section>
  );
}
