/** Why a measure applies: its condition as it is joined, with what the service answered to each part. */
import type { MeasureReason } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';
import { HARM_LEVELS } from './limits.ts';
import { SaidWords } from './said.tsx';

export function Why({ lines }: { lines: readonly MeasureReason[] }) {
  const [first] = lines;
  if (first === undefined) return null;
  return (
    <ul className="bullets">
      <Branch lines={lines} />
    </ul>
  );
}

/** The first line with those that stand deeper below it. */
function Branch({ lines }: { lines: readonly MeasureReason[] }) {
  const { t } = useWords();
  const [first, ...below] = lines;
  if (first === undefined) return null;
  if (first.is === 'named')
    return (
      <li>
        {first.ask === null ? t(`measureTerm.${termOf(first.name)}`) : <SaidWords of={first.ask} />}{' '}
        {levelOf(first.name, t)} <b>{t(`measureHolds.${first.holds}`)}</b>
      </li>
    );
  return (
    <li>
      {t(`measureJoin.${first.is}`)} <b>{t(`measureHolds.${first.holds}`)}</b>
      <ul className="bullets">
        {branches(below, first.depth + 1).map((branch) => (
          <Branch key={JSON.stringify(branch)} lines={branch} />
        ))}
      </ul>
    </li>
  );
}

/** Each begins with a line of that depth. */
function branches(lines: readonly MeasureReason[], depth: number): MeasureReason[][] {
  const all: MeasureReason[][] = [];
  for (const line of lines) {
    if (line.depth === depth) all.push([line]);
    else all.at(-1)?.push(line);
  }
  return all;
}

const TERMS = ['every_service', 'permissive', 'multi_risk', 'any_medium_risk'] as const;
const termOf = (name: string): (typeof TERMS)[number] => TERMS.find((term) => term === name) ?? 'every_service';

/** The level that a risk is asked for, `grooming high`; nothing of a fact. */
function levelOf(name: string, t: ReturnType<typeof useWords>['t']): string {
  const level = HARM_LEVELS.find((one) => one === name.split(' ')[1]);
  return level === undefined ? '' : `(${t('measures.least', { level: t(`harmLevel.${level}`) })})`;
}
