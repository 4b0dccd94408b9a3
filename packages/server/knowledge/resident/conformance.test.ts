import { storeConformance } from '../conformance.ts';

storeConformance('resident');
