/** The language of the one who sits here, for every component. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components';
import { type Formats, formatsOf } from './formats.ts';
import { type Language, LOCALE, type Messages, type Named, namedIn, type Say, sayIn } from './words.ts';

interface Words extends Formats {
  t: Say;
  named: Named;
  language: Language;
}

const Context = createContext<Words | null>(null);

export function WordsProvider(props: { messages: Messages; language: Language; children: ReactNode }) {
  const { messages, language, children } = props;
  const words = useMemo(
    () => ({ t: sayIn(messages, language), named: namedIn(messages), language, ...formatsOf(LOCALE[language]) }),
    [messages, language],
  );
  return (
    <I18nProvider locale={LOCALE[language]}>
      <Context value={words}>{children}</Context>
    </I18nProvider>
  );
}

export function useWords(): Words {
  const words = useContext(Context);
  if (words === null) throw new Error('there are no words around this component');
  return words;
}
