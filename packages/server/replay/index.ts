export {
  formatReplay,
  IRC_ATTRIBUTION,
  ReplayError,
  type ReplayOptions,
  type ReplayProgress,
  type ReplaySummary,
  replayIrc,
} from './irc.ts';
