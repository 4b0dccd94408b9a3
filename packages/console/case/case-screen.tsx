/** A case: who it is about and why, what was said, and what to do about it. */
import type { CaseView } from '@kith/contract';
import { useMay } from '../api/use-api.tsx';
import { plain } from '../foreign/pieces.ts';
import { LinkedAccounts } from '../links/linked-accounts.tsx';
import { CaseMaterial } from '../material/case-material.tsx';
import { sayProblem } from '../shell/use-say.ts';
import { useTitle } from '../shell/use-title.ts';
import { useWords } from '../words/use-words.tsx';
import { About } from './about.tsx';
import { CaseHead } from './case-head.tsx';
import { Conversation } from './conversation.tsx';
import { History } from './history.tsx';
import { Judging } from './judging.tsx';
import { ReferralsPart } from './referrals-part.tsx';
import { useCase } from './use-case.ts';
import { useCaseDesk } from './use-case-desk.tsx';

export function CaseScreen({ id }: { id: string }) {
  const { t } = useWords();
  const { data, error } = useCase(id);
  useTitle(data === undefined ? t('screen.case') : t('case.title', { account: plain(data.account) }));
  if (data === undefined) {
    return error === null ? <p className="quiet">{t('list.coming')}</p> : <p role="alert">{sayProblem(t, error)}</p>;
  }
  return <Desk view={data} />;
}

function Desk({ view }: { view: CaseView }) {
  const desk = useCaseDesk(view);
  const may = useMay();
  return (
    <article className="case">
      <CaseHead view={view} />
      <div className="case__columns">
        <About view={view} chosen={desk.other} onChoose={desk.setOther} onGo={desk.goTo} />
        <Conversation desk={desk} view={view} />
        <div className="case__side">
          {may('case.rule') && <Judging desk={desk} view={view} />}
          <ReferralsPart view={view} />
          <History view={view} desk={desk} />
        </div>
      </div>
      <CaseMaterial caseId={view.id} />
      <LinkedAccounts caseId={view.id} />
      {desk.sheet}
    </article>
  );
}
