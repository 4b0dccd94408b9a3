export {
  type CompiledCues,
  type Cue,
  CueError,
  type CueFile,
  type CueProblem,
  type CueSettings,
  compileCues,
} from './cues.ts';
export { Folder, wordsOf } from './fold.ts';
export { Hashes } from './hashes.ts';
export { ModelReader, type TextModel } from './model.ts';
export { type Phrase, parsePhrase, type Sets } from './phrase.ts';
export { createTextReader, type TextExplained, type TextRead, type TextReader } from './reader.ts';
export { SKETCH_DISTANCE_MAX, sketchDistance } from './sketch.ts';
