/** What is done about media and links that match something known, in `policy.yaml` under `media`. docs/POLICY.md explains each. */
import { z } from 'zod';

/** Nothing milder: whatever matches is kept from others until a person has looked. */
const withheld = z.enum(['hold', 'block']);

export const mediaPolicy = z.strictObject({
  /** matches exactly what a verified list has */
  verified: withheld.default('block'),
  /** looks like what a list has, or matches a list that nobody vouches for: a lead */
  likely: withheld.default('hold'),
  /**
   * the platform is asked at once to remove content that matches a verified list exactly, before anybody has looked: the one
   * thing that can't be undone which a machine may ask for, and only where the operator says so
   */
  removeVerifiedAtOnce: z.boolean().default(false),
});
