/** The organisation's OpenID Connect provider, as the operator's file says it. */
import { readFileSync } from 'node:fs';
import { staffRole } from '@kith/contract';
import { z } from 'zod';
import { Secret } from '../ground/config/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { RulesError } from '../rules-error.ts';

/** Groups that are mapped at most: an organisation has a few for this. */
const MAPPED_MAX = 100;

const isLocal = (hostname: string): boolean => hostname === 'localhost' || hostname === '127.0.0.1';

/** http only where nobody is between: a provider on this machine. */
const isIssuer = (text: string): boolean => {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal(url.hostname));
};

const from = z.union(
  [z.strictObject({ variable: z.string().regex(/^[A-Z_][A-Z0-9_]*$/) }), z.strictObject({ file: z.string().min(1) })],
  'must be variable: NAME (of the environment) or file: PATH',
);

const settings = z.strictObject({
  issuer: z.string().refine(isIssuer, 'must be an https URL, as the provider calls itself'),
  client: z.string().min(1).max(200),
  secret: from,
  scopes: z
    .array(z.string().regex(/^[\x21-\x7e]{1,100}$/))
    .max(20)
    .default([]),
  /** the claim of the ID token whose values are mapped to roles: a text, or a list of texts */
  claim: z.string().min(1).max(200).default('groups'),
  /** which roles a value of the claim gives */
  roles: z
    .record(z.string().min(1).max(200), z.array(staffRole).min(1))
    .refine((roles) => Object.keys(roles).length <= MAPPED_MAX, `must map ${MAPPED_MAX} values at most`),
});

export interface ProviderSettings extends Omit<z.infer<typeof settings>, 'secret'> {
  secret: Secret;
}

/** Reads the file, and the secret from where it says. Throws a RulesError where either can't be used; the secret is in none. */
export function readProvider(file: string, env: NodeJS.ProcessEnv = process.env): ProviderSettings {
  const read = readYamlFile(file, settings);
  if (!read.ok) throw new RulesError(`The sign-in's provider can't be used:\n${formatProblems(read.problems)}`);
  const { secret, ...rest } = read.value;
  const where = 'variable' in secret ? secret.variable : secret.file;
  const found = 'variable' in secret ? (env[where] ?? '') : textOf(where);
  if (found === '') throw new RulesError(`The sign-in's provider can't be used: there is no secret in ${where}`);
  return { ...rest, secret: new Secret(found) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new RulesError(`The sign-in's provider can't be used: its secret can't be read from ${file} (${why})`);
  }
}
