/** kith measures export: the record of a day that is over, as a file. */
import { measureExportQuery } from '@kith/contract';
import { type Doc, type DocumentFormat, renderParts } from '../../documents/index.ts';
import { recordOf } from '../../measures/index.ts';
import { openRecords } from '../../stores.ts';
import { openNew } from '../files.ts';
import { configOf, type Options, textOf } from '../options.ts';
import { whileWorking } from '../progress.ts';
import { refused } from '../refused.ts';
import { CommandError, type ExitCode, exitCodes, give } from '../say.ts';
import { measuresInUse } from './measures-status.ts';

export async function exportRecord(options: Options): Promise<ExitCode> {
  const asked = measureExportQuery.safeParse({ day: options.day, format: options.format });
  if (!asked.success) {
    const [issue] = asked.error.issues;
    throw new CommandError(exitCodes.usage, 'usage', `--${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { config } = configOf(options);
  const path = textOf(options.out) ?? '';
  const { records, close } = await openRecords(config);
  try {
    const { day, format } = asked.data;
    const bytes = await whileWorking('Writing', async () =>
      write(await recordOf(records, measuresInUse(config), day), format, path),
    );
    give(options, { file: path, bytes }, () => `${path}: ${bytes} bytes`);
    return exitCodes.done;
  } catch (error) {
    throw refused(error);
  } finally {
    await close();
  }
}

/** @returns its bytes */
async function write(doc: Doc, format: DocumentFormat, path: string): Promise<number> {
  // never over a file that somebody has
  const file = await openNew(path);
  let bytes = 0;
  try {
    for await (const part of renderParts(doc, format)) {
      await file.appendFile(part);
      bytes += part.length;
    }
  } finally {
    await file.close();
  }
  return bytes;
}
