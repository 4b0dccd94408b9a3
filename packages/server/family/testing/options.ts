/** What the Family Centre needs, on a store that a test has opened itself. */

import { createLog } from '../../ground/log/index.ts';
import type { Keeping } from '../../kept/testing/keeping.ts';
import { loadShippedPolicy } from '../../policy/index.ts';
import { loadShippedWords } from '../../words/index.ts';
import { Looks } from '../looks.ts';
import { nameless } from '../names.ts';
import type { FamilyOptions } from '../options.ts';

export function familyOptions(k: Keeping): FamilyOptions {
  const words = loadShippedWords();
  const { family, returning } = loadShippedPolicy();
  return {
    ...{ db: k.db, store: k.store, names: nameless, looks: new Looks(k.db), endpoints: [], reportKeys: null },
    ask: (look) => k.store.ask(look),
    policy: () => ({ ...family, invitations: { ...family.invitations, perDay: 100 } }),
    sharersMax: () => returning.blocks.accountsMax,
    words: () => words,
    async tell(told) {
      const [committed] = await k.store.commit([told]);
      if (committed?.status === 'failed') throw committed.error;
    },
    wake: () => {},
    publicUrl: () => 'https://kith.example',
    log: createLog({ level: 'silent' }),
    clock: () => k.now,
  };
}
