/** How much may come in at once. */

/** Events of one request that is an array. */
export const ARRAY_EVENTS_MAX = 1000;
/** Lines of one request of NDJSON. */
export const NDJSON_LINES_MAX = 10_000;
/** A body that is one event, bytes: the longest text of a message, each character escaped, fits several times. */
export const EVENT_BYTES_MAX = 1024 * 1024;
/** A body that is an array, bytes. */
export const ARRAY_BYTES_MAX = 8 * 1024 * 1024;
/** A line of NDJSON, bytes. */
export const LINE_BYTES_MAX = 64 * 1024;
/** Bytes of a line that is too long after which nobody waits for its end: the request ends there. */
export const LINE_SKIPPED_BYTES_MAX = 1024 * 1024;
/** A body of NDJSON, bytes, blank lines included: what its lines may come to. */
export const NDJSON_BYTES_MAX = NDJSON_LINES_MAX * (LINE_BYTES_MAX + 2);
/** Pieces of an NDJSON body that are being decided while the next is read. Each is at most one read. */
export const NDJSON_PIECES_MAX = 4;
/** Lines of a piece: one read of 64 kB may give some ten thousand that are nearly empty. */
export const NDJSON_PIECE_LINES = 500;
/** No piece takes more than this share of the queue, so that there is soon room for it. */
export const NDJSON_PIECE_SHARE = 0.1;
/** Memory that a request of NDJSON takes from the budget of bodies, bytes: its pieces, and a line that is not whole. */
export const NDJSON_BYTES_TAKEN = NDJSON_PIECES_MAX * 64 * 1024 + LINE_BYTES_MAX;
/** Events that wait for their decision, of all requests: about half a second of work at full speed. Past it: 503. */
export const QUEUED_EVENTS_MAX = 50_000;
/**
 * Bytes of the bodies that those events came in, also of requests whose sender has gone away: with the texts of messages,
 * which go with their events until they are committed, they take several times that in memory. Past it: 503.
 */
export const QUEUED_BYTES_MAX = 32 * 1024 * 1024;
/** Requests of so many events or fewer go ahead of larger ones: somebody waits for their answer. */
export const SMALL_EVENTS_MAX = 8;
/** Events of a batch that are read and decided before who waits with a single one has a turn: 0.1 to 0.3 ms of work. */
export const SLICE_EVENTS = 25;
/** A time this far ahead of ours is a mistake; less is a clock that is a little fast. Milliseconds. */
export const TIME_AHEAD_MAX_MS = 5 * 60_000;
/** No platform of today has events from before: 2000-01-01T00:00:00Z in milliseconds. */
export const TIME_MIN_MS = 946_684_800_000;
