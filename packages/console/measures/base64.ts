/** Bytes of a call of String.fromCharCode, a multiple of three: more are too many arguments for some browsers. */
const STEP_BYTES = 3 * 8192;

/** A file's bytes as base64. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP_BYTES) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + STEP_BYTES)));
  }
  return text;
}
