export * from './decisions.ts';
export * from './events.ts';
export * from './policy.ts';
export * from './problem.ts';
export * from './risk.ts';
export * from './rules.ts';
export * from './webhooks.ts';
export * from './words.ts';
