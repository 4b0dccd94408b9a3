/** From a list's settings to its source: each brings a list in its own way, and all of them whole or not at all. */
import { importFile } from '../import-file.ts';
import type { Imported, Importing } from '../importing.ts';
import { importHttps } from './https.ts';
import { importNcmec } from './ncmec/index.ts';

/** @throws ImportError; the list is as it was then */
export function importFrom(importing: Importing): Promise<Imported> {
  const { from } = importing.settings;
  switch (from.kind) {
    case 'file':
      return importFile(importing, from);
    case 'https':
      return importHttps(importing, from);
    case 'ncmec':
      return importNcmec(importing, from);
    default:
      return from satisfies never;
  }
}
