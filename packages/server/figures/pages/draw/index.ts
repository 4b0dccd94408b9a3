/** What draws charts: loaded when the first is asked for, as it takes long to load. */
export { drawMap } from './map.ts';
export { drawSeries } from './series.ts';
export { drawShares } from './shares.ts';
