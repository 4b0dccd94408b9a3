/** What one request may bring, and one preservation may hold. */

/** Details of an account, bytes of JSON: a thousand sign-ins take a quarter of it. */
export const ACCOUNT_BYTES_MAX = 1024 * 1024;
/** Messages of one request, bytes: what events in an array may have, too. */
export const MESSAGES_BYTES_MAX = 8 * 1024 * 1024;
/** Details of a medium, bytes of JSON. */
export const DETAILS_BYTES_MAX = 256 * 1024;
/** Media that are being taken at once by one process: each holds a few pieces of 1 MiB in memory. Past it: 503. */
export const MEDIA_AT_ONCE_MAX = 8;

/** Messages that one preservation takes: some thousand a day for the two weeks before. */
export const GIVEN_MESSAGES_MAX = 100_000;
/** Media that one preservation takes. */
export const GIVEN_MEDIA_MAX = 10_000;
/** Contents that differ under one name: what a platform corrects, and no store of versions. */
export const VERSIONS_MAX = 20;
