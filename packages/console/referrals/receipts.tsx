/** What was sent and what came back, as it lies in the vault: opened there, with a reason. */
import type { ReferralView } from '@kith/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { OpenSheet } from '../evidence/open-sheet.tsx';
import { useEvidence } from '../evidence/use-evidence.ts';
import { useWords } from '../words/use-words.tsx';

export function Receipts({ view }: { view: ReferralView }) {
  const { t, moment } = useWords();
  const [open, setOpen] = useState<string | null>(null);
  const { data } = useEvidence(view.case, view.copy !== null || view.receipt !== null);
  const items = (data?.items ?? []).filter(({ id }) => id === view.copy || id === view.receipt);
  const opened = items.find(({ id }) => id === open);
  if (items.length === 0) return null;
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
      {opened !== undefined && <OpenSheet item={opened} onClose={() => setOpen(null)} />}
    </section>
  );
}
