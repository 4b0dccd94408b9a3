/** A source that answers as a test tells it to, however badly: a real server on this machine. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export type Answering = (request: IncomingMessage, response: ServerResponse, attempt: number) => void;

export class SourceServer {
  readonly #server: Server;
  #scheme: 'http' | 'https' = 'http';
  /** method, address and some headers of each request since it was last told how to answer */
  asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
  #answering: Answering = (_, response) => void response.writeHead(503).end();

  private constructor(create: (listener: RequestListener) => Server) {
    this.#server = create((request, response) => {
      const attempt = this.asked.length + 1;
      const asked = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: '' };
      this.asked.push(asked);
      request.setEncoding('utf8').on('data', (text: string) => {
        asked.body += text;
      });
      request.on('end', () => this.#answering(request, response, attempt));
    });
  }

  /** @param tls over https with this certificate; else over http */
  static async open(tls: { key: string; cert: string } | null = null): Promise<SourceServer> {
    const source = new SourceServer((listener) =>
      tls === null ? createServer(listener) : createTlsServer(tls, listener),
    );
    source.#scheme = tls === null ? 'http' : 'https';
    await new Promise<void>((resolve) => source.#server.listen(0, '127.0.0.1', resolve));
    return source;
  }

  get url(): string {
    // a TCP server that listens has an address of this shape
    const { port } = this.#server.address() as AddressInfo;
    return `${this.#scheme}://127.0.0.1:${port}`;
  }

  answer(answering: Answering): void {
    this.asked = [];
    this.#answering = answering;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** A server of files as most are: with validators, conditions and ranges. */
export function serving(file: Buffer, etag: string, more: Record<string, string> = {}): Answering {
  return (request, response) => {
    const headers = { etag, 'accept-ranges': 'bytes', ...more };
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, headers).end();
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN);
    if (Number.isNaN(from) || request.headers['if-range'] !== etag) {
      return void response.writeHead(200, { ...headers, 'content-length': file.length }).end(file);
    }
    if (from >= file.length) return void response.writeHead(416, headers).end();
    const range = `bytes ${from}-${file.length - 1}/${file.length}`;
    response
      .writeHead(206, { ...headers, 'content-range': range, 'content-length': file.length - from })
      .end(file.subarray(from));
  };
}
