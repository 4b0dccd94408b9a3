/**
 * Opening a piece of evidence: first why, which the audit log keeps, then the thing itself. It is never asked for before, kept
 * nowhere but in this sheet, and gone with it: Escape closes it at once.
 */
import type { EvidenceItem } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { Sheet } from '../shell/sheet.tsx';
import { sayProblem } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { Opened } from './view/opened.tsx';
import { viewOf } from './view/read.ts';

export function OpenSheet({ item, onClose }: { item: EvidenceItem; onClose(): void }) {
  const { t } = useWords();
  const [bytes, setBytes] = useState<Blob | null>(null);
  return (
    <Sheet
      title={
        <>
          {t(`evidence.kind.${item.kind}`)} <Foreign text={item.name ?? item.about ?? ''} most={80} />
        </>
      }
      close={
        <>
          {t('evidence.closeNow')}
          <span className="keys" aria-hidden="true">
            <kbd>Esc</kbd>
          </span>
        </>
      }
      size={bytes === null ? 'small' : 'wide'}
      onClose={onClose}
    >
      {bytes === null ? <Why item={item} onOpened={setBytes} /> : <Opened item={item} bytes={bytes} />}
    </Sheet>
  );
}

function Why({ item, onOpened }: { item: EvidenceItem; onOpened(bytes: Blob): void }) {
  const { t } = useWords();
  const { api } = useDesk();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error | null>(null);
  const view = viewOf(item.kind, item.mediaType);
  const isMaterial = view === 'picture' || view === 'film' || view === 'sound';
  function open(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    api
      .bytes(address('evidence', item.id, 'open'), { reason: reason.trim() })
      .then(onOpened, setProblem)
      .finally(() => {
        setBusy(false);
        // that it was opened is part of its chain of custody
        void queries.invalidateQueries({ queryKey: ['case-evidence', item.case] });
      });
  }
  return (
    <form className="form" onSubmit={open}>
      <p>{t(isMaterial ? 'evidence.openMaterial' : 'evidence.openHow')}</p>
      <p className="quiet">{t('conversation.audited')}</p>
      <label className="form__row">
        {t('evidence.why')}
        <input
          className="field"
          minLength={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          // biome-ignore lint/a11y/noAutofocus: somebody has just asked to open it
          autoFocus
          required
        />
      </label>
      {problem !== null && (
        <p role="alert" className="alarm">
          {sayProblem(t, problem)}
        </p>
      )}
      <p className="buttons">
        <Button type="submit" className="button button--main" isDisabled={busy || reason.trim().length < 3}>
          {t(busy ? 'list.coming' : 'evidence.open')}
        </Button>
      </p>
    </form>
  );
}
