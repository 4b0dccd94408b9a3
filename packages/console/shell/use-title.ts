import { useEffect } from 'react';

/** The window's name, so that tabs and screen readers say where one is. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Kith`;
  }, [title]);
}
