/** Covers the page while its session is over: what stands on it is evidence, and belongs to whoever sat here. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { Standing } from '../api/sitting.ts';
import { useDesk } from '../api/use-api.tsx';
import { useWords } from '../words/use-words.tsx';
import { SIGN_IN_BESIDE } from './signed-in.tsx';
import { useSay } from './use-say.ts';
import { backToWriting, loadAnew } from './work.ts';

/** Milliseconds. */
const FOCUS_AFTER_MS = 100;

export function SessionEnded({ standing }: { standing: Standing }) {
  const { t } = useWords();
  const { session } = useDesk();
  useGoingOn(standing.is === 'here');
  if (standing.is === 'here') return null;
  return (
    <ModalOverlay className="overlay overlay--shut" isOpen isKeyboardDismissDisabled>
      <Modal className="sheet sheet--small">
        {/* another one when somebody else comes: it is read out anew */}
        <Dialog className="sheet__body" role="alertdialog" key={standing.is}>
          <Heading slot="title" className="sheet__title">
            {t(standing.is === 'ended' ? 'session.ended' : 'session.other')}
          </Heading>
          {standing.is === 'ended' ? (
            <>
              <p>{t('session.endedText')}</p>
              <p className="buttons">
                <a className="button button--main" href={SIGN_IN_BESIDE} target="_blank" rel="noopener">
                  {t('session.signIn')}
                </a>
              </p>
            </>
          ) : (
            <>
              <p>{t('session.otherText', { other: standing.pseudonym, before: session.pseudonym })}</p>
              <p className="buttons">
                <Button className="button button--main" onPress={loadAnew}>
                  {t('session.loadAnew')}
                </Button>
              </p>
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Says that the page goes on, and asks for everything again: it may have been covered for a night. */
function useGoingOn(isHere: boolean): void {
  const before = useRef(isHere);
  const queries = useQueryClient();
  const say = useSay();
  useEffect(() => {
    if (isHere && !before.current) {
      say.done('session.again');
      void queries.invalidateQueries();
    }
    const wasCovered = isHere && !before.current;
    before.current = isHere;
    if (!wasCovered) return;
    // after the sheet has given the focus back
    const timer = setTimeout(backToWriting, FOCUS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isHere, queries, say]);
}
