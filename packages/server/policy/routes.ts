/** /v1/policy: the rules in force and those before, for everybody who works under them. */
import { policyInForce, policyVersionText } from '@kith/contract';
import type { CompiledPolicy } from '@kith/engine';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Records } from '../ground/database/index.ts';
import { failures, type HttpApp, ProblemError } from '../ground/http/index.ts';
import { canonicalJson } from '../ground/json/index.ts';
import { listPolicyVersions, type PolicyVersion } from './versions.ts';

const READ = { access: { to: 'staff', action: 'policy.read' } } as const;
const OF_STAFF = { tags: ['policy'], security: [{ session: [] }] };

export interface PolicyRoutes {
  db: Kysely<Records>;
  policy: () => CompiledPolicy;
}

export function policyRoutes(app: HttpApp, { db, policy }: PolicyRoutes): void {
  app.route({
    method: 'GET',
    url: '/v1/policy',
    config: READ,
    schema: {
      ...OF_STAFF,
      summary: 'The policy in force, whole, and every one that has decided here',
      response: { 200: policyInForce, ...failures },
    },
    handler: async () => {
      const { policy: inForce } = policy();
      const versions = await listPolicyVersions(db);
      return { version: inForce.version, text: canonicalJson(inForce), versions: versions.map(shown) };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/policy/:digest',
    config: READ,
    schema: {
      ...OF_STAFF,
      summary: 'A policy that has decided here, whole',
      params: z.strictObject({
        digest: z.string().regex(/^[0-9a-f]{64}$/, 'must be a digest that GET /v1/policy names'),
      }),
      response: { 200: policyVersionText, ...failures },
    },
    handler: async ({ params: { digest } }) => {
      const row = await db.selectFrom('policy_version').selectAll().where('digest', '=', digest).executeTakeFirst();
      if (row === undefined) throw new ProblemError('not_known', 'no such policy has decided here', 'digest');
      const { version, first_used_at, text } = row;
      return { ...shown({ version, digest, firstUsedAt_ms: Number(first_used_at) }), text };
    },
  });
}

const shown = ({ version, digest, firstUsedAt_ms }: PolicyVersion) => ({
  version,
  digest,
  firstUsedAt: new Date(firstUsedAt_ms).toISOString(),
});
