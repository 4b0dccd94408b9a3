/** A report's own words, read on purpose: the audit log has who did. */
import { useQuery } from '@tanstack/react-query';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { sayProblem } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';

export function ReportSheet({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useWords();
  const { api } = useDesk();
  const { data, error } = useQuery({
    queryKey: ['report-text', id],
    queryFn: () => api.get<{ text: string | null }>(address('reports', id, 'text')),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => open || onClose()}>
      <Modal className="sheet">
        <Dialog className="sheet__body">
          <Heading slot="title" className="sheet__title">
            {t('report.text')}
          </Heading>
          {error !== null && <p role="alert">{sayProblem(t, error)}</p>}
          {data !== undefined && data.text === null && <p>{t('report.noText')}</p>}
          {typeof data?.text === 'string' && (
            <blockquote className="quoted">
              <Foreign text={data.text} lines />
            </blockquote>
          )}
          <Button slot="close" className="button button--plain">
            {t('sheet.close')}
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
