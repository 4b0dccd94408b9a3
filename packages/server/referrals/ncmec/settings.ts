/** What an operator says about reporting to NCMEC: the part `ncmec` of the file of referrals. */
import { z } from 'zod';
import { environments } from './client/environment.ts';
import { reporter } from './schema/report.ts';
import { DIALECT, dialect } from './schema/shape.ts';
import { INCIDENT_TYPES_OFFERED, incidentTypes } from './schema/values.ts';

/** Calls at once at most: more would not be faster with one provider's reports, and NCMEC's limits are not documented. */
const CONNECTIONS_MAX = 64;
/** Calls a minute at most, for the same reason. */
const CALLS_A_MINUTE_MAX = 60_000;
/** A call may take so long at most, seconds: past it, whoever waits for it stands still. */
const TIMEOUT_S_MAX = 600;

export const ncmecSettings = z.strictObject({
  /** production only where it says so: a test report costs nothing, a false one costs police time */
  environment: z.enum(environments).default('test'),
  /** a conformance server on this machine, instead of NCMEC's test system */
  instead: z.url().nullable().default(null),
  /** the operator's copy of NCMEC's XSD, which reports are checked against as well */
  xsd: z.string().min(1).nullable().default(null),
  /** the name of the service, as NCMEC is told where it happened */
  platform: z.string().min(1).max(256),
  /** who reports, in NCMEC's own elements */
  reporter,
  dialect: dialect.default(DIALECT),
  /** the incident types that the form offers */
  incidentTypes: z
    .array(z.enum(incidentTypes))
    .min(1)
    .default([...INCIDENT_TYPES_OFFERED]),
  connections: z.int().min(1).max(CONNECTIONS_MAX).default(4),
  callsAMinute: z.int().min(1).max(CALLS_A_MINUTE_MAX).default(300),
  timeout_s: z.number().positive().max(TIMEOUT_S_MAX).default(60),
});
export type NcmecSettings = z.output<typeof ncmecSettings>;
