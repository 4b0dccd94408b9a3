/**
 * The files that pages load. The browser's own modules are TypeScript, too: their types are taken off when the chat starts, and
 * what they import by name is led to where it is served. Nothing is bundled: read it in the browser as it is here.
 */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Served {
  type: string;
  body: string;
}

const here = dirname(import.meta.dirname);
/** The browser's modules, from this folder. */
const MODULES = [
  'limits.ts',
  'words.ts',
  'web/app.ts',
  'web/connection.ts',
  'web/notice.ts',
  'web/sidebar.ts',
  'web/talk.ts',
];
const PLAIN = { 'web/style.css': 'text/css; charset=utf-8', 'web/icon.svg': 'image/svg+xml' } as const;
const LIBRARIES = { 'lit-html': '/lib/lit-html.js' } as const;

/** By the path at which they are served. */
export function filesServed(): ReadonlyMap<string, Served> {
  const files = new Map<string, Served>();
  for (const path of MODULES) {
    const body = asModule(readFileSync(join(here, path), 'utf8'));
    files.set(`/${path}`, { type: 'text/javascript; charset=utf-8', body });
  }
  for (const [path, type] of Object.entries(PLAIN)) {
    files.set(`/${path}`, { type, body: readFileSync(join(here, path), 'utf8') });
  }
  // the browser's build of it lies beside Node's, to which its name leads here
  const folder = join(dirname(fileURLToPath(import.meta.resolve('lit-html'))), '..');
  const lit = readFileSync(join(folder, basename(LIBRARIES['lit-html'])), 'utf8');
  files.set(LIBRARIES['lit-html'], { type: 'text/javascript; charset=utf-8', body: lit });
  return files;
}

function asModule(source: string): string {
  let module = stripTypeScriptTypes(source);
  for (const [name, path] of Object.entries(LIBRARIES)) module = module.replaceAll(`from '${name}'`, `from '${path}'`);
  return module;
}
