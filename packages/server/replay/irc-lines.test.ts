import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type IrcLine, readIrcLine } from './irc-lines.ts';

const CHANNEL = '#ubuntu';

/** Lines in the corpus' form; who writes here is made up. */
const CASES: readonly [line: string, read: IrcLine][] = [
  ['[09:05] <ann> hello: all', { kind: 'message', minute: 545, nick: 'ann', channel: CHANNEL, text: 'hello: all' }],
  ['[00:00] <a|b`> ', { kind: 'message', minute: 0, nick: 'a|b`', channel: CHANNEL, text: '' }],
  ['[12:15] <ann>', { kind: 'message', minute: 735, nick: 'ann', channel: CHANNEL, text: '' }],
  [
    '[12:15] <ann> <ben> said so',
    { kind: 'message', minute: 735, nick: 'ann', channel: CHANNEL, text: '<ben> said so' },
  ],
  [
    '[13:56]  * ann sips a coffee',
    { kind: 'action', minute: 836, nick: 'ann', channel: CHANNEL, text: 'sips a coffee' },
  ],
  ['[07:09]  * ann', { kind: 'action', minute: 429, nick: 'ann', channel: CHANNEL, text: '' }],
  ['[05:12] -ann:#Ubuntu- a notice', { kind: 'notice', minute: 312, nick: 'ann', channel: CHANNEL, text: 'a notice' }],
  [
    '[01:09] (ann/#kubuntu) ben: hi',
    { kind: 'forwarded', minute: 69, nick: 'ann', channel: '#kubuntu', text: 'ben: hi' },
  ],
  ['=== ann [n=ann@host.example]  has joined #ubuntu', { kind: 'joined', minute: null, nick: 'ann', channel: CHANNEL }],
  ['=== ann has joined #UBUNTU', { kind: 'joined', minute: null, nick: 'ann', channel: CHANNEL }],
  [
    '=== an[n] e [n=a@host.example]  has joined #ubuntu',
    { kind: 'joined', minute: null, nick: 'an[n]e', channel: CHANNEL },
  ],
  [
    '=== [ann]  [n=[an] @host.example]  has joined #ubuntu',
    { kind: 'joined', minute: null, nick: '[ann]', channel: CHANNEL },
  ],
  [
    '=== ann [~a@2001:db8::1]  has left #ubuntu ["Leaving"]',
    { kind: 'left', minute: null, nick: 'ann', channel: CHANNEL },
  ],
  ['=== ann [~a@host]  has left #ubuntu []', { kind: 'left', minute: null, nick: 'ann', channel: CHANNEL }],
  ['=== ann has quit ["bye"]', { kind: 'left', minute: null, nick: 'ann', channel: CHANNEL }],
  [
    '=== ann was kicked off #ubuntu by ben (flood)',
    { kind: 'kicked', minute: null, nick: 'ann', by: 'ben', channel: CHANNEL },
  ],
  ['=== ann[x]  is now known as ben[1] ', { kind: 'renamed', minute: null, nick: 'ann[x]', to: 'ben[1]' }],
  [
    '=== ann is listening to everyone',
    { kind: 'action', minute: null, nick: 'ann', channel: CHANNEL, text: 'is listening to everyone' },
  ],
  ['=== an[n] e wonders', { kind: 'action', minute: null, nick: 'an[n]e', channel: CHANNEL, text: 'wonders' }],
  [
    '=== mode/#ubuntu [+o ann]  by ChanServ',
    { kind: 'server', minute: null, text: 'mode/#ubuntu [+o ann]  by ChanServ' },
  ],
  [
    '=== netjoined: a.example -> b.example',
    { kind: 'server', minute: null, text: 'netjoined: a.example -> b.example' },
  ],
  ['=== ..[topic/#ubuntu:ann] : Help', { kind: 'server', minute: null, text: '..[topic/#ubuntu:ann] : Help' }],
  ['', { kind: 'other', minute: null, text: '' }],
  ['something else', { kind: 'other', minute: null, text: 'something else' }],
  ['[25:99', { kind: 'other', minute: null, text: '[25:99' }],
  ['[10:00] what is this', { kind: 'other', minute: null, text: '[10:00] what is this' }],
];

describe('a line of an IRC log', () => {
  for (const [line, read] of CASES) {
    it(`is read: ${line === '' ? '(empty)' : line}`, () => assert.deepEqual(readIrcLine(line), read));
  }
});
