/** A button of the menu that shows the places under its name: links as everywhere, gone again with Escape or with the focus. */
import { type FocusEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Button } from 'react-aria-components';

interface MenuGroupProps {
  name: string;
  /** one of its places is shown */
  isHere: boolean;
  children(close: () => void): ReactNode;
}

export function MenuGroup({ name, isHere, children }: MenuGroupProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => setOpen(false);
  function typed(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !open) return;
    // it closes this, and does nothing else that Escape does
    event.stopPropagation();
    close();
    button.current?.focus();
  }
  const left = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) close();
  };
  return (
    <li className="menu__group" onBlur={left} onKeyDown={typed}>
      <Button
        ref={button}
        className="menu__link menu__more"
        aria-expanded={open}
        aria-controls={id}
        aria-current={isHere || undefined}
        onPress={() => setOpen(!open)}
      >
        {name}
      </Button>
      <ul id={id} className="menu__places" hidden={!open}>
        {children(close)}
      </ul>
    </li>
  );
}
