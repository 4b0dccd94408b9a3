/**
 * The files that pages load. The browser's own modules are TypeScript, too: their types are taken off when the chat starts, and
 * what they import by name is led to where it is served. Nothing is bundled: read it in the browser as it is here.
 */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Served {
  type: string;
  body: string;
}

const here = dirname(import.meta.dirname);
const folderOf = (name: string): string => dirname(fileURLToPath(import.meta.resolve(name)));

/** Where a folder is served, and what it is there by name. In a platform of yours a bundler does this. */
const FOLDERS = {
  '/': here,
  '/lib/lit/': join(folderOf('lit-html'), '..'),
  '/lib/kith/': folderOf('@kith/client'),
} as const;
const LIBRARIES = {
  // the browser's build of it, where its name leads Node to another
  'lit-html': '/lib/lit/lit-html.js',
  '@kith/client/notices': '/lib/kith/notices/index.ts',
} as const;
const ENTRY = '/web/app.ts';
const PLAIN = { '/web/style.css': 'text/css; charset=utf-8', '/web/icon.svg': 'image/svg+xml' } as const;

/** By the path at which they are served: what the page loads, and what that imports. */
export function filesServed(): ReadonlyMap<string, Served> {
  const files = new Map<string, Served>();
  for (const [path, type] of Object.entries(PLAIN)) files.set(path, { type, body: read(path) });
  const waiting: string[] = [ENTRY];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    const body = asModule(path);
    files.set(path, { type: 'text/javascript; charset=utf-8', body });
    const at = `http://here${path}`;
    for (const [, from = ''] of body.matchAll(IMPORT)) waiting.push(new URL(from, at).pathname);
  }
  return files;
}

/** What a module imports, once its types are gone; every import of ours stands on lines of its own. */
const IMPORT = /^(?:import|export)\b[^;'"]*?(?:from )?['"]([./][^'"]*)['"]/gm;

function asModule(path: string): string {
  const source = read(path);
  if (!path.endsWith('.ts')) return source;
  let module = stripTypeScriptTypes(source);
  for (const [name, served] of Object.entries(LIBRARIES))
    module = module.replaceAll(`from '${name}'`, `from '${served}'`);
  return module;
}

function read(path: string): string {
  const [url, folder] = Object.entries(FOLDERS).findLast(([served]) => path.startsWith(served)) ?? ['/', here];
  return readFileSync(join(folder, path.slice(url.length)), 'utf8');
}
