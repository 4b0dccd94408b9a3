/** The rows of the people who work with Kith: see ground/staff. */

/** Somebody who works with Kith. */
export interface StaffRow {
  id: string;
  pseudonym: string;
  /** the pseudonym in lower case; no two are the same */
  folded: string;
  created_at: number;
  disabled_at: number | null;
  /** who they are at the company's OpenID Connect provider; null where they sign in by passkey */
  issuer: string | null;
  subject: string | null;
  /** of their pages; null: what their browser asks for */
  language: string | null;
}

export interface StaffRoleRow {
  staff: string;
  role: string;
  since: number;
}

/** Somebody who is signed in. */
export interface StaffSessionRow {
  id: string;
  /** SHA-256 of the cookie's value, hexadecimal */
  hash: string;
  staff: string;
  created_at: number;
  seen_at: number;
  expires_at: number;
}

/** A passkey: its public key. */
export interface StaffCredentialRow {
  /** the credential's id, base64url */
  id: string;
  staff: string;
  /** COSE, base64url */
  public_key: string;
  /** how often it signed, as far as it counts */
  counter: number;
  /** how a browser reaches it, space-separated */
  transports: string;
  created_at: number;
  used_at: number | null;
}

/** A link by which somebody joins, or enrols another passkey; it works once. */
export interface StaffInvitationRow {
  id: string;
  /** SHA-256 of the link's secret, hexadecimal */
  hash: string;
  /** of who joins by it, space-separated */
  roles: string;
  /** for whom, where they are known already */
  staff: string | null;
  /** staff:ID, or system */
  made_by: string;
  created_at: number;
  /** null: until it is used */
  expires_at: number | null;
  used_at: number | null;
}

/** A challenge that a passkey has answered. */
export interface StaffChallengeSpentRow {
  /** SHA-256 of the challenge, hexadecimal */
  hash: string;
  /** when it would be too old anyway */
  until: number;
}
