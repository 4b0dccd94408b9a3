/** Values that are copied one by one into a portal's own form. */
import type { ReadableSection } from '@kith/contract';

export interface NumberedLine {
  label: string;
  text: string;
  /** over all sections: what keys go through */
  index: number;
}

/** Sections that have something to copy, their lines numbered through. */
export function numbered(sections: readonly ReadableSection[]): { title: string; lines: NumberedLine[] }[] {
  let index = 0;
  return sections
    .map(({ title, lines }) => ({
      title,
      lines: lines.filter(({ text }) => text !== '').map(({ label, text }) => ({ label, text, index: index++ })),
    }))
    .filter(({ lines }) => lines.length > 0);
}

/** @returns whether the value, and nothing but it, lies on the clipboard: a browser may refuse */
export async function copied(text: string, write: (text: string) => Promise<void>): Promise<boolean> {
  try {
    await write(text);
    return true;
  } catch {
    return false;
  }
}
