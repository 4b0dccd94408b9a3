/** C9 and C10: lists of known material that are there, in date, and vouched for. */
import { type Check, found, type ListThere } from './check.ts';

/** The check of lists of one kind. */
export const listCheck =
  (of: ListThere['of']): Check =>
  ({ lists }) => {
    const those = lists.filter((list) => list.of === of);
    const what = of === 'hashes' ? { en: 'hashes', cy: 'hashau' } : { en: 'addresses', cy: 'cyfeiriadau' };
    const ready = those.filter(({ entries }) => entries > 0);
    if (ready.length === 0) {
      const why =
        those.length === 0
          ? { en: 'none is named (KITH_LISTS)', cy: 'ni enwir yr un (KITH_LISTS)' }
          : { en: `${those.length} named, none with anything in it`, cy: `enwir ${those.length}, heb ddim ynddynt` };
      return found('not', `There is no list of ${what.en}: ${why.en}.`, `Does dim rhestr o ${what.cy}: ${why.cy}.`);
    }
    const entries = ready.reduce((sum, list) => sum + list.entries, 0);
    const stale = those.filter((list) => list.stale).map(({ name }) => name);
    const vouched = ready.some(({ verified }) => verified);
    const en = `${ready.length} lists with ${entries} ${what.en}`;
    const cy = `${ready.length} rhestr gyda ${entries} o ${what.cy}`;
    if (stale.length > 0) {
      const names = stale.join(', ');
      return found('partly', `${en}, of which are out of date: ${names}.`, `${cy}; wedi dyddio: ${names}.`);
    }
    return vouched
      ? found(
          'shown',
          `${en}, in date, and people verified what is in them.`,
          `${cy}, yn gyfredol ac wedi’u gwirio gan bobl.`,
        )
      : found(
          'partly',
          `${en}, in date, but nobody vouches for any of them.`,
          `${cy}, yn gyfredol, ond does neb yn eu gwarantu.`,
        );
  };
