/**
 * Who lives in the town, as columns: a million people in tens of megabytes. A person is a number from 0; the id that
 * the platform knows says no more than the age band that it believes in.
 */
import { type AgeBand, type AgeMethod, ageBand } from '@kith/contract';
import type { Role } from './roles.ts';

export type Person = number;

/** A place with its own schools and clubs: who lives in one rarely knows anybody in another. */
export interface Place {
  country: string;
  region: string;
  language: number;
  first: Person;
  /** without this one */
  end: Person;
}

export interface People {
  readonly count: number;
  /** years, truly */
  readonly age: Uint8Array;
  /** index in ageBands: what the platform was told */
  readonly band: Uint8Array;
  /** index in ageMethods */
  readonly method: Uint8Array;
  /** index in roles */
  readonly role: Uint8Array;
  /** index in the world's grammars */
  readonly language: Uint8Array;
  /** 0 careful to 100: how they type */
  readonly careless: Uint8Array;
  /** 0 to 100: how much they write */
  readonly busy: Uint8Array;
  /** 0 to 100: how a child takes to strangers */
  readonly wary: Uint8Array;
  readonly household: Int32Array;
  /** the number of the first of the household: members are neighbours in number */
  readonly place: Int32Array;
  /** the class they are in; -1: none */
  readonly schoolClass: Int32Array;
  /** the club they are in or coach; -1: none */
  readonly club: Int32Array;
  /** when they join, minutes after the first day begins; below 0: before */
  readonly joined_min: Int32Array;
  /** how old the account was made to be when it joined, days */
  readonly accountAge_days: Int16Array;
  /** 1: knows nobody when joining */
  readonly alone: Uint8Array;
  readonly ids: string[];
  readonly places: Place[];
  /** who is in each class and club, children and grown-ups apart */
  readonly classes: Circle[];
  readonly clubs: Circle[];
}

export interface Circle {
  children: Person[];
  /** who coaches or teaches it */
  leaders: Person[];
}

export const ageBands: readonly AgeBand[] = ageBand.options;
export const ageMethods = ['declared', 'estimated', 'verified'] as const satisfies readonly AgeMethod[];
export const METHOD_CONFIDENCE = { declared: 0.5, estimated: 0.8, verified: 0.98 } as const;

export const ADULT_FROM = 18;

export const bandOfAge = (years: number): AgeBand =>
  years < 13 ? 'under13' : years < 16 ? '13to15' : years < ADULT_FROM ? '16to17' : 'adult';

export const isChild = (people: People, person: Person): boolean => people.age[person] < ADULT_FROM;

/** Everybody with a role. */
export type ByRole = Readonly<Record<Role, Person[]>>;
