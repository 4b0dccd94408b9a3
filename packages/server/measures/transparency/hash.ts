/** What a report is known by: the SHA-256 of its content as JSON. */
import { createHash } from 'node:crypto';
import type { ReportContent } from './content.ts';

export const sha256Of = (content: ReportContent): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');
