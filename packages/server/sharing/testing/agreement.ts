/** An agreement between two operators, as each has it. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Agreement, SALT_BYTES } from '../settings.ts';

export interface Sides {
  ours: Agreement;
  theirs: Agreement;
}

export function agreementBetween(us: string, them: string, until_ms: number): Sides {
  const [one, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const both = {
    name: 'ring',
    until_ms,
    kinds: ['email', 'telephone'],
    salt: randomBytes(SALT_BYTES),
    days: 30,
  } as const;
  return {
    ours: { ...both, us, them, ourKey: one.privateKey, theirKey: other.publicKey },
    theirs: { ...both, us: them, them: us, ourKey: other.privateKey, theirKey: one.publicKey },
  };
}

/** Writes what an operator has to configure. @returns the file for KITH_SHARING */
export async function configured(
  folder: string,
  { name, us, them, salt, ourKey, theirKey }: Agreement,
): Promise<string> {
  const at = (file: string) => join(folder, file);
  await writeFile(at('salt'), Buffer.from(salt).toString('hex'));
  await writeFile(at('our.pem'), ourKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(at('their.pem'), theirKey.export({ type: 'spki', format: 'pem' }));
  const files = { salt: at('salt'), ourKey: at('our.pem'), theirKey: at('their.pem') };
  // JSON is YAML
  await writeFile(at('sharing.yaml'), JSON.stringify([{ name, us, them, until: '2099-12-31', ...files }]));
  return at('sharing.yaml');
}
