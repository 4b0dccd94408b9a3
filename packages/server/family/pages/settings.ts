/** Safety settings in words, with what the child wants changed. Pure. */
import type { FamilyPage, FamilySetting } from '@kith/contract';
import { fill, type Language } from '../../ground/pages/index.ts';
import { childName } from './people.ts';
import { familyWords } from './words.ts';

export interface SettingShown {
  setting: FamilySetting['setting'];
  name: string;
  value: string;
  /** it is open to strangers */
  less: boolean;
  /** what the child asks for; null where it asks for nothing */
  wanted: { value: string; text: string; stands: string; risk: string; waits: boolean } | null;
}

export function settingsOf(page: FamilyPage, language: Language): SettingShown[] {
  const { settings: words } = familyWords[language].seen;
  const name = childName(page, language);
  return page.settings.map(({ setting, now, wanted, waitsForGuardian }) => ({
    setting,
    name: fill(words.names[setting], { name }, language),
    value: valueIn(setting, now, language),
    less: now === true || now === 'everyone',
    wanted:
      wanted === null
        ? null
        : {
            value: String(wanted),
            text: fill(words.wants, { name, value: valueIn(setting, wanted, language) }, language),
            stands: fill(waitsForGuardian ? words.waits : words.asked, { name }, language),
            risk: words.risks[setting],
            waits: waitsForGuardian,
          },
  }));
}

function valueIn(setting: FamilySetting['setting'], value: FamilySetting['now'], language: Language): string {
  const { values } = familyWords[language].seen.settings;
  if (typeof value === 'string') return values.directMessages[value];
  // who can write is never yes or no: the engine has no such setting
  return setting === 'directMessages' ? String(value) : values[setting][value ? 'yes' : 'no'];
}
