/** The words that people read, by their key and in a language: a test that looks for them so holds in every language. */
import welsh from '../../../console/words/words.cy.json' with { type: 'json' };
import english from '../../../console/words/words.en.json' with { type: 'json' };
import { type Language, type Messages, type Say, sayIn } from '../../../console/words/words.ts';

const messages: Readonly<Record<Language, Messages>> = { en: english, cy: welsh };

/** The console's words, as it says them. */
export const consoleSays = (language: Language): Say => sayIn(messages[language], language);
