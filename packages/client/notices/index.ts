/** What shows Kith's notices in an app: web components, and what they stand on. Without a framework or a dependency. */
export * from './components.ts';
export { cy, en, pl, uk } from './words/index.ts';
