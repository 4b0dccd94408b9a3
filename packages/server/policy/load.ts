/** Reads a policy from its file, and says where it is wrong or where it protects less than the one Kith ships. */
import { fileURLToPath } from 'node:url';
import { fieldOf, type Policy, policy as policySchema } from '@kith/contract';
import { problemsOfRule } from '@kith/engine';
import { type FileProblem, formatProblems, type ReadYaml, readYaml, readYamlFile } from '../ground/yaml/index.ts';
import { loadSecondLook } from '../second-look/index.ts';
import { type Concern, concernsOf } from './concerns.ts';

export type PolicyProblem = FileProblem;

export type ParsedPolicy =
  /** warnings name where it protects less than the shipped policy, or can't do what it seems to say */
  { ok: true; policy: Policy; warnings: readonly PolicyProblem[] } | { ok: false; problems: readonly PolicyProblem[] };

export const shippedPolicyPath = fileURLToPath(new URL('policy.yaml', import.meta.url));

let shipped: Policy | undefined;

/** The policy that Kith ships. Throws where the installation is damaged. */
export function loadShippedPolicy(): Policy {
  if (shipped === undefined) {
    const read = checked(readYamlFile(shippedPolicyPath, policySchema), shippedPolicyPath);
    if (!read.ok) throw new Error(`The shipped policy is damaged:\n${formatProblems(read.problems)}`);
    shipped = read.value;
  }
  return shipped;
}

/** Reads a policy's text; `name` is what the file is called in problems. Never throws on what it is given. */
export const parsePolicy = (text: string, name: string): ParsedPolicy =>
  judged(checked(readYaml(text, name, policySchema), name), name);

/** Reads a policy's file. Never throws on what is in it. */
export const loadPolicyFile = (path: string): ParsedPolicy =>
  judged(checked(readYamlFile(path, policySchema), path), path);

/** Rules are checked against what they can ask: a policy with one that can't be tried is refused whole. */
function checked(read: ReadYaml<Policy>, file: string): ReadYaml<Policy> {
  if (!read.ok) return read;
  const problems = read.value.rules.flatMap((rule, i) =>
    problemsOfRule(rule).map(({ path, message }): PolicyProblem => {
      const at = ['rules', i, ...path];
      return { file, ...read.locate(at), field: fieldOf(at), message };
    }),
  );
  const second = read.value.risk.secondLook;
  if (second !== undefined && second.mode !== 'off' && second.model !== loadSecondLook().version) {
    const path = ['risk', 'secondLook', 'model'];
    const message = `this Kith looks twice with ${loadSecondLook().version}, not with ${second.model}`;
    problems.push({ file, ...read.locate(path), field: fieldOf(path), message });
  }
  return problems.length === 0 ? read : { ok: false, problems };
}

function judged(read: ReadYaml<Policy>, file: string): ParsedPolicy {
  if (!read.ok) return read;
  const placed = ({ path, field, message }: Concern): PolicyProblem => ({ file, ...read.locate(path), field, message });
  return { ok: true, policy: read.value, warnings: concernsOf(read.value, loadShippedPolicy()).map(placed) };
}
