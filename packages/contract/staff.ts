/** The people who work with Kith, as the API tells of them. */
import { z } from 'zod';

/** What somebody is there for; somebody may have several. */
export const staffRole = z.enum(['moderator', 'senior', 'lead', 'compliance', 'administrator', 'auditor']);
export type StaffRole = z.infer<typeof staffRole>;

/** Who is signed in, for the page that asks. */
export const sessionView = z.strictObject({
  id: z.string(),
  pseudonym: z.string(),
  roles: z.array(staffRole),
  actions: z.array(z.string()).meta({ description: 'What these roles may do: what is not here is not to be shown' }),
  csrf: z.string().meta({ description: 'To be sent in `x-kith-csrf` with every request that writes' }),
  expiresAt: z.iso.datetime().meta({ description: 'When the session ends whatever is done' }),
});
export type SessionView = z.infer<typeof sessionView>;
