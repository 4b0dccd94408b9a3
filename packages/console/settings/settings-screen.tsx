/** What somebody chooses for themselves: language, look, keys. */

import { useDesk } from '../api/use-api.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { useMode } from '../shell/now.ts';
import { THEMES, type Theme } from '../shell/preferences.ts';
import { usePreferences } from '../shell/use-preferences.tsx';
import { useSay } from '../shell/use-say.ts';
import { useTitle } from '../shell/use-title.ts';
import { useWords } from '../words/use-words.tsx';
import { LANGUAGES, type Language } from '../words/words.ts';
import { KeySettings } from './key-settings.tsx';
import { OwnSignIn } from './own-sign-in.tsx';

/** Each in its own words, so that whoever needs it can read it. */
const NAMES: Readonly<Record<Language, string>> = { en: 'English', cy: 'Cymraeg' };

export function SettingsScreen() {
  const { t, language } = useWords();
  useTitle(t('screen.settings'));
  useMode('settings');
  const { preferences, prefer } = usePreferences();
  const { api } = useDesk();
  const say = useSay();
  return (
    <section className="narrow settings">
      <h1>{t('screen.settings')}</h1>
      <p className="quiet">{t('settings.kept')}</p>
      <Choice<Language>
        name="language"
        title={t('settings.language')}
        all={LANGUAGES}
        chosen={language}
        label={(one) => NAMES[one]}
        onChoose={(chosen) => {
          prefer({ language: chosen });
          // pages outside the console are in it, too
          api.put('/v1/session/language', { language: chosen }).catch(say.problem);
        }}
      />
      <Choice<Theme>
        name="theme"
        title={t('settings.theme')}
        all={THEMES}
        chosen={preferences.theme}
        label={(one) => t(`theme.${one}`)}
        onChoose={(theme) => prefer({ theme })}
      />
      <OwnSignIn />
      <section className="part">
        <h2>{t('settings.media')}</h2>
        <p>{t('settings.mediaText')}</p>
      </section>
      <KeySettings />
      <p className="buttons">
        <ActionButton id="shell.sign-out" />
      </p>
    </section>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  title: string;
  all: readonly T[];
  chosen: T;
  label(one: T): string;
  onChoose(one: T): void;
}

function Choice<T extends string>({ name, title, all, chosen, label, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset className="choice">
      <legend>{title}</legend>
      {all.map((one) => (
        <label key={one} className="check" lang={name === 'language' ? one : undefined}>
          <input type="radio" name={name} checked={one === chosen} onChange={() => onChoose(one)} />
          {label(one)}
        </label>
      ))}
    </fieldset>
  );
}
