/**
 * What the API is, as OpenAPI 3.1, from the routes themselves.
 * `node packages/server/openapi.ts` writes it to packages/contract/openapi.json; a test holds the two together.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from './ground/config/index.ts';
import { createLog } from './ground/log/index.ts';
import { startKith } from './serve.ts';

export const openapiPath = fileURLToPath(new URL('../contract/openapi.json', import.meta.url));

/** The document's text, as a Kith that runs gives it. */
export async function describeApi(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-openapi-'));
  try {
    const { config } = readConfig({ flags: { folder, port: 0 } });
    const kith = await startKith(config, { log: createLog({ level: 'silent' }), onFailed() {} });
    try {
      const response = await fetch(`${kith.url}/openapi.json`);
      return `${JSON.stringify(await response.json(), null, 2)}\n`;
    } finally {
      await kith.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await writeFile(openapiPath, await describeApi());
