/** Writes something to the disk of whoever sits here, because they asked. */

/** A browser begins to save within this, milliseconds; then the address of the bytes is let go. */
const BEGINS_MS = 10_000;

export function save(bytes: Blob, name: string): void {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), BEGINS_MS);
}
