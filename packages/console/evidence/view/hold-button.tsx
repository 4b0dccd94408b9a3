/** Does something for as long as it is held, by pointer, touch, Space or Enter; it ends also where the window is left. */
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';

interface HoldButtonProps {
  /** the same function while nothing changes */
  onHold(held: boolean): void;
  children: ReactNode;
}

export function HoldButton({ onHold, children }: HoldButtonProps) {
  const [held, setHeld] = useState(false);
  useEffect(() => onHold(held), [held, onHold]);
  useEffect(() => {
    if (!held) return;
    const end = () => setHeld(false);
    window.addEventListener('blur', end);
    document.addEventListener('visibilitychange', end);
    return () => {
      window.removeEventListener('blur', end);
      document.removeEventListener('visibilitychange', end);
    };
  }, [held]);
  return (
    <Button className="button button--main" onPressStart={() => setHeld(true)} onPressEnd={() => setHeld(false)}>
      {children}
    </Button>
  );
}
