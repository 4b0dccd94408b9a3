/** A model in shadow beside the one in force, at an equal number of alerts a day: whom each would have shown to people. */
import type { Scored } from './distribution.ts';

export interface Compared {
  days: number;
  alertsPerDay: number;
  /** accounts at the top on some day */
  both: readonly string[];
  onlyInForce: readonly string[];
  onlyInShadow: readonly string[];
  /** of those at the top whom people ruled on */
  ruled: { inForce: Ruled; inShadow: Ruled };
}
export interface Ruled {
  harmful: number;
  harmless: number;
}

/** @param rulings whether an account was harmful, of those that people ruled on */
export function compare(
  inForce: readonly Scored[],
  inShadow: readonly Scored[],
  alertsPerDay: number,
  rulings: ReadonlyMap<string, boolean>,
): Compared {
  // a day counts where both scored
  const days = new Set(inForce.map(({ day }) => day)).intersection(new Set(inShadow.map(({ day }) => day)));
  const [live, shadow] = [topOf(inForce, days, alertsPerDay), topOf(inShadow, days, alertsPerDay)];
  const ruled = (accounts: ReadonlySet<string>): Ruled => {
    const known = [...accounts].flatMap((account) => rulings.get(account) ?? []);
    const harmful = known.filter((is) => is).length;
    return { harmful, harmless: known.length - harmful };
  };
  return {
    days: days.size,
    alertsPerDay,
    both: [...live.intersection(shadow)].sort(),
    onlyInForce: [...live.difference(shadow)].sort(),
    onlyInShadow: [...shadow.difference(live)].sort(),
    ruled: { inForce: ruled(live), inShadow: ruled(shadow) },
  };
}

/** The accounts with the highest scores of each day; of equals, by name. */
function topOf(rows: readonly Scored[], days: ReadonlySet<number>, alertsPerDay: number): Set<string> {
  const byDay = new Map<number, Scored[]>();
  for (const row of rows) {
    if (!days.has(row.day)) continue;
    const day = byDay.get(row.day);
    if (day === undefined) byDay.set(row.day, [row]);
    else day.push(row);
  }
  const top = new Set<string>();
  for (const day of byDay.values()) {
    day.sort((a, b) => b.score - a.score || (a.account < b.account ? -1 : 1));
    for (const { account } of day.slice(0, Math.round(alertsPerDay))) top.add(account);
  }
  return top;
}
