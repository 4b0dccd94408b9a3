/**
 * Makes the files that browsers load: packages/console/dist, which `kith serve` serves at /console/.
 * `npm run build -w @kith/console`; with --if-stale only where a source has changed since.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import config from './vite.config.ts';

const here = import.meta.dirname;
const root = join(here, '../..');
/** Names, inside dist, what it was made of. */
const MADE_OF = join(here, 'dist', 'made-of');

/** SHA-256 of everything that the files are made of. Libraries change with the lock file; of the contract come types alone. */
function sources(): string {
  const ours = globSync('**/*.{ts,tsx,css,json,html,svg}', {
    cwd: here,
    exclude: (path) => /(^|\/)(node_modules|dist|testing)$|\.test\.tsx?$/.test(path),
  });
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const path of ours.toSorted()) hash.update(`\0${path}\0`).update(readFileSync(join(here, path)));
  return hash.digest('hex');
}

function isBuilt(from: string): boolean {
  try {
    return readFileSync(MADE_OF, 'utf8') === from;
  } catch {
    return false;
  }
}

if (import.meta.main) {
  const from = sources();
  if (!process.argv.includes('--if-stale') || !isBuilt(from)) {
    const started = performance.now();
    // Vite turns React's own development checks off by this
    process.env.NODE_ENV = 'production';
    await build({ ...config, configFile: false });
    writeFileSync(MADE_OF, from);
    console.log(`Made packages/console/dist in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  }
}
