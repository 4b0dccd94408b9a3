/** In a case: how much is preserved of it, and which authorities are told. */
import type { CaseView } from '@kith/contract';
import { Link } from 'wouter';
import { useMay } from '../api/use-api.tsx';
import { useEvidence } from '../evidence/use-evidence.ts';
import { Marks } from '../referrals/referrals-screen.tsx';
import { useReferralsOf } from '../referrals/use-referral.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { useWords } from '../words/use-words.tsx';

export function ReferralsPart({ view }: { view: CaseView }) {
  const { t } = useWords();
  const may = useMay();
  const evidence = useEvidence(view.id).data;
  const referrals = useReferralsOf(view.id, may('referral.read')).data?.referrals ?? [];
  const open = evidence?.preservations.filter(({ state }) => state === 'unanswered').length ?? 0;
  return (
    <section className="part">
      <h2>{t('evidence.andReferrals')}</h2>
      <p>
        {t('evidence.items', { count: evidence?.count ?? 0 })}
        {open > 0 && ' '}
        {open > 0 && <span className="tag tag--strong">{t('preservation.open', { count: open })}</span>}
      </p>
      <ul className="facts facts--lines">
        {referrals.map((referral) => (
          <li key={referral.id}>
            <Link href={`/referral/${encodeURIComponent(referral.id)}`}>{referral.authority}</Link>:{' '}
            {t(`referral.state.${referral.state}`)} <Marks referral={referral} />
          </li>
        ))}
      </ul>
      <p className="buttons">
        <ActionButton id="case.evidence" look="quiet" />
        <ActionButton id="case.refer" look="quiet" />
      </p>
    </section>
  );
}
