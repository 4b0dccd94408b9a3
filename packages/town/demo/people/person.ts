/** Somebody who lives in the town. */
import type { AgeBand, AgeMethod } from '@kith/contract';

export interface Person {
  /** obviously made up: teen-0042 */
  readonly id: string;
  /** what the platform knows of the age */
  readonly band: AgeBand;
  readonly method: Exclude<AgeMethod, 'unknown'>;
  readonly confidence: number;
  /** how the person behaves, whatever the platform knows */
  readonly child: boolean;
  readonly country: string;
  readonly region: string;
  readonly language: string;
  /** how old the account is when the town starts, in days */
  readonly accountAge_days: number;
  readonly household: number;
  /** children of one school know each other */
  readonly school: number | null;
  /** a club has children of several schools, and an adult who coaches */
  readonly club: number | null;
}

export interface Population {
  readonly people: readonly Person[];
  /** by number: who lives together, in the order in which they join */
  readonly households: readonly (readonly Person[])[];
}
