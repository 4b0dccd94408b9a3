/** The console: who sits here, in which language, and around every screen what all of them use. */

import type { SessionView } from '@kith/contract';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { Router } from 'wouter';
import { type Api, ApiProblem, apiOf } from './api/http.ts';
import { type Sat, Sitting } from './api/sitting.ts';
import { DeskContext } from './api/use-api.tsx';
import { isIdle } from './shell/idle.ts';
import { DEFAULTS, loadPreferences, type Preferences, savePreferences } from './shell/preferences.ts';
import { SessionEnded } from './shell/session-ended.tsx';
import { Shell } from './shell/shell.tsx';
import { PreferencesContext } from './shell/use-preferences.tsx';
import { tellOthers, useSittingWatched } from './shell/use-sitting-watched.ts';
import { hasWork, toSignIn } from './shell/work.ts';
import { WordsProvider } from './words/use-words.tsx';
import { type Language, languageOf, type Messages } from './words/words.ts';

/** Where the server serves the console. */
export const BASE = '/console';

/** What was fetched is fresh for so long, milliseconds: going back and forth asks nothing again. */
const FRESH_MS = 2_000;

const MESSAGES: Readonly<Record<Language, () => Promise<{ default: Messages }>>> = {
  en: () => import('./words/words.en.json'),
  cy: () => import('./words/words.cy.json'),
};

interface Started {
  api: Api;
  sitting: Sitting;
}

async function begin(): Promise<Started> {
  const ways = { fetch: window.fetch.bind(window), language: () => document.documentElement.lang };
  // looking who is there keeps no session alive
  const looking = apiOf({ ...ways, csrf: () => null, idle: () => true, renewed: async () => true });
  const sitting = new Sitting({
    ask: () => looking.get<SessionView>('/v1/session').catch(nobody),
    hasWork,
    leave: toSignIn,
  });
  const api = apiOf({ ...ways, csrf: () => sitting.csrf, idle: isIdle, renewed: () => sitting.renewed() });
  sitting.begin(await api.get<SessionView>('/v1/session'));
  tellOthers();
  return { api, sitting };
}

function nobody(error: unknown): null {
  if (error instanceof ApiProblem && error.status === 401) return null;
  throw error;
}

/** A request that Kith refused is refused the second time, too. */
const tryAgain = (count: number, error: Error) =>
  count < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 500);

export function App() {
  const [started, setStarted] = useState<Started | null>(null);
  const [problem, setProblem] = useState<Error | null>(null);
  useEffect(() => {
    begin().then(setStarted, setProblem);
  }, []);
  // before anything is known: both languages, no styles of any screen
  if (problem !== null) return <p className="alone">Kith: {problem.message}</p>;
  return started === null ? null : <Started {...started} />;
}

function Started({ api, sitting }: Started) {
  const sat = useSyncExternalStore(sitting.subscribe, sitting.current);
  useSittingWatched(sitting, sat?.standing.is !== 'here');
  return sat === null ? null : <Seated api={api} sitting={sitting} sat={sat} />;
}

function Seated({ api, sitting, sat: { session, standing } }: Started & { sat: Sat }) {
  const [preferences, setPreferences] = useState<Preferences>(() => ({
    ...DEFAULTS,
    ...loadPreferences(window.localStorage, session.id),
  }));
  const queries = useMemo(
    () => new QueryClient({ defaultOptions: { queries: { retry: tryAgain, staleTime: FRESH_MS } } }),
    [],
  );
  const language = preferences.language ?? languageOf(session.language ?? window.navigator.language);
  const messages = useMessages(language);
  const { theme } = preferences;
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.lang = language;
  }, [theme, language]);
  const chosen = useMemo(
    () => ({
      preferences,
      prefer(change: Partial<Preferences>) {
        const next = { ...preferences, ...change };
        savePreferences(window.localStorage, session.id, next);
        setPreferences(next);
      },
    }),
    [preferences, session.id],
  );
  const desk = useMemo(() => ({ api, session, renamed: sitting.renamed }), [api, session, sitting]);
  if (messages === null) return null;
  return (
    <WordsProvider messages={messages} language={language}>
      <DeskContext value={desk}>
        <PreferencesContext value={chosen}>
          <QueryClientProvider client={queries}>
            <Router base={BASE}>
              <Shell />
              <SessionEnded standing={standing} />
            </Router>
          </QueryClientProvider>
        </PreferencesContext>
      </DeskContext>
    </WordsProvider>
  );
}

/** null until they are there; the words of before while those of another language come. */
function useMessages(language: Language): Messages | null {
  const [messages, setMessages] = useState<Messages | null>(null);
  useEffect(() => {
    let wanted = true;
    MESSAGES[language]().then(({ default: read }) => {
      if (wanted) setMessages(read);
    });
    return () => {
      wanted = false;
    };
  }, [language]);
  return messages;
}
