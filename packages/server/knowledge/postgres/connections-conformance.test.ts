import { connectionsConformance } from '../testing/connections-conformance.ts';

connectionsConformance('postgres');
