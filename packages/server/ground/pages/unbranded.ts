/** govuk-frontend without what belongs to GOV.UK: its fonts, and where it lies on the disk. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with govuk-frontend's templates, style sheet and scripts. */
export const govukFolder = dirname(fileURLToPath(import.meta.resolve('govuk-frontend')));

const SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif';

/** GDS Transport may be used on GOV.UK's own addresses only: its faces are dropped, and its name is replaced. */
export const unbranded = (css: string): string =>
  css
    .replaceAll(/\/\*![^*]*The font has been customised[^*]*\*\//g, '')
    .replaceAll(/@font-face\s*\{[^}]*\}/g, '')
    .replaceAll(/"?GDS Transport"?,\s*arial,\s*sans-serif/g, SYSTEM_FONTS)
    .replaceAll(/\/\*# sourceMappingURL=.*?\*\//g, '');
