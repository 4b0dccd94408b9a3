/** Around every screen: the menu, the palette, the keys, what can be undone. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useLocation } from 'wouter';
import type { Action, Shell as ShellDesk } from '../actions/action.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { Screens } from '../screens.tsx';
import { useWords } from '../words/use-words.tsx';
import { ActionButton } from './action-button.tsx';
import { KeysSheet } from './keys-sheet.tsx';
import { Menu } from './menu.tsx';
import { NoticeList } from './notice-list.tsx';
import { useNotices } from './notices.ts';
import { nowOf, useFronts } from './now.ts';
import { Palette } from './palette.tsx';
import { ActionsContext } from './use-actions.tsx';
import { useBarHeight } from './use-bar-height.ts';
import { useKeys } from './use-keys.ts';
import { usePreferences } from './use-preferences.tsx';
import { useSay } from './use-say.ts';
import { useTakeNext } from './use-take-next.ts';

type Sheet = Parameters<ShellDesk['show']>[0] | null;

export function Shell() {
  const { t } = useWords();
  const { api } = useDesk();
  const [path, go] = useLocation();
  const [sheet, setSheet] = useState<Sheet>(null);
  const queries = useQueryClient();
  const say = useSay();
  const takeNext = useTakeNext();
  const seen = useFronts();
  const may = useMay();
  const { preferences } = usePreferences();
  const undo = useNotices().findLast(({ kind }) => kind === 'undo')?.undo ?? null;

  const shell: ShellDesk = {
    go,
    show: setSheet,
    undoable: undo === null ? null : { run: undo },
    takeNext,
    refresh: () => void queries.invalidateQueries(),
    signOut: () => {
      api.delete('/v1/session').then(() => window.location.assign('/signin'), say.problem);
    },
  };
  const now = nowOf(seen, shell, may);
  const run = (action: Action) => action.run(now);
  useKeys({ now, run, preferences });
  const main = useFocusOnScreen(path);
  const bar = useBarHeight();

  return (
    <ActionsContext value={{ now, run }}>
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <header className="bar" ref={bar}>
        <p className="bar__name">Kith</p>
        <Menu path={path} />
        <div className="bar__end">
          <ActionButton id="case.take-next" look="main" keep />
          <Button className="button button--quiet" onPress={() => setSheet('palette')}>
            {t('action.shell.palette')}
            <span className="keys" aria-hidden="true">
              <kbd>Ctrl</kbd>
              <kbd>K</kbd>
            </span>
          </Button>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <Screens />
      </main>
      <NoticeList />
      {(sheet === 'palette' || sheet === 'screens') && (
        <Palette only={sheet === 'screens' ? 'screens' : null} onClose={() => setSheet(null)} />
      )}
      {sheet === 'keys' && <KeysSheet onClose={() => setSheet(null)} />}
    </ActionsContext>
  );
}

/** On another screen the focus begins at its beginning, so that keys and screen readers are there. */
function useFocusOnScreen(path: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
  return main;
}
