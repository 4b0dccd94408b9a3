/** Stand-ins for material, made here: one point of colour, nothing else. */
import type { Page } from 'playwright-core';

/**
 * A picture of one point that is red, and a moment later blue: what shows it as a film by itself comes to blue.
 * A GIF by hand (GIF89a, W3C): two colours, two frames, a tenth of a second between them.
 */
export function movingPicture(): Buffer {
  const head = [...Buffer.from('GIF89a'), 1, 0, 1, 0, 0x80, 0, 0];
  const [red, blue] = [
    [0xff, 0, 0],
    [0, 0, 0xff],
  ];
  const forever = [0x21, 0xff, 0x0b, ...Buffer.from('NETSCAPE2.0'), 3, 1, 0, 0, 0];
  const frame = (code: number) => [0x21, 0xf9, 4, 4, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, code, 1, 0];
  return Buffer.from([...head, ...(red ?? []), ...(blue ?? []), ...forever, ...frame(0x44), ...frame(0x4c), 0x3b]);
}

/** A film of a grey field, some moments long, with what a browser records: WebM. */
export async function film(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 64;
    const brush = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const ended = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    for (let i = 0; i < 20; i++) {
      if (brush !== null) brush.fillStyle = `rgb(${i * 10} ${i * 10} ${i * 10})`;
      brush?.fillRect(0, 0, 64, 64);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    recorder.stop();
    await ended;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  return Buffer.from(bytes);
}
