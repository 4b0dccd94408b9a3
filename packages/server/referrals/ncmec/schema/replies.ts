/** What NCMEC answers (grade X; `reportId` is not in the live answer of /status, grade S). */
import { elements, formed, many, reportNumber, text, whole } from './shape.ts';

const fileId = () => formed(/^[0-9A-Za-z_-]{1,128}$/);
const code = () => whole(0, 999_999);

export const reportResponse = elements({
  responseCode: code(),
  responseDescription: text().optional(),
  reportId: reportNumber().optional(),
  fileId: fileId().optional(),
  /** MD5 of what was received */
  hash: text(64).optional(),
});

export const reportDoneResponse = elements({
  responseCode: code(),
  reportId: reportNumber(),
  files: elements({ fileId: many(fileId()).optional() }).optional(),
});
