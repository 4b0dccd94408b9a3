/** What was sent and what came back, as it lies in the vault: opened there, with a reason. */
import type { ReferralView } from '@kith/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { OpenSheet } from '../evidence/open-sheet.tsx';
import { useAllEvidence } from '../evidence/use-evidence.ts';
import { Foreign } from '../foreign/foreign.tsx';
import { useWords } from '../words/use-words.tsx';

export function Receipts({ view }: { view: ReferralView }) {
  const { t, moment } = useWords();
  const [open, setOpen] = useState<string | null>(null);
  const { data } = useAllEvidence(view.case, view.copy !== null || view.receipt !== null || view.unmarked.length > 0);
  const items = (data?.items ?? []).filter(({ id }) => id === view.copy || id === view.receipt);
  const opened = items.find(({ id }) => id === open);
  if (items.length === 0 && view.unmarked.length === 0) return null;
  const nameOf = (id: string) => {
    const item = data?.items.find((one) => one.id === id);
    return item?.name ?? item?.about ?? id;
  };
  return (
    <section className="part">
      <h2>{t('receipts.title')}</h2>
      <ul className="history">
        {items.map((item) => (
          <li key={item.id}>
            <Button className="link" onPress={() => setOpen(item.id)} isDisabled={item.destroyedAt !== null}>
              {t(`evidence.kind.${item.kind}`)}
            </Button>{' '}
            <span className="quiet">{moment(item.takenAt)}</span>
          </li>
        ))}
      </ul>
      {view.unmarked.length > 0 && <p className="kind">{t('receipts.unmarked')}</p>}
      <ul className="facts facts--lines">
        {view.unmarked.map(({ evidence, why }) => (
          <li key={evidence}>
            <Foreign text={nameOf(evidence)} most={80} />: {t(`receipts.unmarked.${why}`)}
          </li>
        ))}
      </ul>
      {opened !== undefined && <OpenSheet item={opened} onClose={() => setOpen(null)} />}
    </section>
  );
}
