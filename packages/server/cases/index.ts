export { CaseDoor } from './door.ts';
export { expose } from './exposure.ts';
export { trustOf } from './facts.ts';
export { joinByReport } from './join.ts';
export { pseudonymsOf } from './people.ts';
export { type CaseRoutesOptions, caseRoutes } from './routes.ts';
export { type Judged, whyBarred } from './view.ts';
export { keepWeighing } from './weigher.ts';
export { inLanguage, sayCategory, sayCause, sayQueue, saySignal } from './words.ts';
