/** What to do about it: choosing a kind, the policy beside it, and the last look before it is sent. */
import type { CaseView } from '@kith/contract';
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { isOver } from '../actions/action.ts';
import { KINDS } from '../actions/choose-kind.ts';
import { Foreign } from '../foreign/foreign.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { useWords } from '../words/use-words.tsx';
import { Changed } from './changed.tsx';
import { needsSecond, staysMarked } from './ruling.ts';
import { RulingForm } from './ruling-form.tsx';
import { SecondLook } from './second-look.tsx';
import type { CaseDeskState } from './use-case-desk.tsx';

export function Judging({ desk, view }: { desk: CaseDeskState; view: CaseView }) {
  const { t } = useWords();
  const { ruling, second, mayRule, marked } = desk;
  const { draft, begun } = ruling;
  if (second !== null) return <SecondLook ruling={second} policies={ruling.policies} />;
  if (draft === null) {
    return (
      <section className="part judging" aria-labelledby="judging-title">
        <h2 id="judging-title">{t('judging.title')}</h2>
        {mayRule ? (
          <div className="kinds">
            {KINDS.map((kind) => (
              <ActionButton key={kind} id={`ruling.${kind}`} keep />
            ))}
            <p className="quiet">{t('judging.marked', { count: marked.size })}</p>
          </div>
        ) : (
          <p className="quiet">{t(isOver(view) ? 'judging.over' : 'judging.take')}</p>
        )}
      </section>
    );
  }
  return (
    <section className="part judging judging--open" aria-labelledby="judging-title">
      <h2 id="judging-title">{draft.measures.map((kind) => t(`kind.${kind}`)).join(' + ')}</h2>
      <Changed before={begun} after={view.history} />
      {draft.step === 'chosen' ? <RulingForm desk={desk} draft={draft} /> : <LastLook desk={desk} view={view} />}
    </section>
  );
}

/** Says what will happen, and to whom. Nothing has been sent yet. */
function LastLook({ desk, view }: { desk: CaseDeskState; view: CaseView }) {
  const { t, language } = useWords();
  const { ruling, marked } = desk;
  const { draft, policies } = ruling;
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => confirm.current?.focus(), []);
  if (draft === null) return null;
  const policy = policies.find(({ id }) => id === draft.policy);
  const second = needsSecond(draft, policies);
  const stays = staysMarked(draft, marked);
  return (
    <div className="last-look">
      {draft.measures.map((kind) => (
        <p key={kind}>{t(`will.${kind}`, { count: marked.size })}</p>
      ))}
      <ul className="facts facts--lines">
        {stays > 0 && <li>{t('judging.staysMarked', { count: stays })}</li>}
        <li>{t('judging.under', { policy: policy?.title[language] ?? draft.policy })}</li>
        {!draft.measures.includes('no_violation') && (
          <li>
            {t(draft.tellPerson === false ? 'judging.notTold' : draft.refer ? 'judging.toldLater' : 'judging.told')}
          </li>
        )}
        {draft.refer && <li>{t('judging.refer')}</li>}
        {second && <li>{t('judging.second')}</li>}
        {view.rulings.length > 0 && <li>{t('judging.before', { count: view.rulings.length })}</li>}
      </ul>
      <blockquote className="quoted">
        <Foreign text={draft.reason} lines />
      </blockquote>
      <p className="buttons">
        <Button
          ref={confirm}
          className="button button--main"
          isDisabled={draft.step === 'sending'}
          onPress={ruling.proceed}
          data-action="ruling.proceed"
        >
          {t(second ? 'judging.propose' : 'judging.confirm')}
        </Button>
        <Button className="button button--plain" onPress={() => ruling.setDraft({ ...draft, step: 'chosen' })}>
          {t('judging.back')}
        </Button>
        <ActionButton id="ruling.cancel" look="quiet" />
      </p>
    </div>
  );
}
