/** F1: what a child's account starts with, and whether it is asked before that is let go of. */
import type { Settings } from '@kith/contract';
import { blankAccount, settingOf } from '@kith/engine';
import { type Check, found, type Setup, WITHHOLDS } from './check.ts';

/** Whether a weaker setting of a child's waits for its yes. */
const asksFirst = ({ policy }: Setup): boolean =>
  policy.tables['settings.changed'].some(
    ({ when, outcome }) => when.includes('weaker_setting') && WITHHOLDS.includes(outcome),
  );

/** Whether messages from those who aren't connected are kept from a child that takes them from connections alone. */
const keepsAway = ({ policy }: Setup): boolean =>
  policy.tables['message.sent'].some(
    ({ when, outcome }) =>
      when.includes('not_connected') && when.includes('setting_connections') && WITHHOLDS.includes(outcome),
  );

const protects = (name: keyof Settings): boolean => {
  // of somebody new whose age nobody told: doubt protects
  const value = settingOf(blankAccount('new'), name);
  return value === false || value === 'connections';
};

/** The check of one default: it is on for every new child, it acts, and it is let go of only after the child was asked. */
export const defaultCheck =
  (name: keyof Settings): Check =>
  (setup) => {
    if (!protects(name)) return found('not', 'A new child starts without it.', 'Mae plentyn newydd yn dechrau hebddo.');
    if (name === 'directMessages' && setup.policy.platform.connections && !keepsAway(setup)) {
      return found(
        'not',
        'A new child starts with it, but no row of the policy keeps messages of those who are not connected away.',
        'Mae plentyn newydd yn dechrau gydag ef, ond does dim rhes o’r polisi yn cadw negeseuon y rhai heb gysylltiad draw.',
      );
    }
    return asksFirst(setup)
      ? found(
          'shown',
          'Every new child starts with it, and it is switched off only after the child was told and said yes.',
          'Mae pob plentyn newydd yn dechrau gydag ef, ac fe’i diffoddir dim ond ar ôl i’r plentyn gael gwybod a chytuno.',
        )
      : found(
          'partly',
          'Every new child starts with it, but the policy has no row that asks before it is switched off.',
          'Mae pob plentyn newydd yn dechrau gydag ef, ond does gan y polisi ddim rhes sy’n gofyn cyn ei ddiffodd.',
        );
  };
