export type { Helpline } from './helplines.ts';
export {
  type LoadedWords,
  languageShown,
  loadShippedWords,
  loadWords,
  quietHoursIn,
  shippedWordsFolder,
  unverifiedHelplines,
  type Words,
} from './load.ts';
export { isMaterial, sayMaterial } from './material.ts';
export { renderBeside, renderContribution, renderDecision, renderNotice, renderReason, saidOfRisk } from './render.ts';
export { loadShippedTerms, sayLink, sayTerm, sayTermAlone, type TermWords } from './terms.ts';
