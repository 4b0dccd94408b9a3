/** Parts of a form that have become wrong open by themselves, and all of them where it is printed. */
import { useEffect } from 'react';
import { folded } from './form-desk.ts';

/** @param wrong ids of the elements of parts in which something is in the way */
export function useFolding(wrong: readonly string[]): void {
  const names = wrong.join(' ');
  useEffect(() => {
    for (const id of names.split(' ')) {
      const part = document.getElementById(id);
      if (part instanceof HTMLDetailsElement) part.open = true;
    }
  }, [names]);
  useEffect(() => {
    let shut: readonly HTMLDetailsElement[] = [];
    const before = () => {
      shut = folded();
      for (const part of shut) part.open = true;
    };
    const after = () => {
      for (const part of shut) part.open = false;
    };
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
}
