/** Where an invitation leads. */

export const INVITE_PAGE = '/invite';

/**
 * The secret is after the #, which browsers keep to themselves: no server, proxy or log on the way gets to see it, and
 * what looks at links in mailboxes can't use it up.
 */
export const invitationLink = (origin: string, secret: string): string => `${origin}${INVITE_PAGE}#${secret}`;
