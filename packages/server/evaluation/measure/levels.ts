/** The level that an account-day's scores have by the policy: `high` needs both families. */
import type { Risk } from '@kith/contract';
import { higherRisk, levelOf, type Score } from '@kith/engine';
import { familyOf, type Subject, visitRow } from '../observe/row.ts';
import type { Population } from './population.ts';

/** `none` where what the score is made of was not kept: it was below what is worth keeping. */
export function levelOfDay(p: Population, day: number): Risk {
  let highest: Risk = 'none';
  for (const subject of ['account', 'contact'] as const) {
    const score = partsOf(p, day, subject);
    if (score !== null) highest = higherRisk(highest, levelOf(score, p.model.thresholds, p.model));
  }
  return highest;
}

function partsOf({ days, model }: Population, day: number, subject: Subject): Score | null {
  const row = days.row(day, subject);
  if (row === null) return null;
  const parts = { text: 0, behaviour: 0 };
  visitRow(model, subject, row, (term, points) => {
    parts[familyOf(term)] += points;
  });
  return { total: parts.text + parts.behaviour, ...parts };
}
