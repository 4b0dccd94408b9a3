/** Numbers as a reader wants them. */
import type { Share } from '../measure/wilson.ts';

export const whole = (n: number): string => n.toLocaleString('en');
export const points = (n: number | null): string => (n === null ? '-' : n.toFixed(2));
export const rounded = (n: number | null): string =>
  n === null ? '-' : n >= 10 ? Math.round(n).toLocaleString('en') : n.toFixed(1);
export const percent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)} %`);
/** 83.1 % (76.0 to 88.4), 108 of 130 */
export const shareShown = ({ share, low, high, count, of }: Share): string =>
  share === null
    ? 'none to measure on'
    : `${percent(share)} (${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)}), ${whole(count)} of ${whole(of)}`;
/** Per 100,000, for shares that are small. */
export const per100000 = ({ share, count, of }: Share): string =>
  share === null ? '-' : `${(share * 100_000).toFixed(1)} (${whole(count)} of ${whole(of)})`;
export const per1000 = ({ share, count }: Share): string =>
  share === null ? '-' : `${(share * 1000).toFixed(2)} (${whole(count)})`;
