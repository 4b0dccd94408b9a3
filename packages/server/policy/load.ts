/** Reads a policy from its file, and says where it is wrong or where it protects less than the one Kith ships. */
import { fileURLToPath } from 'node:url';
import { type Policy, policy as policySchema } from '@kith/contract';
import { type FileProblem, formatProblems, type ReadYaml, readYaml, readYamlFile } from '../ground/yaml/index.ts';
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
    const read = readYamlFile(shippedPolicyPath, policySchema);
    if (!read.ok) throw new Error(`The shipped policy is damaged:\n${formatProblems(read.problems)}`);
    shipped = read.value;
  }
  return shipped;
}

/** Reads a policy's text; `name` is what the file is called in problems. Never throws on what it is given. */
export const parsePolicy = (text: string, name: string): ParsedPolicy =>
  judged(readYaml(text, name, policySchema), name);

/** Reads a policy's file. Never throws on what is in it. */
export const loadPolicyFile = (path: string): ParsedPolicy => judged(readYamlFile(path, policySchema), path);

function judged(read: ReadYaml<Policy>, file: string): ParsedPolicy {
  if (!read.ok) return read;
  const placed = ({ path, field, message }: Concern): PolicyProblem => ({ file, ...read.locate(path), field, message });
  return { ok: true, policy: read.value, warnings: concernsOf(read.value, loadShippedPolicy()).map(placed) };
}
