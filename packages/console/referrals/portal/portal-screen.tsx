/**
 * Filing by hand at an authority's own portal: what to do there step by step, each value ready to be copied, and then the
 * reference number that came back.
 */
import type { ReferralView } from '@kith/contract';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { PortalDesk } from '../../actions/action.ts';
import { ActionButton } from '../../shell/action-button.tsx';
import { useFront, useMode } from '../../shell/now.ts';
import { useTitle } from '../../shell/use-title.ts';
import { Waiting } from '../../shell/waiting.tsx';
import { useWords } from '../../words/use-words.tsx';
import { Warnings } from '../referral-head.tsx';
import { useEdit } from '../use-edit.ts';
import { useReferral } from '../use-referral.ts';
import { Bundle } from './bundle.tsx';
import { CopyList } from './copy-list.tsx';
import { PortalFiles } from './files.tsx';
import { ReferenceForm } from './reference-form.tsx';

export function PortalScreen({ id }: { id: string }) {
  const { t } = useWords();
  const { data, error } = useReferral(id);
  useTitle(data?.portal == null ? t('portal.title') : t('portal.at', { name: data.portal.name }));
  return (
    <section className="page portal">
      {data?.portal == null && <h1>{t('portal.title')}</h1>}
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined &&
        (data.portal === null ? (
          <p className="empty">{t('portal.none')}</p>
        ) : (
          <Guide view={data} portal={data.portal} />
        ))}
    </section>
  );
}

function Guide({ view, portal }: { view: ReferralView; portal: NonNullable<ReferralView['portal']> }) {
  const { t } = useWords();
  const { opened, open } = useEdit(view);
  const isShut = opened === null;
  const desk: PortalDesk = useMemo(() => ({ shut: isShut, open }), [isShut, open]);
  useFront('portal', desk);
  useMode('portal');
  const isFiled = view.reference !== null;
  return (
    <>
      <div className="page__head">
        <h1>{t('portal.at', { name: portal.name })}</h1>
        <p>
          <Link href={`/referral/${encodeURIComponent(view.id)}`}>
            {t('referral.to', { authority: view.authority })}
          </Link>
        </p>
      </div>
      <Warnings view={view} />
      <p className="quiet">{t('portal.official')}</p>
      {isFiled && <p className="kind">{t('portal.filed', { reference: view.reference ?? '' })}</p>}
      {!isFiled && view.state !== 'approved' && <p className="changed">{t('portal.early')}</p>}
      <PortalSteps portal={portal} />
      <section className="part">
        <h2>{t('portal.values')}</h2>
        {opened === null ? (
          <div className="shut">
            <p>{t('referral.shut')}</p>
            <p className="quiet">{t('conversation.audited')}</p>
            <ActionButton id="portal.open" look="main" />
          </div>
        ) : (
          <CopyList sections={opened.readable} />
        )}
      </section>
      <PortalFiles view={view} />
      <Bundle view={view} />
      {view.state === 'approved' && <ReferenceForm view={view} />}
    </>
  );
}

/** Ticked off for oneself; nothing of it is stored. */
function PortalSteps({ portal: { url, steps } }: { portal: NonNullable<ReferralView['portal']> }) {
  const { t } = useWords();
  const [done, setDone] = useState<ReadonlySet<number>>(new Set<number>());
  return (
    <section className="part">
      <h2>{t('portal.steps')}</h2>
      {url !== null && (
        <p>
          <a className="button button--plain" href={url} target="_blank" rel="noreferrer">
            {t('portal.openIt')}
          </a>
        </p>
      )}
      <ol className="portal__steps">
        {steps.map((step, i) => (
          <li key={step}>
            <label className="check">
              <input
                type="checkbox"
                checked={done.has(i)}
                onChange={(event) => {
                  const next = new Set(done);
                  if (event.target.checked) next.add(i);
                  else next.delete(i);
                  setDone(next);
                }}
              />
              <span>
                {i + 1}. {step}
              </span>
            </label>
          </li>
        ))}
      </ol>
    </section>
  );
}
