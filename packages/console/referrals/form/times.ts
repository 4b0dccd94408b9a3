/** Times as browsers' fields have them: of the reader's own clock, without a zone. */

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-26T04:21:44` for a field; empty where it is no time. */
export function localOf(at: string): string {
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return '';
  const day = `${String(then.getFullYear()).padStart(4, '0')}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
  return `${day}T${two(then.getHours())}:${two(then.getMinutes())}:${two(then.getSeconds())}`;
}

const WHOLE = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/;

/** As it is sent; null where the field has no whole time yet. */
export function sentOf(local: string): string | null {
  if (!WHOLE.test(local)) return null;
  const then = new Date(local);
  return Number.isNaN(then.getTime()) ? null : then.toISOString();
}
