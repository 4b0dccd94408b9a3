/** Where somebody goes after signing in. */

/** Where somebody goes who didn't come from anywhere. */
export const HOME = '/console/';
/** A path of the console's, with its query: nothing that could lead elsewhere. */
const OWN_PATH = /^\/console(?:\/(?!\/)[\w.~!$&'()*+,;=:@%/?-]*)?$/;
/** Characters: the console's longest addresses are a tenth of it, and it travels in an address and a cookie itself. */
const PATH_LENGTH_MAX = 2_000;

/** As asked, where that is ours. */
export function homeOf(asked: unknown): string {
  return typeof asked === 'string' && asked.length <= PATH_LENGTH_MAX && OWN_PATH.test(asked) ? asked : HOME;
}
