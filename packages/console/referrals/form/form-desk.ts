/** What the fields of a form share: the content, what is wrong with it, what could be filled in, evidence to choose from. */
import type { EvidenceItem, ReferralProblem } from '@kith/contract';
import { createContext, useContext } from 'react';
import type { Json } from './paths.ts';

export interface FormDesk {
  content: Json;
  /** undefined takes it away */
  set(path: string, value: Json | undefined): void;
  /** by the field that they stand beside */
  problems: ReadonlyMap<string, readonly ReferralProblem[]>;
  /** of the case, and not destroyed */
  evidence: readonly EvidenceItem[];
}

export const FormContext = createContext<FormDesk | null>(null);

export function useFormDesk(): FormDesk {
  const desk = useContext(FormContext);
  if (desk === null) throw new Error('there is no form around this field');
  return desk;
}

/** Of the element that has the focus when somebody goes to a field. */
export const idOf = (path: string): string => `field-${path}`;

export function goToField(path: string): void {
  const element = document.getElementById(idOf(path));
  // what is folded can't have the focus
  for (let around = element?.closest('details'); around; around = around.parentElement?.closest('details')) {
    around.open = true;
  }
  element?.scrollIntoView({ block: 'center' });
  element?.focus({ preventScroll: true });
}

/** Opens a part of the form, and goes to its line. */
export function goToSection(id: string): void {
  const part = document.getElementById(id);
  if (!(part instanceof HTMLDetailsElement)) return;
  part.open = true;
  const line = part.querySelector('summary');
  line?.scrollIntoView({ block: 'start' });
  line?.focus({ preventScroll: true });
}

/** Parts of the form that are shut. */
export const folded = (): HTMLDetailsElement[] =>
  [...document.querySelectorAll<HTMLDetailsElement>('.referral-form details')].filter(({ open }) => !open);

export function openAll(): void {
  for (const part of folded()) part.open = true;
}
