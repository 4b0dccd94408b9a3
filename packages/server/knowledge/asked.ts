/** What can be asked of a working set, and so what can be missing from one. */
import type { IdentifierKind } from '@kith/engine';

export type Asked =
  | { what: 'account'; account: string }
  | { what: 'contact'; actor: string; other: string }
  | { what: 'conduct'; account: string }
  | { what: 'approach'; actor: string; other: string }
  | { what: 'accepted'; account: string }
  | ({ what: 'mutual' } & MutualQuestion)
  | ({ what: 'connection in' } & PlaceQuestion)
  | { what: 'flags'; account: string }
  | { what: 'conversation'; conversation: string }
  | { what: 'members'; conversation: string }
  | { what: 'member'; conversation: string; account: string }
  | { what: 'identifiers'; account: string }
  | ({ what: 'sharers' } & SharersQuestion)
  | { what: 'links'; account: string }
  | { what: 'media'; media: string };

/** As Knowledge.mutualConnections asks. */
export interface MutualQuestion {
  readonly a: string;
  readonly b: string;
  readonly enough: number;
}

/** As Knowledge.hasConnectionIn asks. */
export interface PlaceQuestion {
  readonly account: string;
  readonly country: string;
  readonly region: string;
  readonly except: string;
}

/** As Knowledge.sharers asks. */
export interface SharersQuestion {
  readonly kind: IdentifierKind;
  readonly hash: string;
}

/* Identifiers, countries and regions hold no control characters, so a line's end joins them without doubt. */
export const pairKey = (a: string, b: string): string => `${a}\n${b}`;
export const mutualKey = (q: MutualQuestion): string => `${q.a}\n${q.b}\n${q.enough}`;
export const placeKey = (q: PlaceQuestion): string => `${q.account}\n${q.country}\n${q.region}\n${q.except}`;
