import { test } from 'node:test';
import { crash } from '../testing/crash.ts';

test('postgres: killed 20 times, a process loses nothing that it answered, and doubles nothing', () =>
  crash({ kind: 'postgres', rounds: 20, processes: 1, seed: 41 }));

test('postgres: of two processes that send some of the same events one is killed 20 times; nothing is lost or doubled', () =>
  crash({ kind: 'postgres', rounds: 20, processes: 2, seed: 42 }));

test('postgres: three processes that send some of the same events lose nothing and double nothing', () =>
  crash({ kind: 'postgres', rounds: 1, processes: 3, seed: 43 }));
