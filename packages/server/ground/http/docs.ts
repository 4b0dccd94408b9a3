/** openapi.json, and pages that show it: without anything from elsewhere, under a policy that allows no inline script. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { failure } from '@kith/contract';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { $ZodType } from 'zod/v4/core';
import { DOCS } from './access.ts';
import type { HttpApp } from './app.ts';

/**
 * Swagger UI's own scripts and style sheets, the icons in its style sheet (data:), calls to Kith itself, and the one
 * style attribute that it writes (it hides a drawing), named by its hash.
 */
const DOCS_CSP =
  "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "style-src 'self' 'unsafe-hashes' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const answeredWith = (description: string) => ({ description, content: { 'application/json': { schema: failure } } });

/** How every route says that it may fail. */
export const failures = {
  '4xx': answeredWith("What is wrong with the request: the problem's code stays, and `field` names the place"),
  '5xx': answeredWith('Kith could not do it: with 503, send the same again after Retry-After'),
};

export interface DocsOptions {
  title: string;
  description: string;
  version: string;
  /** schemas that the document names instead of repeating them, by name */
  named: Readonly<Record<string, $ZodType>>;
}

/** To be registered before the routes that it describes. */
export async function documentRoutes(app: HttpApp, { title, description, version, named }: DocsOptions): Promise<void> {
  // the registry that also has what schemas say of themselves (`.meta`)
  for (const [id, schema] of Object.entries(named)) z.globalRegistry.add(schema, { id });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, description, version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      tags: [
        { name: 'events', description: 'Telling Kith what happens' },
        { name: 'questions', description: 'Asking without telling' },
        { name: 'people', description: 'The people who work with Kith, and their sessions' },
        { name: 'keys', description: 'Keys of the API, for those who look after them' },
        { name: 'reports', description: 'Saying that somebody frightens a child, and looking at what was said' },
        { name: 'evidence', description: 'What a platform gives as evidence, and what people open of it' },
        { name: 'operating', description: 'For whoever runs Kith' },
      ],
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'kith-session',
            description: 'Somebody who is signed in (over https the cookie is `__Host-kith-session`)',
          },
          key: { type: 'http', scheme: 'bearer', description: 'A key: `kith keys create --scope events:write`' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => pruned(jsonSchemaTransformObject(document)),
  });
  app.route({
    method: 'GET',
    url: '/openapi.json',
    config: { access: { to: 'everyone' } },
    schema: { hide: true },
    handler: async (_request, reply) =>
      reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  });
  await app.register(swaggerUi, {
    routePrefix: DOCS,
    staticCSP: DOCS_CSP,
    theme: { title },
    uiConfig: {
      docExpansion: 'list',
      deepLinking: true,
      supportedSubmitMethods: ['get', 'post'],
      tryItOutEnabled: true,
    },
  });
}

type Document = ReturnType<typeof jsonSchemaTransformObject>;

const REFERENCE = /"\$ref":"#\/components\/schemas\/([^"]+)"/g;
const INPUT = /Input$/;

/**
 * Every named schema comes twice: as it is sent (EventInput, where defaults may be left out) and as it is answered
 * (Event). What nothing refers to is left out, and what remains of a pair alone has the plain name.
 */
function pruned(document: Document): Document {
  if (!('components' in document)) return document;
  const { components, ...rest } = document;
  const all = components?.schemas ?? {};
  const used = new Set<string>();
  const follow = (part: unknown): void => {
    for (const [, name = ''] of (JSON.stringify(part) ?? '').matchAll(REFERENCE)) {
      if (used.has(name)) continue;
      used.add(name);
      follow(all[name]);
    }
  };
  follow(rest);
  const nameOf = (name: string): string => (used.has(name.replace(INPUT, '')) ? name : name.replace(INPUT, ''));
  const kept = [...used].sort().map((name) => [nameOf(name), all[name]]);
  const text = JSON.stringify({ ...rest, components: { ...components, schemas: Object.fromEntries(kept) } });
  return JSON.parse(text.replace(REFERENCE, (_, name: string) => `"$ref":"#/components/schemas/${nameOf(name)}"`));
}
