export { cy } from './cy.ts';
export { en } from './en.ts';
export { pl } from './pl.ts';
export { uk } from './uk.ts';
