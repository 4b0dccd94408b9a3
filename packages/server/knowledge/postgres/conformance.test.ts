import { storeConformance } from '../conformance.ts';

storeConformance('postgres');
