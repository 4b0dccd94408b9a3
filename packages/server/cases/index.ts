export { CaseDoor } from './door.ts';
export { joinByReport } from './join.ts';
export { keepWeighing } from './weigher.ts';
