/** Help lines as links that a thumb can hit. */
import type { Notice } from '@kith/contract';
import type { Words } from '../words/words.ts';
import { h } from './dom.ts';

export type Help = Notice['help'];

/** A telephone number as people write it, short ones such as 988 too: 20 digits and signs hold any. */
const TELEPHONE = /^\+?[\d\s().-]{3,20}$/;

/** Where a contact leads: a number to call, else the page; null where neither is known. Only https pages. */
function hrefOf(contact: string, url: string | undefined): string | null {
  if (TELEPHONE.test(contact)) return `tel:${contact.replaceAll(/[^\d+]/g, '')}`;
  return url?.startsWith('https://') ? url : null;
}

/** None where there is nobody to turn to. */
export function helpList(help: Help, words: Words): HTMLElement[] {
  if (help.length === 0) return [];
  return [h('ul', { part: 'help' }, ...help.map((line) => h('li', {}, ...parts(line))))];

  function parts({ name, contact, url }: Help[number]): (Node | string)[] {
    const href = hrefOf(contact, url);
    if (href === null) return [`${name}: ${contact}`];
    const call = link(href, `${name}: ${contact}`);
    if (url === undefined || href === url || hrefOf('', url) === null) return [call];
    return [call, link(url, url.replace(/^https:\/\/(www\.)?/, '').replace(/\/$/, ''))];
  }

  /** Leaves to another page without saying where from: the page that a child was on is nobody's business. */
  function link(href: string, text: string): HTMLAnchorElement {
    if (href.startsWith('tel:')) return h('a', { href }, text);
    const opens = h('span', { class: 'unseen' }, ` (${words.help.opens})`);
    return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, text, opens);
  }
}
