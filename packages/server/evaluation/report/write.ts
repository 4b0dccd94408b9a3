/** Writes what a command measured: data for programs, a page for people. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { linesOf, pageOf } from './page.ts';
import type { Report } from './report.ts';

export interface Evaluated {
  /** as in the JSON file */
  result: object;
  /** for a terminal */
  lines: string;
}

/** Writes NAME.json and NAME.html into a folder, which it makes where there is none. */
export async function write(folder: string, name: string, result: object, report: Report): Promise<Evaluated> {
  await mkdir(folder, { recursive: true });
  const [json, html] = [join(folder, `${name}.json`), join(folder, `${name}.html`)];
  await writeFile(json, `${JSON.stringify(result, null, 2)}\n`);
  await writeFile(html, pageOf(report));
  return { result, lines: `${linesOf(report)}\n\nWritten: ${json} and ${html}` };
}
