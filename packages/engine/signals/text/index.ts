export {
  type CodeSettings,
  type CompiledCues,
  type Cue,
  CueError,
  type CueFile,
  type CueProblem,
  compileCues,
  strengths,
} from './cues.ts';
export type { TextModel } from './model.ts';
export { createTextReader, type TextExplained, type TextRead, type TextReader } from './reader.ts';
export { SKETCH_DISTANCE_MAX, sketchDistance } from './sketch.ts';
