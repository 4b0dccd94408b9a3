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
  language: z.string().nullable().meta({ description: 'Of their pages; null: what their browser asks for' }),
  freshUntil: z.iso
    .datetime()
    .meta({ description: 'Until when one can do what needs a fresh sign-in; after it, sign in again first' }),
});
export type SessionView = z.infer<typeof sessionView>;

/** Somebody who works with Kith, for those who look after people. */
export const personView = z.strictObject({
  id: z.string(),
  pseudonym: z.string(),
  roles: z.array(staffRole),
  since: z.iso.datetime(),
  disabledAt: z.iso.datetime().nullable(),
});

export type PersonView = z.infer<typeof personView>;

/** A link that waits to be followed. Its secret is told once, when it is made. */
export const invitationView = z.strictObject({
  id: z.string(),
  roles: z.array(staffRole).meta({ description: 'Of who joins by it; none where it is for another passkey' }),
  person: z.string().nullable().meta({ description: 'For whom, where they are there already: another passkey' }),
  expiresAt: z.iso.datetime().nullable(),
});

export const peopleView = z.strictObject({ people: z.array(personView), invitations: z.array(invitationView) });
export type PeopleView = z.infer<typeof peopleView>;

/** Roles of somebody new, or the person who needs another passkey. */
export const invitationAsked = z.union([
  z.strictObject({ roles: z.array(staffRole).min(1) }),
  z.strictObject({ person: z.string().max(64) }),
]);

export const invitationMade = z.strictObject({
  ...invitationView.shape,
  link: z.url().meta({ description: 'Give it to them alone: who follows it first joins' }),
});
export type InvitationMade = z.infer<typeof invitationMade>;

/** GET /v1/session/passkeys: one's own. */
export const ownPasskeys = z.strictObject({
  passkeys: z.array(z.strictObject({ id: z.string(), addedAt: z.iso.datetime(), usedAt: z.iso.datetime().nullable() })),
  fromProvider: z.boolean().meta({ description: 'They sign in through their organisation, and can add none here' }),
  freshUntil: z.iso.datetime(),
});
export type OwnPasskeys = z.infer<typeof ownPasskeys>;

/** POST /v1/session/passkeys/options: for `PublicKeyCredential.parseCreationOptionsFromJSON`. */
export const anotherPasskey = z.strictObject({ options: z.record(z.string(), z.unknown()) });
export type AnotherPasskey = z.infer<typeof anotherPasskey>;

/** PUT /v1/session/pseudonym: as it is kept. */
export const pseudonymView = z.strictObject({ pseudonym: z.string() });
export type PseudonymView = z.infer<typeof pseudonymView>;
