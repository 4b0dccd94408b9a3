/** A document whose every field somebody wrote who means harm, or who writes Ukrainian. */
import type { Doc } from '../document.ts';

export const HOSTILE = `</td></table><script>alert(1)</script><img src=x onerror=alert(2)> "'& =cmd|' /C calc'!A0 \u202egnp.exe\u0000\u200b {{ 7*7 }} ]]>`;
export const LETTERS = 'Ŵŷ Łódź zażółć Її ґанок — “€” ';

/** The same text in every field. */
export const filledWith = (text: string): Doc => ({
  ...{ kind: 'try', language: 'en', title: text, service: text, day: '2026-03-01', notes: [text] },
  sections: [
    {
      title: text,
      blocks: [
        { kind: 'heading', text },
        { kind: 'text', text },
        { kind: 'note', text },
        { kind: 'list', items: [text, text] },
        { kind: 'facts', facts: [{ label: text, text }] },
        {
          ...{
            kind: 'table',
            caption: text,
            columns: [{ title: text }, { title: text }, { title: 'N', numeric: true }],
          },
          rows: [
            [text, text, 1234],
            [text, null, null],
          ],
        },
        { kind: 'table', caption: text, columns: [{ title: text }], rows: [] },
      ],
    },
  ],
});
