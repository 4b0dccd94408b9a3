/**
 * Whether what a model finds may be believed: one that finds something in nearly every ordinary text finds nothing. Asked of
 * texts in which Kith's own cues found nothing, since those with a cue are to be found again. Even who grooms writes small
 * talk most of the time, so no working model finds something in nine of ten such texts: one that does so in half of them
 * comes to 45 of 50 in one of some 500 million such rows. Of each account the newest text counts: nobody has a model cut
 * off for everybody by what they write themselves.
 */

/** So many accounts are looked back at, those whose texts without a cue are the newest. */
export const LOOKED_BACK_AT = 50;
/** In the texts of so many of them something may be found, at most. */
export const FOUND_MAX = 44;

/** A text without a cue: whose it was, and whether the model found something in it. */
export interface WithoutCue {
  readonly account: string;
  readonly found: boolean;
}

export class Credible {
  /** by account, the newest last */
  readonly #found = new Map<string, boolean>();
  #doubted = false;

  /**
   * Whether a look may be believed. Once one was not, none is until a text without a cue is looked at in which nothing is
   * found; a look in which all texts have a cue says nothing either way.
   */
  believes(looked: readonly WithoutCue[]): boolean {
    if (looked.length === 0) return true;
    if (this.#doubted && looked.every(({ found }) => found)) return false;
    for (const { account, found } of looked) this.#note(account, found);
    this.#doubted = [...this.#found.values()].filter(Boolean).length > FOUND_MAX;
    // what it found before says nothing of it once it is mended
    if (this.#doubted) this.#found.clear();
    return !this.#doubted;
  }

  #note(account: string, found: boolean): void {
    this.#found.delete(account);
    this.#found.set(account, found);
    const [oldest] = this.#found.keys();
    if (this.#found.size > LOOKED_BACK_AT && oldest !== undefined) this.#found.delete(oldest);
  }
}
