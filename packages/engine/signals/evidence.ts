/** What was found in a message, on the device or in its text, that bears on safety. The text itself goes no further. */
import type { EvidenceCode } from '@kith/contract';

export interface Evidence {
  code: EvidenceCode;
  /** the cue's name in its file, such as en/SECRECY/keep-it-between-us; 'device' or 'deep' where it was found elsewhere */
  cue: string;
  /** log-odds, above 0 */
  weight: number;
}
