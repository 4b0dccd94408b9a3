/** Serves a few files from memory, under a policy as strict as there is: what the components must do with. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

/** Nothing but its own scripts and styles, no inline ones, and no string that becomes markup or code. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

/**
 * @param files by their path, such as /index.html; a path that ends with / is its index.html
 * @param port 0 for any that is free
 * @returns the address, and what ends it
 */
export async function serveFiles(files: ReadonlyMap<string, string>, port = 0) {
  const server = createServer(({ url = '/' }, response) => {
    const [path = '/'] = url.split('?');
    const body = files.get(path.endsWith('/') ? `${path}index.html` : path);
    response.writeHead(body === undefined ? 404 : 200, {
      'Content-Type': `${TYPES[extname(path)] ?? 'text/html'}; charset=utf-8`,
      'Content-Security-Policy': POLICY,
    });
    response.end(body);
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  const { port: taken } = server.address() as AddressInfo; // it listens on TCP
  const end = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${taken}`, end };
}
