/** Pages of whoever is not signed in, or can see nothing: what to do, and nothing of anybody. */
import { inLanguage } from '../../ground/pages/index.ts';
import { type Drawing, draw } from './drawing.ts';
import { familyWords, type Stop } from './words.ts';

/** A link was followed: nothing is used up before the button is pressed. */
export function drawEnter(drawing: Pick<Drawing, 'language'>, self: string): string {
  const { enter } = familyWords[drawing.language];
  return draw({ ...drawing, own: '' }, 'enter.njk', self, {
    title: enter.title,
    action: inLanguage(self, drawing.language),
  });
}

/**
 * @param self its address, for the other language; null where it can't be asked for again
 * @param back where it can be looked at again
 */
export function drawStopped(
  drawing: Pick<Drawing, 'language'>,
  why: Stop,
  self: string | null,
  back: string | null = null,
): string {
  const { stopped } = familyWords[drawing.language];
  const go = back === null ? null : { href: back, text: stopped.again.go };
  return draw({ ...drawing, own: '' }, 'stopped.njk', self, { ...stopped[why], go });
}
