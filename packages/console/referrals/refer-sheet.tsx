/** From a case: to which authority a referral is drafted. Nothing leaves by it. */
import type { CaseView, ReferralView } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { Link, useLocation } from 'wouter';
import { ApiProblem, address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { Sheet } from '../shell/sheet.tsx';
import { TextRow } from '../shell/text-row.tsx';
import { useSay } from '../shell/use-say.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { useReferralsOf } from './use-referral.ts';

export function ReferSheet({ view, onDone }: { view: CaseView; onDone(): void }) {
  const { t } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const { data, error } = useReferralsOf(view.id, true);
  const [chosen, setKind] = useState<string | null>(null);
  const kind = chosen ?? data?.kinds.find(({ usual }) => usual)?.kind ?? '';
  /** null until Kith says that another authority has it, or will */
  const [besides, setBesides] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    api
      .post<ReferralView>(address('cases', view.id, 'referrals'), { kind, ...(besides !== null && { besides }) })
      .then(
        ({ id }) => go(`/referral/${encodeURIComponent(id)}`),
        (error) => {
          if (error instanceof ApiProblem && error.code === 'reported_elsewhere') setBesides(besides ?? '');
          else say.problem(error);
        },
      )
      .finally(() => {
        setBusy(false);
        void queries.invalidateQueries({ queryKey: ['referrals'] });
      });
  }
  return (
    <Sheet title={t('action.case.refer')} size="small" written onClose={onDone}>
      <p className="quiet">{t('refer.how')}</p>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && data.referrals.length > 0 && (
        <div className="changed">
          <p>{t('refer.there')}</p>
          <ul>
            {data.referrals.map(({ id, authority, state }) => (
              <li key={id}>
                <Link href={`/referral/${encodeURIComponent(id)}`}>{authority}</Link>: {t(`referral.state.${state}`)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {data !== undefined && data.kinds.length === 0 && <p className="empty">{t('refer.noKinds')}</p>}
      {data !== undefined && data.kinds.length > 0 && (
        <form className="form" onSubmit={submit}>
          <fieldset className="choice choice--lines">
            <legend>{t('refer.to')}</legend>
            {data.kinds.map((one) => (
              <label key={one.kind} className="check">
                <input
                  type="radio"
                  name="kind"
                  checked={kind === one.kind}
                  onChange={() => setKind(one.kind)}
                  required
                />
                <span>
                  {one.authority} <span className="quiet">{t(one.byHand ? 'refer.byHand' : 'refer.byMachine')}</span>{' '}
                  {one.test && <span className="tag">{t('referral.test')}</span>}
                </span>
              </label>
            ))}
          </fieldset>
          {besides !== null && <TextRow label={t('refer.besides')} value={besides} onChange={setBesides} isFirst />}
          <p className="buttons">
            <Button type="submit" className="button button--main" isDisabled={busy || kind === ''}>
              {t('refer.draft')}
            </Button>
            <Button slot="close" className="button button--plain">
              {t('sheet.cancel')}
            </Button>
          </p>
        </form>
      )}
    </Sheet>
  );
}
