/** What texts are read with: Kith's cues and the operator's, and the model. */
import { createTextReader, type TextReader } from '@kith/engine';
import type { FileProblem } from '../ground/yaml/index.ts';
import { loadCues, loadShippedCues } from './load.ts';
import { loadShippedModel } from './model.ts';

export { checkCues } from './check.ts';
export { type Identify, openIdentifier } from './language.ts';
export { loadShippedCues } from './load.ts';
export { createMessageReader, type MessageReader } from './messages.ts';
export { loadShippedModel, shippedModelFolder } from './model.ts';
export { UTTERANCES_A_PHRASE } from './training/examples.ts';
export { trainModel } from './training/train.ts';
export { unbroken } from './unbroken.ts';

/** A reader with what Kith ships. Throws where the installation is damaged. */
export const loadShippedReader = (): TextReader => createTextReader(loadShippedCues(), loadShippedModel());

export type OpenedReader = { ok: true; reader: TextReader } | { ok: false; problems: readonly FileProblem[] };

/** A reader with Kith's cues and those of the operator's files. Never throws on what is in them. */
export function openTextReader(own: readonly string[]): OpenedReader {
  if (own.length === 0) return { ok: true, reader: loadShippedReader() };
  const loaded = loadCues(own);
  if (!loaded.ok) return loaded;
  return { ok: true, reader: createTextReader(loaded.cues, loadShippedModel()) };
}
