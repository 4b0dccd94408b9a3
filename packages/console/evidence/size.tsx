import { useWords } from '../words/use-words.tsx';

/** As disks are sold. */
const KILO = 1_000;
const MEGA = 1_000_000;

/** How large something is, to about three digits. */
export function Size({ bytes }: { bytes: number }) {
  const { t, number } = useWords();
  if (bytes < KILO) return t('evidence.bytes', { bytes });
  const tenths = (value: number) => number(Math.round(value * 10) / 10);
  if (bytes < MEGA) return t('evidence.kilobytes', { size: tenths(bytes / KILO) });
  return t('evidence.megabytes', { size: tenths(bytes / MEGA) });
}
