/** Answers as NCMEC's hash sharing does, as far as its public client shows it: pages of entries between two times. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface SharedEntry {
  member: number;
  id: string;
  /** seconds since 1970 */
  at: number;
  deleted?: boolean;
  classification?: string;
  hashes: Readonly<Record<string, string>>;
}

const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

function entryXml({ member, id, at, deleted = false, classification, hashes }: SharedEntry): string {
  const name = deleted ? 'deletedImage' : 'image';
  const prints = Object.entries(hashes).map(([kind, hash]) => `<${kind}>${hash}</${kind}>`);
  const more = deleted
    ? ''
    : `${classification === undefined ? '' : `<classification>${classification}</classification>`}
       <fingerprints>${prints.join('')}<tmk-pdqf rel="self" href="/v2/entries/1/fingerprints/TMK_PDQF"/></fingerprints>
       <feedback><affirmativeFeedback type="Md5"><members><member id="7">Else</member></members></affirmativeFeedback></feedback>`;
  return `<${name}><member id="${member}">Some Member</member><timestamp>${iso(at)}</timestamp><id>${id}</id>${more}</${name}>`;
}

export interface PageOptions {
  size: number;
  /** changes an answer before it goes */
  spoil?: (xml: string) => string;
}

/** Answers one request for entries. */
export function answerEntries(
  entries: readonly SharedEntry[],
  request: IncomingMessage,
  response: ServerResponse,
  { size, spoil = (xml) => xml }: PageOptions,
): void {
  const asked = new URL(request.url ?? '', 'http://source').searchParams;
  const [from, to] = [Date.parse(asked.get('from') ?? ''), Date.parse(asked.get('to') ?? '')];
  const inRange = entries.filter(({ at }) => at * 1000 >= from && at * 1000 < to);
  const start = Number(asked.get('start') ?? 0);
  const page = inRange.slice(start, start + size);
  const rest = start + size < inRange.length;
  const parameters = new URLSearchParams({ from: asked.get('from') ?? '', to: asked.get('to') ?? '' });
  for (const [name, value] of Object.entries({ start: start + size, size, max: inRange.length })) {
    parameters.set(name, String(value));
  }
  const next = `/v2/entries?${parameters}`.replaceAll('&', '&amp;');
  response.writeHead(200, { 'content-type': 'application/xml' }).end(
    spoil(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">
<images count="${page.length}" maxTimestamp="${iso(to / 1000)}">${page.map(entryXml).join('\n')}</images>
${rest ? `<paging><next>${next}</next></paging>` : ''}
</queryResult>`),
  );
}
