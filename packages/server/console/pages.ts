/**
 * Serves the moderators' console at /console/: files that packages/console/build.ts made. They hold nothing about
 * anybody, so everybody may load them; what they show comes from routes that ask who is there.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type HttpApp, ProblemError } from '../ground/http/index.ts';

/** Where packages/console/build.ts puts them. */
const BUILT = join(import.meta.dirname, '../../console/dist');

/** What every page and file here says to browsers. No inline script or style, nothing from elsewhere, no frame. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src blob:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

interface BuiltFile {
  type: string;
  body: Buffer;
  /** made when it is first asked for */
  gzipped?: Buffer;
}

/** Every file by its name below /console/, in memory: a megabyte or two. null where it isn't built. */
function readBuilt(folder: string): ReadonlyMap<string, BuiltFile> | null {
  if (!existsSync(join(folder, 'index.html'))) return null;
  const files = new Map<string, BuiltFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const body = readFileSync(path);
    files.set(path.slice(folder.length + 1).replaceAll('\\', '/'), { type, body });
  }
  return files;
}

/** Files under this path have a hash of what they hold in their name, so browsers may keep them for ever. */
const HASHED = 'assets/';
const FOR_EVER = 'public, max-age=31536000, immutable';

const OPEN = { config: { access: { to: 'everyone' } }, schema: { hide: true } } as const;

const NOT_BUILT =
  'the console is not built: `npm run build -w @kith/console` makes it, then start Kith again (`npm start` does both)';

/**
 * Adds the console's routes.
 * @param folder where its files are; where they aren't, the server says so and serves everything else
 */
export async function consolePages(app: HttpApp, folder: string = BUILT): Promise<void> {
  const files = readBuilt(folder);
  if (files === null) app.log.warn(NOT_BUILT);

  await app.register(async (pages) => {
    pages.addHook('onRequest', async (_, reply) => {
      reply.headers(HEADERS);
    });
    pages.get('/console', OPEN, async (_, reply) => reply.redirect('/console/'));
    pages.get('/console/*', OPEN, async (request, reply) => {
      if (files === null) throw new ProblemError('unavailable', NOT_BUILT);
      // untyped without a schema; the route has exactly this part
      const { '*': name = '' } = request.params as Record<string, string>;
      const file = files.get(name);
      if (file !== undefined) return send(request, reply, file, name.startsWith(HASHED) ? FOR_EVER : 'no-cache');
      const index = files.get('index.html');
      // an address of a screen: the console itself knows which; a file that is gone is none
      if (name.startsWith(HASHED) || index === undefined) throw new ProblemError('not_found', 'there is no such file');
      return send(request, reply, index, 'no-cache');
    });
  });
}

function send(request: FastifyRequest, reply: FastifyReply, file: BuiltFile, caching: string): FastifyReply {
  reply.header('cache-control', caching).header('vary', 'accept-encoding').type(file.type);
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(file.body);
  file.gzipped ??= gzipSync(file.body);
  return reply.header('content-encoding', 'gzip').send(file.gzipped);
}
