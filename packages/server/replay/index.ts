export {
  formatReplay,
  ReplayError,
  type ReplayOptions,
  type ReplayProgress,
  type ReplaySummary,
  replayIrc,
} from './irc.ts';
