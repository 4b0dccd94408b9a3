/** How Kith is: for load balancers, for whoever restarts it, and for Prometheus. */
import { z } from 'zod';
import type { Telemetry } from '../telemetry/index.ts';
import type { HttpApp } from './app.ts';
import { ProblemError } from './problems.ts';

export interface HealthOptions {
  telemetry: Telemetry;
  /** why Kith can't take events now; null where it can */
  notReady(): string | null;
}

const fine = z.strictObject({ status: z.literal('ok') });

export function healthRoutes(app: HttpApp, { telemetry, notReady }: HealthOptions): void {
  app.route({
    method: 'GET',
    url: '/healthz',
    config: { access: { to: 'everyone' } },
    schema: {
      tags: ['operating'],
      summary: 'Whether the process answers',
      description: 'For whoever restarts a process that hangs. It says nothing about the store: see /readyz.',
      response: { 200: fine },
    },
    handler: async () => ({ status: 'ok' as const }),
  });
  app.route({
    method: 'GET',
    url: '/readyz',
    config: { access: { to: 'everyone' } },
    schema: {
      tags: ['operating'],
      summary: 'Whether events can be told',
      description: 'For load balancers: 503 while the store takes no events, and while Kith stops.',
      response: { 200: fine },
    },
    handler: async () => {
      const why = notReady();
      if (why !== null) throw new ProblemError('unavailable', why);
      return { status: 'ok' as const };
    },
  });
  app.route({
    method: 'GET',
    url: '/metrics',
    config: { access: { to: 'key', scope: 'metrics:read', orLoopback: true } },
    schema: {
      tags: ['operating'],
      summary: "Counts and latencies in Prometheus' text format",
      description: 'Without a key from the machine that Kith runs on; from elsewhere with the scope metrics:read.',
      produces: ['text/plain'],
      response: { 200: { description: "Prometheus' text format", content: { 'text/plain': { schema: z.string() } } } },
      security: [{ key: [] }],
    },
    // the text is written out already
    serializerCompiler: () => String,
    handler: async (_request, reply) => {
      reply.type('text/plain; version=0.0.4; charset=utf-8');
      return telemetry.prometheus();
    },
  });
}
