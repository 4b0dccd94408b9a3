export {
  formatReplay,
  IRC_ATTRIBUTION,
  type ReplayOptions,
  type ReplayProgress,
  type ReplaySummary,
  replayIrc,
} from './irc.ts';
export { accountOf, IrcEvents } from './irc-events.ts';
export { linesOf, logsIn, ReplayError } from './irc-logs.ts';
