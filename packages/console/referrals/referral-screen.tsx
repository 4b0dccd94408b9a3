/** One referral: what an authority is told, who has looked at it, and how far it is. */
import type { ReferralView } from '@kith/contract';
import { Link } from 'wouter';
import { useMay } from '../api/use-api.tsx';
import { useAllEvidence } from '../evidence/use-evidence.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { Filing } from './filing.tsx';
import { Conflicts } from './form/conflicts.tsx';
import { ReferralForm } from './form/referral-form.tsx';
import { Reading } from './reading.tsx';
import { Receipts } from './receipts.tsx';
import { ReferralHead } from './referral-head.tsx';
import { Requests } from './requests.tsx';
import { Steps } from './steps.tsx';
import { useReferral } from './use-referral.ts';
import { type ReferralDeskState, useReferralDesk } from './use-referral-desk.tsx';

export function ReferralScreen({ id }: { id: string }) {
  const { t } = useWords();
  const { data, error } = useReferral(id);
  useTitle(data === undefined ? t('referral.title') : t('referral.to', { authority: data.authority }));
  return (
    <section className="page referral">
      {data === undefined && <h1>{t('referral.title')}</h1>}
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && <Referral view={data} />}
    </section>
  );
}

function Referral({ view }: { view: ReferralView }) {
  const desk = useReferralDesk(view);
  const may = useMay();
  return (
    <>
      <ReferralHead view={view} />
      <div className="referral__columns">
        <div className="referral__main">{may('referral.work') && <Content view={view} desk={desk} />}</div>
        <div className="case__side">
          <Todo view={view} />
          {view.filing !== null && <Filing filing={view.filing} state={view.state} />}
          {may('evidence.open') && <Receipts view={view} />}
          <Requests view={view} />
          <Steps steps={view.steps} />
        </div>
      </div>
      {desk.sheet}
    </>
  );
}

/** What is to be done next, and by whom. */
function Todo({ view }: { view: ReferralView }) {
  const { t } = useWords();
  const may = useMay();
  const { state, portal, filing, barred } = view;
  const byHand = state === 'approved' && portal !== null;
  return (
    <section className="part judging" aria-labelledby="todo-title">
      <h2 id="todo-title">{t('referral.todo')}</h2>
      <p>
        {t(byHand ? 'referral.next.byHand' : filing?.stuck === true ? 'referral.next.stuck' : `referral.next.${state}`)}
      </p>
      {state === 'checked' && barred !== null && <p className="kind">{t(`referral.barred.${barred}`)}</p>}
      {byHand && may('referral.work') && (
        <p>
          <Link className="button button--main" href={`/referral/${encodeURIComponent(view.id)}/portal`}>
            {t('portal.go', { name: portal.name })}
          </Link>
        </p>
      )}
      <p className="buttons">
        <ActionButton id="referral.check" look="main" />
        <ActionButton id="referral.approve" look="main" />
        <ActionButton id="referral.give-back" />
        <ActionButton id="referral.send-again" />
        <ActionButton id="referral.supplement" />
        <ActionButton id="referral.retain" />
        <ActionButton id="referral.covered" look="quiet" />
        <ActionButton id="referral.not-reported" look="quiet" />
      </p>
    </section>
  );
}

function Content({ view, desk }: { view: ReferralView; desk: ReferralDeskState }) {
  const { t } = useWords();
  const { opened, editing, behind, unsaved, conflicts } = desk;
  const evidence = useAllEvidence(view.case, opened !== null).data?.items ?? [];
  if (view.state === 'destroyed') return <p className="empty">{t('referral.gone')}</p>;
  if (opened === null) {
    return (
      <div className="shut">
        <p>{t('referral.shut')}</p>
        <p className="quiet">{t('conversation.audited')}</p>
        <ActionButton id="referral.open" look="main" />
      </div>
    );
  }
  return (
    <>
      {behind && (
        <div className="changed" role="alert">
          <p>{t(unsaved ? 'referral.behindUnsaved' : 'referral.behind')}</p>
          <p className="buttons">
            <ActionButton id="referral.open" />
          </p>
        </div>
      )}
      {editing && unsaved && (
        <p className="changed" role="status">
          {t('referral.unsaved')} <ActionButton id="referral.save" look="main" />
        </p>
      )}
      <Conflicts
        form={opened.form}
        conflicts={conflicts}
        edited={opened.mine}
        evidence={evidence}
        onSettle={desk.settle}
      />
      {editing ? (
        <ReferralForm
          opened={opened}
          problems={view.problems}
          taken={view.taken}
          evidence={evidence}
          onChange={desk.change}
          summary={desk.summary}
        />
      ) : (
        <Reading view={view} readable={opened.readable} evidence={evidence} />
      )}
    </>
  );
}
