/** What tests stand on: a database of their own, a browser. Never imported by what runs in production. */
export { type AxeProblem, axeProblems, findChromium, launchBrowser } from './browser.ts';
export { type Cluster, findPostgres, POSTGRES_MAJOR_MIN, startCluster } from './cluster.ts';
export { type FreshDatabase, freshDatabase, keyOfFolder, type Template } from './postgres.ts';
