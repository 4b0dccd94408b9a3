export type { Access } from './access.ts';
export { limitAddresses } from './addresses.ts';
export { createHttp, type HttpApp, type HttpOptions, takerOf } from './app.ts';
export { about, parseJson, readBody, readJsonBody, tooLarge } from './body.ts';
export { documentRoutes, failures } from './docs.ts';
export { problemOf } from './failures.ts';
export { type HealthOptions, healthRoutes } from './health.ts';
export { FINISH_MAX_MS } from './limits.ts';
export { type HttpProblem, ProblemError } from './problems.ts';
