/** What one client, and all clients together, may ask of the server. */

/** Connections at once. Past it new ones are closed: a few hundred platform servers with keep-alive fit. */
export const CONNECTIONS_MAX = 1024;
/** A request's headers may take this long, milliseconds: a client that dribbles them holds a connection no longer. */
export const HEADERS_MAX_MS = 10_000;
/** A whole request may take this long to arrive, milliseconds: 10,000 lines over a slow line, and no slowloris. */
export const REQUEST_MAX_MS = 120_000;
/** A connection on which nothing moves for so long is closed, milliseconds. */
export const SOCKET_IDLE_MAX_MS = 60_000;
/** A kept-alive connection waits so long for its next request, milliseconds: longer than load balancers do (60 s). */
export const KEEP_ALIVE_MS = 75_000;
/** How often Node looks for connections past their time, milliseconds. */
export const CONNECTIONS_CHECK_MS = 5_000;
/** All headers of a request together, bytes. */
export const HEADERS_BYTES_MAX = 16 * 1024;
/** One part of a path, in characters as sent: an identifier of 128 characters, each percent-encoded as up to 12. */
export const PATH_PART_LENGTH_MAX = 128 * 12;
/** A body that a route says nothing else about, bytes. */
export const BODY_BYTES_MAX = 64 * 1024;
/** Bodies in memory of all requests together, bytes. Parsed they take several times that. Past it: 503. */
export const BODIES_BYTES_MAX = 32 * 1024 * 1024;
/** When Kith stops, requests that were accepted may take so long to be answered, milliseconds. */
export const FINISH_MAX_MS = 10_000;
