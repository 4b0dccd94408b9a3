import { storeConformance } from '../conformance.ts';
import { postgresHome } from './testing.ts';

storeConformance('postgres', () => postgresHome('conformance'));
