/** How the score of a followed account rose: what earliness is measured from. */

/** A moment at which the score was higher than ever before. */
export interface Rise {
  at_ms: number;
  score: number;
  /** messages to such children by then, delivered or not */
  messages: number;
  /** such children written to by then */
  children: number;
}

export interface Trail {
  account: string;
  /** messages to children whom it offends against, and those of them that were delivered */
  messages: number;
  delivered: number;
  /** the first that was delivered, milliseconds since 1970; null where none was */
  firstDelivered_ms: number | null;
  children: Set<string>;
  rises: Rise[];
}

export const newTrail = (account: string): Trail => ({
  account,
  messages: 0,
  delivered: 0,
  firstDelivered_ms: null,
  children: new Set(),
  rises: [],
});

/** The first moment at which the score reached a threshold; null where it never did. */
export const firstAt = (trail: Trail, threshold: number): Rise | null =>
  trail.rises.find(({ score }) => score >= threshold) ?? null;
