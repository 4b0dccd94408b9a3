/** Where somebody can go, how the menu orders it, and where they begin. Pure. */
import { PLACES, type Place } from '../actions/go.ts';

type May = (what: string) => boolean;
type Group = NonNullable<(typeof PLACES)[number]['group']>;

/** So many stand side by side in one line of a desk's screen, in either language; of more, those that belong together share a button. */
const SIDE_BY_SIDE_MAX = 8;

/** What somebody is there for, and the screen where that is done; the first that is theirs. Others begin at the first that they see. */
const BEGINNINGS = [
  { does: 'case.work', at: 'queue' },
  { does: 'measures.write', at: 'measures' },
  { does: 'people.manage', at: 'people' },
  { does: 'audit.read', at: 'audit' },
] as const satisfies readonly { does: string; at: Place }[];

/** In the order of the menu; what one may not see isn't there. */
export const placesOf = (may: May) => PLACES.filter(({ needs }) => needs === null || may(needs));

export const beginningOf = (may: May): Place =>
  BEGINNINGS.find(({ does }) => may(does))?.at ?? placesOf(may)[0]?.name ?? 'settings';

/** A place by itself, or several under one name. */
export type MenuItem = { place: Place } | { group: Group; places: readonly Place[] };

export function menuOf(may: May): MenuItem[] {
  const mine = placesOf(may);
  const items: MenuItem[] = [];
  for (const { name, group } of mine) {
    const together = mine.filter((one) => one.group === group);
    if (mine.length <= SIDE_BY_SIDE_MAX || group === null || together.length === 1) items.push({ place: name });
    else if (together[0]?.name === name) items.push({ group, places: together.map((one) => one.name) });
  }
  return items;
}
