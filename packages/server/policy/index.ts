export { formatProblems } from '../ground/yaml/index.ts';
export {
  loadPolicyFile,
  loadShippedPolicy,
  type ParsedPolicy,
  type PolicyProblem,
  parsePolicy,
  shippedPolicyPath,
} from './load.ts';
export { policyRoutes } from './routes.ts';
export {
  listPolicyVersions,
  otherRulesOf,
  type PolicyVersion,
  policiesOfVersion,
  recordPolicy,
} from './versions.ts';
