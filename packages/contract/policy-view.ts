/** The policy in force and those before it, for the people who work under it. */
import { z } from 'zod';
import { time } from './words.ts';

/** The most versions that an answer names, the newest first: a policy changes some times a month. */
export const POLICY_VERSIONS_SHOWN_MAX = 1_000;

const policyVersionView = z.strictObject({
  version: z.string(),
  digest: z.string().meta({ description: 'SHA-256 of its text: two that differ have different rules' }),
  firstUsedAt: time,
});

/** GET /v1/policy */
export const policyInForce = z.strictObject({
  version: z.string(),
  /** whole, as JSON with its keys in order */
  text: z.string(),
  versions: z.array(policyVersionView).max(POLICY_VERSIONS_SHOWN_MAX),
});
export type PolicyInForce = z.infer<typeof policyInForce>;

/** GET /v1/policy/{digest}: one that decided before. */
export const policyVersionText = policyVersionView.extend({ text: z.string() });
export type PolicyVersionText = z.infer<typeof policyVersionText>;
