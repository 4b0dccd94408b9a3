/** A small file in the layout of the Home Office's open-data tables. */
import { utils, write } from '@e965/xlsx';

export const HEADING = [
  'Financial Year',
  'Financial Quarter',
  'Force Name',
  'Offence Description',
  'Offence Group',
  'Offence Subgroup',
  'Offence Code',
  'Number of Offences',
] as const;

export type Row = readonly (string | number | null)[];

export const row = (year: string, quarter: number, force: string, offences: number, code = '88A'): Row => [
  ...[year, quarter, force, code === '88A' ? 'Sexual grooming' : 'Rape of a female aged 16 and over'],
  ...['Sexual offences', 'Other sexual offences', code, offences],
];

/** Four quarters of a force. */
export const yearOf = (year: string, force: string, quarters: readonly number[]): readonly Row[] =>
  quarters.map((offences, i) => row(year, i + 1, force, offences));

/** A file of sheets; each begins with the heading unless its rows do. */
export function tables(sheets: Readonly<Record<string, readonly Row[]>>): Buffer {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((cells) => [...cells])), name);
  }
  return write(book, { type: 'buffer', bookType: 'ods' });
}

/** Two years of three bodies and other offences, as a release of April 2026 might have them. The numbers are made up. */
export const sampleTables = (more: Readonly<Record<string, readonly Row[]>> = {}): Buffer =>
  tables({
    Contents: [['Police recorded crime open data']],
    '2023_24': [
      HEADING,
      ...yearOf('2023/24', 'Avon & Somerset', [60, 55, 70, 60]),
      ...yearOf('2023/24', 'London, City of', [1, 0, 2, -1]),
      ...yearOf('2023/24', 'British Transport Police', [0, 1, 0, 3]),
      row('2023/24', 1, 'Avon & Somerset', 999, '19D'),
    ],
    '2024_25': [
      HEADING,
      ...yearOf('2024/25', 'Avon & Somerset', [61, 62, 63, 64]),
      ...yearOf('2024/25', 'London, City of', [1, 1, 1]),
      ...yearOf('2024/25', 'British Transport Police', [2, 0, 0, 0]),
    ],
    ...more,
  });
