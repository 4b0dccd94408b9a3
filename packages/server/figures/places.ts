/** Countries, regions and police forces: their names, addresses, what a region's total is of, and where they lie on our map. */
import { join } from 'node:path';
import { z } from 'zod';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import type { Place } from './series.ts';

const name = z.string().min(1).max(60);
const file = z.strictObject({
  regions: z.array(
    z.strictObject({
      region: name,
      /** the forces that its published total is of; all of them where it isn't said */
      covers: z.array(name).optional(),
      forces: z.array(
        z.strictObject({
          /** as files of figures have it */
          force: name,
          /** what it calls itself */
          name,
          at: z.tuple([z.int().min(0), z.int().min(0)]),
          /** what the Home Office's tables call it, where that is another name */
          also: z.array(name).optional(),
        }),
      ),
    }),
  ),
});

const read = readYamlFile(join(import.meta.dirname, 'places.yaml'), file);
if (!read.ok) throw new Error(formatProblems(read.problems));

export const regions = read.value.regions;

/** Totals of more than one region, that are no region themselves. */
export const COUNTRIES = ['UK', 'England and Wales'] as const;

/** Which forces a region's published total is of; empty of a country, whose forces nobody lists by name. */
export const coveredBy = (region: string): readonly string[] => {
  const found = regions.find((r) => r.region === region);
  return found === undefined ? [] : (found.covers ?? found.forces.map(({ force }) => force));
};

export const compare = (a: string, b: string): number => a.localeCompare(b, 'en');

const names = new Map(regions.flatMap(({ forces }) => forces.map(({ force, name }) => [force, name])));
/** What a reader is told: a force by its own name, as West Midlands is a region and a force. */
export const nameOf = ({ region, force }: Place): string => (force === null ? region : (names.get(force) ?? force));

/** Every place that has a page: countries, then regions and forces by the alphabet. Never by their numbers. */
export const places: readonly Place[] = [
  ...COUNTRIES.map((region) => ({ region, force: null })),
  ...[...regions]
    .sort((a, b) => compare(a.region, b.region))
    .flatMap(({ region, forces }) => [
      { region, force: null },
      ...forces.map(({ force }) => ({ region, force })).sort((a, b) => compare(nameOf(a), nameOf(b))),
    ]),
];

/** A force may have its region's name: West Midlands is both. */
export const slugOf = ({ region, force }: Place): string => slug(force === null ? region : `${force} police`);
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** Whether anything has a page of that name. */
export const isPlace = ({ region, force }: Place): boolean =>
  places.some((place) => place.region === region && place.force === force);

const byName = new Map(
  regions.flatMap(({ region, forces }) =>
    forces.flatMap(({ force, also = [] }) =>
      [force, ...also].map((name): [string, Place] => [name, { region, force }]),
    ),
  ),
);
/** The place of a force as the Home Office's tables write it; a body without an area of its own has no region. */
export const forceOf = (written: string): Place =>
  byName.get(written.replaceAll('&', 'and')) ?? { region: NO_REGION, force: written };
/** Of police that are of no region, such as the British Transport Police. */
export const NO_REGION = '';

const bySlug = new Map(places.map((place) => [slugOf(place), place]));
export const placeOf = (slug: string): Place | null => bySlug.get(slug) ?? null;
