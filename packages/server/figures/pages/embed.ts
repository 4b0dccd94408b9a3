/** Charts on other sites' pages: a frame with the chart, what it doesn't say, its table and its source. */

/** On top of what every page says: anybody may frame it. */
export const FRAMED = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *",
  'cross-origin-resource-policy': 'cross-origin',
} as const;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What somebody puts into a page to show a chart there. */
export const embedCode = (url: string, title: string, height_px: number): string =>
  `<iframe src="${escaped(url)}" title="${escaped(title)}" width="100%" height="${height_px}" style="border:0" loading="lazy"></iframe>`;
