/**
 * Who may import whom: the directions in docs/ARCHITECTURE.md, so that a part can be understood, moved or rewritten alone.
 * Run by scripts/checks/layers.test.ts, which also proves that each rule bites.
 */
const TEST = '\\.test\\.ts$|/testing/';
/** Make what platforms install and what browsers load; aren't in it. */
const BUILDS = '^packages/(client/(build|bundle|plain-types)|console/(build|vite\\.config))\\.ts$';

/** Measures Kith on the simulated town: docs/decisions/0008-evaluation-may-use-the-town.md. */
const EVALUATION = '^packages/server/evaluation/';

/** A package, and the siblings that it may import. */
const SIBLINGS = {
  contract: [],
  engine: ['contract'],
  client: ['contract'],
  town: ['engine', 'contract', 'client'],
  console: ['contract', 'client'],
  server: ['contract', 'engine', 'client'],
};

/** The only doors of Kith's that a platform has: examples are what engineers copy. */
const PLATFORM_DOORS = '^packages/client/(index|notices/(index|server|headless))\\.ts$';

const directions = Object.entries(SIBLINGS).map(([name, allowed]) => ({
  name: `${name}-imports-only-its-own`,
  comment: `packages/${name} may import ${allowed.join(', ') || 'no sibling'}`,
  severity: 'error',
  from: { path: `^packages/${name}/`, ...(name === 'server' && { pathNot: EVALUATION }) },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'evaluation-may-use-the-town',
      comment: 'packages/server/evaluation may import what server may, and town',
      severity: 'error',
      from: { path: EVALUATION },
      to: { path: '^packages/', pathNot: `^packages/(${['server', 'town', ...SIBLINGS.server].join('|')})/` },
    },
    {
      name: 'sibling-only-through-its-door',
      comment: "a package's index.ts says what others may rely on; the rest may change",
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^packages/',
        pathNot:
          '^packages/$1/|^packages/([^/]+|client/notices)/index\\.ts$|^packages/client/notices/(headless|server)\\.ts$',
      },
    },
    {
      name: 'examples-have-what-a-platform-has',
      comment:
        'an example uses the client and its notices, and of the rest of Kith nothing; its tests start a Kith beside it',
      severity: 'error',
      from: { path: '^examples/', pathNot: TEST },
      to: { path: '^packages/', pathNot: PLATFORM_DOORS },
    },
    {
      name: 'engine-thinks-alone',
      comment: 'no I/O, no clock, no randomness: nothing of Node, no library without its reason here',
      severity: 'error',
      from: { path: '^packages/engine/', pathNot: TEST },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
        // reads the conditions of policy rules: its parser and type checker are functions of their text alone
        pathNot: '/@marcbachmann/cel-js/',
      },
    },
    {
      name: 'conditions-are-read-in-one-place',
      comment: 'the library that reads policy rules can do more than rules may: only what limits it may use it',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/engine/policy/rules/' },
      to: { path: '/@marcbachmann/cel-js/' },
    },
    {
      name: 'client-carries-nothing',
      comment: 'platforms ship the client to phones: types of the contract only, and no library',
      severity: 'error',
      from: { path: '^packages/client/', pathNot: [TEST, BUILDS] },
      to: { path: '^packages/contract/|node_modules', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'folder-only-through-its-door',
      comment:
        "inside server, a folder uses another through that folder's index.ts; its tests, what others' tests stand on",
      severity: 'error',
      from: { path: '^packages/server/([^/]+)/' },
      to: {
        path: '^packages/server/[^/]+/',
        pathNot: ['^packages/server/($1/|[^/]+/index\\.ts$|ground/[^/]+/index\\.ts$|node_modules/)', '/testing/'],
      },
    },
    {
      name: 'ground-stands-on-nothing',
      comment: 'every folder stands on ground; ground knows none of them',
      severity: 'error',
      from: { path: '^packages/server/ground/' },
      to: { path: '^packages/server/', pathNot: '^packages/server/(ground|node_modules)/' },
    },
    {
      name: 'tests-are-not-for-production',
      comment: 'what runs in production never imports a test or what tests stand on',
      severity: 'error',
      from: { path: '^(packages|examples)/', pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: 'no-development-library-in-production',
      comment: 'it would be missing after npm ci --omit=dev',
      severity: 'error',
      from: { path: '^(packages|examples)/', pathNot: [TEST, BUILDS] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/@types/' },
    },
    {
      name: 'no-cycle',
      comment: 'modules that need each other to start can only be understood together; types may refer to each other',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphan',
      comment:
        'nothing imports it and it imports nothing: nobody would miss it (what a page loads, its template names)',
      severity: 'error',
      from: { orphan: true, pathNot: ['(^|/)index\\.ts$', '\\.d\\.ts$', '/assets/', TEST] },
      to: {},
    },
    {
      name: 'nothing-unresolvable',
      comment: 'an import that leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
};
