export { pageAssetRoutes } from './assets.ts';
export { compressed } from './compressed.ts';
export type { FormFields } from './form.ts';
export { fill, inLanguage, LANGUAGES, type Language, languageOf } from './language.ts';
export { askedAgain, publicPages } from './plugin.ts';
export { type Frame, pagesIn, type RenderPage } from './render.ts';
export { govukFolder, unbranded } from './unbranded.ts';
export { frameWords } from './words.ts';
