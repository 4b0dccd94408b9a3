import { storeConformance } from '../testing/conformance.ts';

storeConformance('postgres');
