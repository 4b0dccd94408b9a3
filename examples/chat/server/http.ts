/** Pages, their files, and the doors for Kith: its webhooks, and its question for names. */
import { KithError, verifyNamesAsked, verifyWebhook } from '@kith/client';
import fastify, { type FastifyInstance } from 'fastify';
import { frontPage, personPage, shutPage } from '../pages.ts';
import { type Language, languageOf } from '../protocol.ts';
import { type Chat, isOut, NotPossible, type PersonRow, person } from './chat.ts';
import { filesServed } from './files.ts';
import { namesOf } from './names.ts';
import { givePreserved } from './preserved.ts';
import { lettersOf } from './view.ts';
import { receive } from './webhooks.ts';
import type { Windows } from './windows.ts';

/** The largest webhook, bytes: Kith's own are a few kilobytes. */
const WEBHOOK_BYTES_MAX = 256 * 1024;

/** Scripts, styles and sockets from here alone, nothing inline, in nobody's frame. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

export interface HttpOptions {
  /** `whsec_...`, as Kith's webhook endpoint has it */
  webhookSecret: string;
  /** names and ports by which the chat may be called: a page elsewhere that leads a name of its own here is refused */
  hosts: ReadonlySet<string>;
  /** where Kith's own pages are, for the front page */
  kithUrl: string;
  log: (line: string) => void;
}

export function httpServer(chat: Chat, windows: Windows, options: HttpOptions): FastifyInstance {
  const app = fastify({ logger: false, bodyLimit: WEBHOOK_BYTES_MAX, forceCloseConnections: true });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    if (!options.hosts.has(request.headers.host ?? '')) return reply.code(421).send('another host');
  });
  // webhooks are verified byte for byte
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body));

  for (const [path, { type, body }] of filesServed()) app.get(path, (_, reply) => reply.type(type).send(body));

  app.get<{ Querystring: Record<string, unknown> }>('/', (request, reply) => {
    const people = chat.store.all<PersonRow>('SELECT * FROM person ORDER BY rowid');
    const language = asked(request.query.lang, request.headers['accept-language']);
    return reply.type('text/html; charset=utf-8').send(frontPage(people, language, options.kithUrl));
  });

  // whoever opens this is that person: it is a demo that listens on this machine alone. Yours signs people in.
  app.get<{ Params: { person: string } }>('/as/:person', (request, reply) => {
    reply.type('text/html; charset=utf-8');
    const me = known(chat, request.params.person);
    if (me === null) return reply.code(404).send(shutPage('en', 'nobody'));
    if (isOut(me)) return reply.code(403).send(shutPage(me.language, 'shut', lettersOf(chat, me.id)));
    return reply.send(personPage(me, windows.ticketFor(me.id)));
  });

  app.post('/kith', async (request, reply) => {
    try {
      const { webhookSecret: secret, log } = options;
      const webhook = await verifyWebhook({ secret, headers: request.headers, body: String(request.body ?? '') });
      const isNew = receive(chat, webhook);
      chat.outbox.wake();
      windows.changed();
      if (isNew && webhook.type === 'preservation.requested') {
        void givePreserved(chat.kith, chat.store, webhook.data.preservation, log);
      }
      return reply.code(204).send();
    } catch (error) {
      if (!(error instanceof KithError)) throw error;
      return reply.code(400).send(error.code);
    }
  });
  // what people and groups are called is told to Kith alone
  app.post('/kith/names', async (request, reply) => {
    try {
      const { webhookSecret: secret } = options;
      const asked = await verifyNamesAsked({ secret, headers: request.headers, body: String(request.body ?? '') });
      return namesOf(chat.store, asked);
    } catch (error) {
      if (!(error instanceof KithError)) throw error;
      return reply.code(400).send(error.code);
    }
  });
  app.server.on('upgrade', (request, socket, head) => windows.open(request, socket, head));
  return app;
}

function known(chat: Chat, id: string): PersonRow | null {
  try {
    return person(chat, id);
  } catch (error) {
    if (error instanceof NotPossible) return null;
    throw error;
  }
}

function asked(wanted: unknown, accepted = ''): Language {
  const named = languageOf.safeParse(wanted);
  if (named.success) return named.data;
  return /^cy\b/.test(accepted) ? 'cy' : 'en';
}
