/** What an operator says about reporting to NCMEC: the part `ncmec` of the file of referrals. */
import { z } from 'zod';
import { environments } from './client/environment.ts';
import { type reporter, URL_MAX } from './schema/report.ts';
import { DIALECT, dialect } from './schema/shape.ts';
import { INCIDENT_TYPES_OFFERED, incidentTypes } from './schema/values.ts';

/** Calls at once at most: more would not be faster with one provider's reports, and NCMEC's limits are not documented. */
const CONNECTIONS_MAX = 64;
/** Calls a minute at most, for the same reason. */
const CALLS_A_MINUTE_MAX = 60_000;
/** A call may take so long at most, seconds: past it, whoever waits for it stands still. */
const TIMEOUT_S_MAX = 600;
/** Words about the company that go with every report, UTF-16 code units: a page or two. */
const TEMPLATE_MAX = 10_000;
/** As others keep to (grade S), UTF-16 code units. */
const TERMS_MAX = 3_000;

const text = (max: number) => z.string().trim().min(1).max(max);

export const ncmecSettings = z.strictObject({
  /** production only where it says so: a test report costs nothing, a false one costs police time */
  environment: z.enum(environments).default('test'),
  /** a conformance server on this machine, instead of NCMEC's test system */
  instead: z.url().nullable().default(null),
  username: text(255),
  /** where the password is, which NCMEC gives for each environment; never in this file */
  password: z.union(
    [z.strictObject({ variable: z.string().regex(/^[A-Z_][A-Z0-9_]*$/) }), z.strictObject({ file: text(4_096) })],
    'must be variable: NAME (of the environment) or file: PATH',
  ),
  /** the operator's copy of NCMEC's XSD, which reports are checked against as well */
  xsd: text(4_096).nullable().default(null),
  dialect: dialect.default(DIALECT),
  /** the incident types that the form offers */
  incidentTypes: z
    .array(z.enum(incidentTypes))
    .min(1)
    .default([...INCIDENT_TYPES_OFFERED]),
  /** what the company wants to be said in every report: how legal process is served, whom to call at night */
  companyTemplate: text(TEMPLATE_MAX).nullable().default(null),
  termsOfService: text(TERMS_MAX).nullable().default(null),
  legalUrl: z.url().max(URL_MAX).nullable().default(null),
  connections: z.int().min(1).max(CONNECTIONS_MAX).default(4),
  callsAMinute: z.int().min(1).max(CALLS_A_MINUTE_MAX).default(300),
  timeout_s: z.number().positive().max(TIMEOUT_S_MAX).default(60),
});
export type NcmecSettings = z.output<typeof ncmecSettings>;

export type Reporter = z.output<typeof reporter>;

/** Somebody of the provider, as the file of referrals has them. */
export interface Contact {
  firstName: string;
  lastName: string;
  email: string;
  telephone?: string | undefined;
}

const personOf = ({ firstName, lastName, email, telephone }: Contact) => ({
  ...{ firstName, lastName, email: [{ type: 'Business' as const, value: email }] },
  ...(telephone !== undefined && { phone: [{ type: 'Business' as const, value: telephone }] }),
});

/** Who reports, in NCMEC's own elements. */
export const reporterOf = (
  reporting: Contact,
  contact: Contact | null,
  { companyTemplate, termsOfService, legalUrl }: NcmecSettings,
): Reporter => ({
  reportingPerson: personOf(reporting),
  ...(contact !== null && { contactPerson: personOf(contact) }),
  ...(companyTemplate !== null && { companyTemplate }),
  ...(termsOfService !== null && { termsOfService }),
  ...(legalUrl !== null && { legalURL: legalUrl }),
});
