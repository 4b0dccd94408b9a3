/** F2: whether a notice is shown at its moment, in every language, and to every child. */
import type { RowNotice } from '@kith/contract';
import { type Check, found, type Setup } from './check.ts';

/** Of the children concerned, how many percent aren't shown it so that others can be compared with them. */
const heldOut = ({ policy }: Setup, kind: RowNotice): number => {
  const { experiment } = policy.notices;
  return experiment?.kinds.some((one) => one === kind) ? experiment.holdOutPercent : 0;
};

export const noticeCheck =
  (...kinds: readonly RowNotice[]): Check =>
  (setup) => {
    const rows = Object.values(setup.policy.tables).flat();
    const missing = kinds.filter((kind) => !rows.some(({ notice }) => notice === kind));
    if (missing.length === kinds.length)
      return found(
        'not',
        'No row of the policy shows this notice.',
        'Does dim rhes o’r polisi yn dangos yr hysbysiad hwn.',
      );
    if (missing.length > 0) {
      const names = missing.join(', ');
      return found(
        'partly',
        `The policy shows it, but never ${names}.`,
        `Mae’r polisi’n ei ddangos, ond byth ${names}.`,
      );
    }
    const percent = Math.max(...kinds.map((kind) => heldOut(setup, kind)));
    if (percent > 0) {
      return found(
        'partly',
        `The policy shows it, but ${percent} % of children are left out of it while it is compared whether it helps.`,
        `Mae’r polisi’n ei ddangos, ond gadewir ${percent} % o blant allan tra cymharir a yw’n helpu.`,
      );
    }
    const languages = [...setup.words.languages.keys()].sort();
    return found(
      'shown',
      `The policy shows it, and its words are there in ${languages.length} languages: ${languages.join(', ')}.`,
      `Mae’r polisi’n ei ddangos, ac mae ei eiriau ar gael mewn ${languages.length} iaith: ${languages.join(', ')}.`,
    );
  };
