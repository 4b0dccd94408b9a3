/** Who is on this chat: made up, all of them. A real platform has sign-up here. */
import type { NewEvent } from '@kith/client';
import type { Language, Settings } from '../protocol.ts';
import type { Store } from './database.ts';
import type { Outbox } from './outbox.ts';

const DAY_MS = 86_400_000;

interface MadeUp {
  id: string;
  name: string;
  age: '13to15' | 'adult';
  language: Language;
  /** how long ago they signed up, days */
  days: number;
  directMessages: Settings['directMessages'];
  device: string;
  region: string;
}

/**
 * Ama chose to be asked when strangers write, Carys kept what children start with: nobody but her friends can. Sid is Sam
 * once more, on the same device.
 */
const PEOPLE: readonly MadeUp[] = [
  who('ama', 'Ama Sample', '13to15', 'en', 400, 'ask'),
  who('ben', 'Ben Sample', '13to15', 'en', 380, 'ask'),
  who('carys', 'Carys Enghraifft', '13to15', 'cy', 300, 'connections'),
  who('kofi', 'Kofi Sample', 'adult', 'en', 500, 'everyone'),
  who('sam', 'Sam Stranger', 'adult', 'en', 60, 'everyone', 'device-of-sam', 'GB-SCT'),
  who('sid', 'Sid Stranger', 'adult', 'en', 0, 'everyone', 'device-of-sam', 'GB-SCT'),
];

/** Friends already, before the story begins. */
const FRIENDS = [
  ['ama', 'ben'],
  ['ama', 'carys'],
] as const;

function who(
  id: string,
  name: string,
  age: MadeUp['age'],
  language: Language,
  days: number,
  directMessages: Settings['directMessages'],
  device = `device-of-${id}`,
  region = 'GB-WLS',
): MadeUp {
  return { id, name, age, language, days, directMessages, device, region };
}

/** Puts the people there, once, and tells Kith who they are: as a platform tells of the accounts that it has already. */
export function peopleAreThere(store: Store, outbox: Outbox, now_ms: number): void {
  store.together(() => {
    if (store.one('SELECT 1 FROM person') !== undefined) return;
    for (const one of PEOPLE) {
      const adult = one.age === 'adult';
      const settings: Settings = { directMessages: one.directMessages, beSuggested: adult, seeSuggestions: adult };
      store.run(
        'INSERT INTO person (id, name, age, language, settings) VALUES (?, ?, ?, ?, ?)',
        ...[one.id, one.name, one.age, one.language, JSON.stringify(settings)],
      );
      outbox.put(created(one, settings, now_ms));
    }
    for (const [by, other] of FRIENDS) {
      const id = `friends-${by}-${other}`;
      store.run("INSERT INTO friendship VALUES (?, ?, 'friends', ?)", by, other, id);
      const time = new Date(now_ms - 30 * DAY_MS).toISOString();
      outbox.put({ id, type: 'connection.accepted', time, data: { actor: other, other: by } });
    }
  });
}

function created(one: MadeUp, settings: Settings, now_ms: number): NewEvent & { id: string } {
  const createdAt = new Date(now_ms - one.days * DAY_MS).toISOString();
  return {
    id: `created-${one.id}`,
    type: 'account.created',
    time: createdAt,
    data: {
      ...{
        actor: one.id,
        settings: { ...settings },
        country: 'GB',
        region: one.region,
        language: one.language,
        createdAt,
      },
      age: { band: one.age, method: 'declared', confidence: 0.8 },
      identifiers: { deviceIds: [one.device] },
    },
  };
}
