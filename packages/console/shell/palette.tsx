/** Everything that can be done now, found by typing a part of its name. */
import { useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Heading,
  Input,
  ListBox,
  ListBoxItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import type { Action } from '../actions/action.ts';
import { ACTIONS } from '../actions/registry.ts';
import { useWords } from '../words/use-words.tsx';
import { KeyHint } from './action-button.tsx';
import { isPossible, useActions } from './use-actions.tsx';

export function Palette({ only, onClose }: { only: 'screens' | null; onClose(): void }) {
  const { t } = useWords();
  const { now, run } = useActions();
  const { contains } = useFilter({ sensitivity: 'base' });
  // what could be done when it was opened: the list must not change under somebody's eyes
  const [possible] = useState(() =>
    ACTIONS.filter((action) => isPossible(action, now) && (only === null || action.id.startsWith('go.'))),
  );
  function choose(action: Action | undefined) {
    onClose();
    // after the sheet has given the focus back
    if (action !== undefined) setTimeout(() => run(action));
  }
  return (
    <ModalOverlay className="overlay overlay--top" isOpen isDismissable onOpenChange={(open) => open || onClose()}>
      <Modal className="sheet sheet--palette">
        <Dialog className="sheet__body">
          <Heading slot="title" className="unseen">
            {t('palette.title')}
          </Heading>
          <Autocomplete filter={contains}>
            <SearchField aria-label={t('palette.search')} autoFocus>
              <Input className="field" placeholder={t('palette.search')} />
            </SearchField>
            <ListBox
              className="options"
              aria-label={t('palette.title')}
              items={possible}
              selectionMode="none"
              onAction={(id) => choose(possible.find((action) => action.id === id))}
              renderEmptyState={() => <p className="quiet">{t('palette.nothing')}</p>}
            >
              {(action) => (
                <ListBoxItem id={action.id} className="option" textValue={t(action.label)}>
                  <span>{t(action.label)}</span>
                  <KeyHint id={action.id} />
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
