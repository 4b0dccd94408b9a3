/** Asks for what belongs to a step: why it is given back or not reported, what covers it, what an authority asks. */
import type { ReferralView } from '@kith/contract';
import { useState } from 'react';
import type { ReferralDesk } from '../actions/action.ts';
import { Question } from '../shell/question.tsx';
import { TextRow } from '../shell/text-row.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { localOf, sentOf } from './form/times.ts';
import { useReferralsOf } from './use-referral.ts';

export type Asked = Parameters<ReferralDesk['ask']>[0];

interface ReferralAskProps {
  what: Asked;
  view: ReferralView;
  work(what: readonly string[], body: object): Promise<unknown>;
  onDone(): void;
}

const nowLocal = (): string => localOf(new Date().toISOString());

export function ReferralAsk({ what: asked, view, work, onDone }: ReferralAskProps) {
  const { t } = useWords();
  const say = useSay();
  const [reason, setReason] = useState('');
  const [reference, setReference] = useState('');
  const [by, setBy] = useState('');
  const [at, setAt] = useState(nowLocal);
  const { what } = asked;
  const { version } = view;

  function send(): Promise<unknown> {
    switch (asked.what) {
      case 'give-back':
      case 'not-reported':
        return work([asked.what], { version, reason });
      case 'covered':
        return work(['covered'], {
          ...{ version, reason, by: by === '' ? null : by },
          reference: reference.trim() === '' ? null : reference.trim(),
        });
      case 'request':
        return work(['requests'], { version, receivedAt: sentOf(at), what: reason });
      case 'answer':
        return work(['requests', asked.request, 'answer'], { version, reason });
      default:
        return asked satisfies never;
    }
  }
  return (
    <Question
      title={t(`referral.ask.${what}`)}
      intro={<p className="quiet">{t(`referral.askHow.${what}`)}</p>}
      isReady={reason.trim() !== ''}
      send={send}
      onSent={() => {
        say.done(`referral.did.${what}`);
        onDone();
      }}
      onClose={onDone}
    >
      {what === 'request' && (
        <label className="form__row">
          {t('requests.receivedAt')}
          <input
            className="field"
            type="datetime-local"
            step="1"
            value={at}
            max={nowLocal()}
            onChange={(event) => setAt(event.target.value)}
            required
          />
        </label>
      )}
      {what === 'covered' && <By view={view} value={by} onChange={setBy} />}
      {what === 'covered' && (
        <label className="form__row">
          {t('referral.coveredBy')}
          <input
            className="field"
            maxLength={255}
            value={reference}
            onChange={(event) => setReference(event.target.value)}
            required={by === ''}
          />
        </label>
      )}
      <TextRow label={t(`referral.reason.${what}`)} value={reason} onChange={setReason} rows={5} />
    </Question>
  );
}

/** Another referral of the case, where there is one. */
function By({ view, value, onChange }: { view: ReferralView; value: string; onChange(id: string): void }) {
  const { t } = useWords();
  const { data } = useReferralsOf(view.case, true);
  const others = (data?.referrals ?? []).filter(({ id }) => id !== view.id);
  if (others.length === 0) return null;
  return (
    <label className="form__row">
      {t('referral.coveredIs')}
      <select className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('referral.coveredElsewhere')}</option>
        {others.map(({ id, authority, state, reference }) => (
          <option key={id} value={id}>
            {authority} ({t(`referral.state.${state}`)}) {reference}
          </option>
        ))}
      </select>
    </label>
  );
}
