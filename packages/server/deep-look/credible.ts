/**
 * Whether what a model finds may be believed: one that finds something in nearly every ordinary text finds nothing. Asked of
 * texts in which Kith's own cues found nothing, since those with a cue are to be found again. Even who grooms writes small
 * talk most of the time, so no working model finds something in nine of ten such texts: one that does so in half of them
 * comes to 45 of 50 in one of some 500 million such rows.
 */

/** So many texts without a cue are looked back at, the newest. */
export const LOOKED_BACK_AT = 50;
/** In so many of them something may be found, at most. */
export const FOUND_MAX = 44;

export class Credible {
  #found: boolean[] = [];
  #doubted = false;

  /**
   * Whether a look may be believed. Once one was not, none is until a text without a cue is looked at in which nothing is found.
   * @param found of each text of the look without a cue, whether something was found
   */
  believes(found: readonly boolean[]): boolean {
    if (this.#doubted && !found.includes(false)) return false;
    this.#found = [...this.#found, ...found].slice(-LOOKED_BACK_AT);
    this.#doubted = this.#found.filter(Boolean).length > FOUND_MAX;
    // what it found before says nothing of it once it is mended
    if (this.#doubted) this.#found = [];
    return !this.#doubted;
  }
}
