/** A picture as a still one: what moves by itself is shown by its first moment alone. */

/** The longest side that is drawn, CSS pixels: more than a screen shows says nothing more. */
const SIDE_MAX = 1_600;

/** @returns whether it could be read as a picture */
export async function drawStill(canvas: HTMLCanvasElement, bytes: Blob): Promise<boolean> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(bytes);
  } catch {
    return false;
  }
  const scale = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return true;
}
