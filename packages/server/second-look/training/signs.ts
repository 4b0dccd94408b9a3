/**
 * Which way a feature may count: more of what is evidence never takes from a score, however trees hang it together with
 * others. So nobody looks more harmless by doing more of it.
 */
import { featureNames } from '@kith/engine';

/** Either way: they say how an account usually is, and are read together with the others. */
const EITHER: ReadonlySet<string> = new Set([
  'contacted',
  'answeredShare',
  'ageConfidence',
  'ageDeclared',
  'to.messages',
  'to.replies',
  'to.answers',
  'to.days',
  'to.knownChild',
  'to.evidenceHours',
]);
/** The more, the more harmless. */
const AGAINST: ReadonlySet<string> = new Set(['accountDays']);

/** In the order of featureNames: 1, 0 or -1. */
export const signs: Int8Array = Int8Array.from(featureNames, (name) =>
  EITHER.has(name) ? 0 : AGAINST.has(name) ? -1 : 1,
);
