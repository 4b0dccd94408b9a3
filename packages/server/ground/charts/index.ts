/** Charts as pictures of their own, drawn on the server: what every one of them has around it. Loaded when one is asked for. */
export { asPicture, type ChartWords, emptyDocument, wrapped } from './picture.ts';
