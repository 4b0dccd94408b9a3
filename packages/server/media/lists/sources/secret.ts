/** What a source is asked with: read from its file or variable for every import, so that one that was changed is used. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Secret } from '../../../ground/config/index.ts';
import { ImportError } from '../failure.ts';

/** The longest secret that is sent, characters: a signed token with claims has some 2,000. */
const SECRET_LENGTH_MAX = 8_192;

export const secretFrom = z.union(
  [z.strictObject({ variable: z.string().regex(/^[A-Z_][A-Z0-9_]*$/) }), z.strictObject({ file: z.string().min(1) })],
  'must be variable: NAME (of the environment) or file: PATH',
);

export const auth = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('basic'), user: z.string().regex(/^[^:\p{Cc}]{1,256}$/u), password: secretFrom }),
    z.strictObject({ kind: z.literal('bearer'), token: secretFrom }),
  ],
  { error: 'must be of kind: basic, bearer' },
);
export type AuthSettings = z.output<typeof auth>;

/** The value of the header `authorization`. @throws ImportError `secret_missing`; what it is goes into no message */
export async function authorizationOf(settings: AuthSettings): Promise<Secret> {
  switch (settings.kind) {
    case 'basic': {
      const password = await readSecret(settings.password);
      return new Secret(`Basic ${Buffer.from(`${settings.user}:${password.reveal()}`).toString('base64')}`);
    }
    case 'bearer': {
      const token = await readSecret(settings.token);
      return new Secret(`Bearer ${token.reveal()}`);
    }
    default:
      return settings satisfies never;
  }
}

export async function readSecret(from: z.output<typeof secretFrom>): Promise<Secret> {
  const found = 'variable' in from ? (process.env[from.variable] ?? '') : await textOf(from.file);
  if (found.length <= SECRET_LENGTH_MAX && /^[\x21-\x7e]+$/.test(found)) return new Secret(found);
  throw new ImportError('secret_missing');
}

async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new ImportError('secret_missing', error);
  }
}
