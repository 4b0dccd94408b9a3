/** The sentences that the packaged encoder compares with. */
import { join } from 'node:path';
import { evidenceCode } from '@kith/contract';
import { z } from 'zod';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';

const sentences = z.array(z.string().min(1).max(200)).min(1).max(100);
const file = z.strictObject({ codes: z.record(evidenceCode, sentences), benign: sentences });
export type Exemplars = z.output<typeof file>;

/** Throws where the installation is damaged. */
export function loadExemplars(): Exemplars {
  const read = readYamlFile(join(import.meta.dirname, 'exemplars.en.yaml'), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}
