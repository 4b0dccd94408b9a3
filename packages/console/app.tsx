/** The console: who sits here, in which language, and around every screen what all of them use. */

import type { SessionView } from '@kith/contract';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { Router } from 'wouter';
import { type Api, ApiProblem, apiOf } from './api/http.ts';
import { DeskContext } from './api/use-api.tsx';
import { isIdle } from './shell/idle.ts';
import { DEFAULTS, loadPreferences, type Preferences, savePreferences } from './shell/preferences.ts';
import { Shell } from './shell/shell.tsx';
import { PreferencesContext } from './shell/use-preferences.tsx';
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

function toSignIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/signin?to=${encodeURIComponent(pathname + search)}`);
}

interface Started {
  api: Api;
  session: SessionView;
}

async function begin(): Promise<Started> {
  let csrf: string | null = null;
  const api = apiOf({
    fetch: window.fetch.bind(window),
    csrf: () => csrf,
    idle: isIdle,
    language: () => document.documentElement.lang,
    signIn: toSignIn,
  });
  const session = await api.get<SessionView>('/v1/session');
  csrf = session.csrf;
  return { api, session };
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
  if (problem !== null) {
    const away = problem instanceof ApiProblem && problem.status === 401;
    return away ? null : <p className="alone">Kith: {problem.message}</p>;
  }
  return started === null ? null : <Started {...started} />;
}

function Started({ api, session }: Started) {
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
  const [pseudonym, renamed] = useState(session.pseudonym);
  const desk = useMemo(() => ({ api, session: { ...session, pseudonym }, renamed }), [api, session, pseudonym]);
  if (messages === null) return null;
  return (
    <WordsProvider messages={messages} language={language}>
      <DeskContext value={desk}>
        <PreferencesContext value={chosen}>
          <QueryClientProvider client={queries}>
            <Router base={BASE}>
              <Shell />
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
