/**
 * What the public can compute: parts (the smallest counts that published numbers are sums of), and the sums that are known,
 * that are to be published, and that nobody may find out.
 *
 * A count from 1 to 4 of people is withheld (primary suppression), and others with it, so that it can't be found out by
 * subtracting (secondary, or complementary, suppression). The terms and the way of attack are those of A. Hundepool and others,
 * Handbook on Statistical Disclosure Control (https://sdctools.github.io/HandbookSDC/, chapters 4 and 5); the threshold is the usual
 * one of the UK's Government Statistical Service for administrative data about people. The Office for National Statistics'
 * policy: https://www.ons.gov.uk/aboutus/transparencyandgovernance/datastrategy/datapolicies/statisticaldisclosurecontrol
 */

/** The first count that is shown. Smaller ones, but none, are withheld. */
export const SHOWN_MIN = 5;

/** A part's name: what it counts, with the value that it had, so that a corrected one is another. */
export type Part = string;

export interface Sum {
  readonly parts: readonly Part[];
  readonly value: number;
}

export interface Figure extends Sum {
  readonly id: string;
  /** what its reader loses where it is withheld: totals say more than what they are totals of */
  readonly weight: number;
}

export interface System {
  /** the value of every part */
  readonly parts: ReadonlyMap<Part, number>;
  /** what the public knows: published before, and what two publications have in common */
  readonly known: readonly Sum[];
  /** sums of which the public knows that they aren't 0: earlier publications withheld them, and 0 is never withheld */
  readonly some: readonly Sum[];
  /** sums that are the same by what they count, such as appeals by outcome and by time */
  readonly equal: readonly (readonly [readonly Part[], readonly Part[]])[];
  /** what is to be published */
  readonly figures: readonly Figure[];
  /** sums that nobody shows, and that may not be found out either: those that were withheld before, differences of periods */
  readonly hidden: readonly Sum[];
}

/**
 * What nobody can be made to doubt: 0 is shown and an empty row isn't listed, so whatever is listed or withheld is at least 1.
 */
export const knownSome = ({ figures, some }: System): Sum[] => [...figures, ...some].filter(({ value }) => value > 0);

export const isSmall = (value: number): boolean => value > 0 && value < SHOWN_MIN;
