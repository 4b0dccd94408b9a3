/** Bits in which two hashes of the same length differ. */
export function apart(a: string, b: string): number {
  const differ = (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2);
  return differ.replaceAll('0', '').length;
}
