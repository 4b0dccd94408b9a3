/** What public pages are drawn with in the browser: served from here, and kept there for good. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpApp } from '../http/index.ts';
import { compressed } from './compressed.ts';
import { govukFolder, unbranded } from './unbranded.ts';

const here = join(import.meta.dirname, 'assets');
const read = (path: string): string => readFileSync(path, 'utf8');

/** The library lies beside the script that uses it: browsers know no package names. */
const served = (script: string): string => script.replace("'govuk-frontend'", "'./govuk-frontend.min.js'");

interface Asset {
  name: string;
  type: string;
  body: string;
}

const all: readonly Asset[] = [
  {
    name: 'pages.css',
    type: 'text/css; charset=utf-8',
    body: unbranded(read(join(govukFolder, 'govuk-frontend.min.css'))) + read(join(here, 'pages.css')),
  },
  { name: 'pages.js', type: 'text/javascript; charset=utf-8', body: served(read(join(here, 'pages.js'))) },
  {
    name: 'govuk-frontend.min.js',
    type: 'text/javascript; charset=utf-8',
    body: read(join(govukFolder, 'govuk-frontend.min.js')).replaceAll(/\/\/# sourceMappingURL=.*/g, ''),
  },
  { name: 'icon.svg', type: 'image/svg+xml', body: read(join(here, 'icon.svg')) },
];

/** One version of all of them: the script finds its neighbour by a relative address. */
const version = createHash('sha256')
  .update(JSON.stringify(all.map(({ body }) => body)))
  .digest('hex')
  .slice(0, 12);

/** The folder that they are served from: another where any of them changed. */
export const assetFolder = `/pages/${version}`;

/** Serves them, to everyone: they say nothing about anybody. */
export function pageAssetRoutes(app: HttpApp): void {
  app.register(async (scope: HttpApp) => {
    await compressed(scope);
    for (const { name, type, body } of all) {
      scope.route({
        method: 'GET',
        url: `${assetFolder}/${name}`,
        config: { access: { to: 'everyone' } },
        schema: { hide: true },
        handler: async (_, reply) =>
          reply.header('cache-control', 'public, max-age=31536000, immutable').type(type).send(body),
      });
    }
  });
}
