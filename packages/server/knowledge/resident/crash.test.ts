import { test } from 'node:test';
import { crash } from '../testing/crash.ts';

test('resident: killed 20 times, a process loses nothing that it answered, and doubles nothing', () =>
  crash({ kind: 'resident', rounds: 20, processes: 1, seed: 41 }));

test('resident: killed 20 times while it saves what it knows again and again, a process loses nothing and doubles nothing', () =>
  crash({ kind: 'resident', rounds: 20, processes: 1, seed: 44, saving: true }));
