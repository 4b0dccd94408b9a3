import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { ActionButton } from '../shell/action-button.tsx';
import { useWords } from '../words/use-words.tsx';
import { Measures } from './measures.tsx';
import { PolicyWords } from './policy-words.tsx';
import { type Draft, missingIn, needsSecond, policiesFor } from './ruling.ts';
import type { CaseDeskState } from './use-case-desk.tsx';

/** Under which policy, why, and who is told. */
export function RulingForm({ desk, draft }: { desk: CaseDeskState; draft: Draft }) {
  const { t, language } = useWords();
  const { ruling } = desk;
  const { policies, setDraft, proceed } = ruling;
  const on = useRef<HTMLButtonElement>(null);
  const reason = useRef<HTMLTextAreaElement>(null);
  const missing = missingIn(draft);
  const first = draft.measures[0];
  // to where the next key goes: to the words that are missing, else on
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when measures are chosen, not with each letter
  useEffect(() => {
    if (missing === 'reason') reason.current?.focus();
    else on.current?.focus();
  }, [first, draft.policy === '']);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        proceed();
      }}
    >
      <Measures desk={desk} chosen={draft.measures} />
      <label className="form__row">
        {t('judging.policy')}
        <select className="field" value={draft.policy} onChange={(event) => change({ policy: event.target.value })}>
          {policiesFor(draft.measures, policies).map(({ id, title }) => (
            <option key={id} value={id}>
              {title[language]}
            </option>
          ))}
        </select>
      </label>
      <PolicyWords policy={policies.find(({ id }) => id === draft.policy) ?? null} chosen={draft.measures} />
      <label className="form__row">
        {t('judging.reason')}
        <textarea
          ref={reason}
          className="field"
          rows={4}
          maxLength={8000}
          value={draft.reason}
          onChange={(event) => change({ reason: event.target.value })}
          required
        />
      </label>
      {first !== 'no_violation' && first !== 'restore' && (
        <>
          <label className="check">
            <input
              type="checkbox"
              checked={draft.tellPerson === false}
              onChange={(event) => change({ tellPerson: event.target.checked ? false : null })}
            />
            {t('judging.tipOff')}
          </label>
          {draft.tellPerson === false && (
            <label className="form__row">
              {t('judging.untold')}
              <input
                className="field"
                value={draft.untoldBecause}
                onChange={(event) => change({ untoldBecause: event.target.value })}
                required
              />
            </label>
          )}
          <label className="check">
            <input
              type="checkbox"
              checked={draft.refer}
              onChange={(event) => change({ refer: event.target.checked })}
            />
            {t('judging.alsoRefer')}
          </label>
        </>
      )}
      {first === 'restore' && policies.some((policy) => policy.restoreNeedsSecondPerson) && (
        <p className="quiet">{t('judging.restoreSecond')}</p>
      )}
      {needsSecond(draft, policies) && <p className="quiet">{t('judging.second')}</p>}
      {missing !== null && <p className="quiet">{t(`missing.${missing}`)}</p>}
      <p className="buttons">
        <Button ref={on} type="submit" className="button button--main" isDisabled={missing !== null}>
          {t('action.ruling.proceed')}
        </Button>
        <ActionButton id="ruling.cancel" look="quiet" />
      </p>
    </form>
  );
}
