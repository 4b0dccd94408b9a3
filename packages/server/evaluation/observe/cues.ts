/** How often each account's messages to children hit each cue: which cue is to blame for an alert. */

/** Cues that are counted of one account: past that, more explain nothing more. */
const CUES_AN_ACCOUNT_MAX = 24;

export class CueCounts {
  readonly #of = new Map<number, Map<string, number>>();

  add(account: number, evidence: readonly { cue: string }[]): void {
    let cues = this.#of.get(account);
    if (cues === undefined) {
      cues = new Map();
      this.#of.set(account, cues);
    }
    for (const { cue } of evidence) {
      if (!cues.has(cue) && cues.size >= CUES_AN_ACCOUNT_MAX) continue;
      cues.set(cue, (cues.get(cue) ?? 0) + 1);
    }
  }

  /** The most frequent first. */
  of(account: number): readonly (readonly [cue: string, times: number])[] {
    return [...(this.#of.get(account) ?? [])].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }
}
