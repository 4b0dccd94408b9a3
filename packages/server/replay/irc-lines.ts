/**
 * What a line of an Ubuntu IRC log says. The logs are of the disentanglement corpus of J. K. Kummerfeld et al.,
 * "A Large-Scale Corpus for Conversation Disentanglement", ACL 2019, licensed under CC BY 4.0; the format is that of
 * the channel's logging bot over fourteen years. Lines that begin with === have no time of their own.
 */

/** Which kinds of line are told apart. `server`: about the channel, written by nobody in it. */
export const lineKinds = [
  'message',
  'action',
  'notice',
  'forwarded',
  'joined',
  'left',
  'kicked',
  'renamed',
  'server',
  'other',
] as const;
export type LineKind = (typeof lineKinds)[number];

export type IrcLine =
  /** somebody said something: with words, as an action, as a notice, or as a bot that repeats it from elsewhere */
  | {
      kind: 'message' | 'action' | 'notice' | 'forwarded';
      minute: number | null;
      nick: string;
      channel: string;
      text: string;
    }
  | { kind: 'joined' | 'left'; minute: null; nick: string; channel: string }
  | { kind: 'kicked'; minute: null; nick: string; by: string; channel: string }
  | { kind: 'renamed'; minute: null; nick: string; to: string }
  /** a change of mode or topic, servers that found each other again; and what is of no known kind, so that it counts */
  | { kind: 'server' | 'other'; minute: null; text: string };

/** The corpus is of one channel; lines that don't name one are of it. */
export const CHANNEL = '#ubuntu';

const TIMED = /^\[(\d\d):(\d\d)\] (.*)$/s;
const SAID = /^<([^>]+)>(?: (.*))?$/s;
const ACTED = /^ \* (\S+)(?: (.*))?$/s;
const NOTICED = /^-([^:\s]+):(#\S+?)- ?(.*)$/s;
const FORWARDED = /^\(([^/\s]+)\/(#[^)\s]+)\) ?(.*)$/s;
const JOINED = /^(.+?) +(?:\[.*\] +)?has joined (#\S+)$/;
const LEFT = /^(.+?) +(?:\[.*\] +)?has left (#\S+)(?: +\[.*)?$/s;
const QUIT = /^(.+?) +(?:\[.*\] +)?has quit(?: +\[.*)?$/s;
const KICKED = /^(.+?) +was kicked off (#\S+) by (.+?)(?: +\(.*)?$/s;
const RENAMED = /^(.+?) +is now known as (.+)$/;
const SERVER = /^(?:mode\/|netjoined: |netsplit: |\.\.\[topic\/|topic\/)/;
const EMOTE = /^(\S+)(?: +(.*))?$/s;

/** Reads one line, whatever it is. `minute` is that of the day. */
export function readIrcLine(line: string): IrcLine {
  const timed = TIMED.exec(line);
  if (timed !== null) return readTimed(Number(timed[1]) * 60 + Number(timed[2]), timed[3] ?? '') ?? other(line);
  if (line.startsWith('=== ')) return readUntimed(line.slice(4)) ?? other(line);
  return other(line);
}

const other = (text: string): IrcLine => ({ kind: 'other', minute: null, text });

function readTimed(minute: number, rest: string): IrcLine | undefined {
  let match = SAID.exec(rest);
  if (match !== null) return { kind: 'message', minute, nick: part(match, 1), channel: CHANNEL, text: part(match, 2) };
  match = ACTED.exec(rest);
  if (match !== null) return { kind: 'action', minute, nick: part(match, 1), channel: CHANNEL, text: part(match, 2) };
  match = NOTICED.exec(rest);
  if (match !== null) {
    return { kind: 'notice', minute, nick: part(match, 1), channel: channelOf(part(match, 2)), text: part(match, 3) };
  }
  match = FORWARDED.exec(rest);
  if (match === null) return undefined;
  return { kind: 'forwarded', minute, nick: part(match, 1), channel: channelOf(part(match, 2)), text: part(match, 3) };
}

function readUntimed(line: string): IrcLine | undefined {
  let match = JOINED.exec(line);
  if (match !== null)
    return { kind: 'joined', minute: null, nick: nickOf(match, 1), channel: channelOf(part(match, 2)) };
  match = LEFT.exec(line);
  if (match !== null) return { kind: 'left', minute: null, nick: nickOf(match, 1), channel: channelOf(part(match, 2)) };
  match = QUIT.exec(line);
  if (match !== null) return { kind: 'left', minute: null, nick: nickOf(match, 1), channel: CHANNEL };
  match = KICKED.exec(line);
  if (match !== null) {
    const channel = channelOf(part(match, 2));
    return { kind: 'kicked', minute: null, nick: nickOf(match, 1), channel, by: nickOf(match, 3) };
  }
  match = RENAMED.exec(line);
  if (match !== null) return { kind: 'renamed', minute: null, nick: nickOf(match, 1), to: nickOf(match, 2) };
  if (SERVER.test(line)) return { kind: 'server', minute: null, text: line };
  match = EMOTE.exec(unspaced(line));
  if (match === null) return undefined;
  return { kind: 'action', minute: null, nick: part(match, 1), channel: CHANNEL, text: part(match, 2) };
}

/** The bot put a blank behind every closing bracket, those in nicks included: "bur[n] er is now known as zcat[1] ". */
const unspaced = (written: string): string => written.replaceAll('] ', ']');
const nickOf = (match: RegExpExecArray, group: number): string => unspaced(part(match, group)).trim();
const part = (match: RegExpExecArray, group: number): string => match[group] ?? '';
const channelOf = (written: string): string => written.toLowerCase();
