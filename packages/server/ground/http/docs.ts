/** openapi.json, and pages that show it: without anything from elsewhere, under a policy that allows no inline script. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { $ZodRegistry, $ZodType } from 'zod/v4/core';
import { DOCS } from './access.ts';
import type { HttpApp } from './app.ts';

/** Swagger UI's own scripts and style sheets, the icons in its style sheet (data:), and calls to Kith itself. */
const DOCS_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface DocsOptions {
  title: string;
  description: string;
  version: string;
  /** schemas that the document names instead of repeating them, by name */
  named: Readonly<Record<string, $ZodType>>;
}

/** To be registered before the routes that it describes. */
export async function documentRoutes(app: HttpApp, { title, description, version, named }: DocsOptions): Promise<void> {
  const registry: $ZodRegistry<{ id?: string }> = z.registry();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, description, version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      tags: [
        { name: 'events', description: 'Telling Kith what happens' },
        { name: 'questions', description: 'Asking without telling' },
        { name: 'operating', description: 'For whoever runs Kith' },
      ],
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'A key: `kith keys create --scope events:write`' },
        },
      },
    },
    transform: createJsonSchemaTransform({ schemaRegistry: registry }),
    transformObject: createJsonSchemaTransformObject({ schemaRegistry: registry }),
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
