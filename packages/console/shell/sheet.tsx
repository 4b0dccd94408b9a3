/** The frame of what lies over a screen: a title, what it is about, and Escape that closes it, or a click beside it where nothing is written in it. */
import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

interface SheetProps {
  title: ReactNode;
  /** what the button beside the title says; none where the sheet's own buttons close it */
  close?: ReactNode;
  size?: 'small' | 'usual' | 'wide';
  /** somebody writes in it: a click beside it does not throw that away */
  written?: boolean;
  onClose(): void;
  children: ReactNode;
}

export function Sheet({ title, close, size = 'usual', written = false, onClose, children }: SheetProps) {
  const heading = (
    <Heading slot="title" className="sheet__title">
      {title}
    </Heading>
  );
  return (
    <ModalOverlay className="overlay" isOpen isDismissable={!written} onOpenChange={(open) => open || onClose()}>
      <Modal className={size === 'usual' ? 'sheet' : `sheet sheet--${size}`}>
        <Dialog className="sheet__body">
          {close === undefined ? (
            heading
          ) : (
            <div className="sheet__head">
              {heading}
              <Button slot="close" className="button button--plain">
                {close}
              </Button>
            </div>
          )}
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
