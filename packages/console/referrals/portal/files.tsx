/** Evidence that goes with a referral, to be put into the portal by hand: saved one by one, without being shown. */
import type { EvidenceItem, ReferralView } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { address } from '../../api/http.ts';
import { useDesk, useMay } from '../../api/use-api.tsx';
import { save } from '../../evidence/save.ts';
import { Size } from '../../evidence/size.tsx';
import { useAllEvidence } from '../../evidence/use-evidence.ts';
import { Foreign } from '../../foreign/foreign.tsx';
import { useSay } from '../../shell/use-say.ts';
import { useWords } from '../../words/use-words.tsx';

export function PortalFiles({ view }: { view: ReferralView }) {
  const { t } = useWords();
  const may = useMay();
  const { data } = useAllEvidence(view.case, view.evidence.length > 0);
  const files = (data?.items ?? []).filter(({ id, destroyedAt }) => view.evidence.includes(id) && destroyedAt === null);
  return (
    <section className="part">
      <h2>{t('reading.files', { count: view.evidence.length })}</h2>
      {files.length > 0 && <p className="quiet">{t('portal.filesHow')}</p>}
      <ul className="evidence-checks">
        {files.map((item) => (
          <li key={item.id} className="buttons">
            <span>
              {t(`evidence.kind.${item.kind}`)} <Foreign text={item.name ?? item.about ?? ''} most={80} />{' '}
              <span className="quiet">
                <Size bytes={item.bytes} />
              </span>
            </span>
            {may('evidence.open') && view.state === 'approved' && <SaveFile item={item} view={view} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function SaveFile({ item, view }: { item: EvidenceItem; view: ReferralView }) {
  const { t } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  function load() {
    setBusy(true);
    api
      .bytes(address('evidence', item.id, 'open'), {
        ...{ reason: t('portal.reason', { referral: view.id }), unseen: true },
      })
      .then((bytes) => {
        save(bytes, item.name ?? `${item.kind}-${item.id}`);
        say.done('portal.saved');
      }, say.problem)
      .finally(() => {
        setBusy(false);
        void queries.invalidateQueries({ queryKey: ['case-evidence', item.case] });
      });
  }
  return (
    <Button className="button button--plain" isDisabled={busy} onPress={load}>
      {t('portal.save')}
    </Button>
  );
}
