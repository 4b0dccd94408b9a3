import { knownConformance } from '../testing/known-conformance.ts';

knownConformance('postgres');
