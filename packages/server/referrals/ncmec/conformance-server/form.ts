/** Reads the forms of /upload, /finish and /retract. */
import { createHash } from 'node:crypto';

const FORMS = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/** @returns null where it is no form with an `id` */
export async function readForm(
  contentType: string,
  body: Uint8Array,
): Promise<{ report: string; file: { md5: string; bytes: number } | null } | null> {
  if (!FORMS.test(contentType)) return null;
  let form: FormData;
  try {
    form = await new Response(body.slice(), { headers: { 'content-type': contentType } }).formData();
  } catch {
    return null;
  }
  const report = form.get('id');
  const file = form.get('file');
  if (typeof report !== 'string' || !/^\d{1,18}$/.test(report)) return null;
  if (file === null || typeof file === 'string') return { report, file: null };
  const bytes = Buffer.from(await file.arrayBuffer());
  return { report, file: { md5: createHash('md5').update(bytes).digest('hex'), bytes: bytes.length } };
}
