/** How often each rule of the policy fired, or could not be evaluated. */

export interface RuleCount {
  rule: string;
  what: 'live' | 'shadow' | 'failed';
  count: number;
}

export class RuleCounts {
  readonly #counts = new Map<string, RuleCount>();
  readonly #max: number;

  /** @param max how many are told apart; what comes after is counted as `other` */
  constructor(max: number) {
    this.#max = max;
  }

  count(rule: string, what: RuleCount['what']): void {
    let counted = this.#counts.get(`${what} ${rule}`);
    if (counted === undefined) {
      const name = this.#counts.size < this.#max ? rule : 'other';
      counted = this.#counts.get(`${what} ${name}`) ?? { rule: name, what, count: 0 };
      this.#counts.set(`${what} ${name}`, counted);
    }
    counted.count++;
  }

  all(): readonly RuleCount[] {
    return [...this.#counts.values()];
  }
}
