/** The rules that TypeScript, Biome, Knip and dependency-cruiser can't say. Each has its reason, and a proof in tidy.test.ts. */
import ts from 'typescript';

/** One place that breaks a rule, as `path:line what is wrong`. */
export type Problem = string;

/** A source file, with its path from the root of the repository. */
export interface Source {
  readonly path: string;
  readonly file: ts.SourceFile;
}

/** A file past this is looking for its seams, lines. */
export const FILE_LINES_MAX = 400;

function at({ path, file }: Source, node: ts.Node, what: string): Problem {
  return `${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1} ${what}`;
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

const isTest = (path: string) => path.endsWith('.test.ts') || path.includes('/testing/');

/** Long files are read by nobody. */
export function longFile(source: Source): Problem[] {
  const lines = source.file.getLineStarts().length - 1;
  return lines > FILE_LINES_MAX ? [`${source.path}:1 has ${lines} lines; the most is ${FILE_LINES_MAX}`] : [];
}

const IMPURE = new Set(
  ['Date', 'performance', 'crypto', 'process', 'globalThis', 'setTimeout', 'setInterval', 'setImmediate'].concat([
    'queueMicrotask',
    'fetch',
    'console',
    'Temporal',
    'navigator',
    'require',
  ]),
);
/** What a name in IMPURE offers that depends on its arguments alone. */
const PURE_MEMBERS = new Set(['Date.parse', 'Date.UTC']);

/**
 * The engine has no clock, no randomness and no I/O: replaying the log must reproduce every decision (design rule 3).
 * Its imports are dependency-cruiser's affair; this is about what needs no import.
 */
export function impureEngine(source: Source): Problem[] {
  if (!source.path.startsWith('packages/engine/') || isTest(source.path)) return [];
  const problems: Problem[] = [];
  walk(source.file, (node) => {
    const parent = node.parent;
    if (ts.isPropertyAccessExpression(node) && node.getText(source.file) === 'Math.random') {
      problems.push(at(source, node, 'Math.random: the engine has no randomness'));
    }
    if (!ts.isIdentifier(node) || !IMPURE.has(node.text)) return;
    const isNameOnly =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent)) &&
        parent.name === node);
    if (isNameOnly || PURE_MEMBERS.has(parent.getText(source.file))) return;
    problems.push(at(source, node, `${node.text}: the engine has no clock, no randomness and no I/O`));
  });
  return problems;
}

/**
 * A switch over a union says what an unknown case is: a type error (`default: x satisfies never`) or a loud one (`throw`).
 * Else an event type or outcome that is added later silently does nothing.
 */
export function silentSwitch(source: Source, checker: ts.TypeChecker): Problem[] {
  if (isTest(source.path)) return [];
  const problems: Problem[] = [];
  walk(source.file, (node) => {
    if (!ts.isSwitchStatement(node) || !isUnionOfLiterals(checker.getTypeAtLocation(node.expression))) return;
    const fallback = node.caseBlock.clauses.find(ts.isDefaultClause);
    if (fallback === undefined) problems.push(at(source, node, 'switch over a union without a default'));
    else if (!isLoud(fallback)) {
      problems.push(at(source, fallback, 'default of a switch over a union: neither `satisfies never` nor a throw'));
    }
  });
  return problems;
}

function isUnionOfLiterals(type: ts.Type): boolean {
  return (
    type.isUnion() && type.types.every((part) => part.isLiteral() || (part.flags & ts.TypeFlags.BooleanLiteral) !== 0)
  );
}

function isLoud(clause: ts.DefaultClause): boolean {
  let loud = false;
  walk(clause, (node) => {
    if (ts.isThrowStatement(node)) loud = true;
    if (ts.isSatisfiesExpression(node) && node.type.kind === ts.SyntaxKind.NeverKeyword) loud = true;
  });
  return loud;
}

/** The log is structured and free of what people wrote; console.log is neither. The CLI talks to a person. */
export function strayConsole(source: Source): Problem[] {
  const { path, file } = source;
  if (!path.startsWith('packages/server/') || path.startsWith('packages/server/cli/') || isTest(path)) return [];
  const problems: Problem[] = [];
  walk(file, (node) => {
    if (ts.isPropertyAccessExpression(node) && node.expression.getText(file) === 'console') {
      problems.push(at(source, node, `${node.getText(file)}: use the log`));
    }
  });
  return problems;
}

/** Every limit has a unit and a reason, where the one who meets it can read them. */
export function unexplainedLimit(source: Source): Problem[] {
  if (isTest(source.path)) return [];
  const problems: Problem[] = [];
  for (const statement of source.file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name } of statement.declarationList.declarations) {
      const text = name.getText(source.file);
      if (!/^[A-Z][A-Z0-9_]*_(MAX|MIN)(_|$)/.test(text)) continue;
      if (ts.getJSDocCommentsAndTags(statement).length === 0) {
        problems.push(at(source, statement, `${text}: a limit without a comment that says its unit and its reason`));
      }
    }
  }
  return problems;
}

/** What is unfinished is an issue, where somebody will find it. */
export function unfinished(source: Source): Problem[] {
  const problems: Problem[] = [];
  source.file.text.split('\n').forEach((line, index) => {
    const found = /\b(TO[D]O|FIX[M]E|XX[X])\b/.exec(line);
    if (found !== null) problems.push(`${source.path}:${index + 1} ${found[0]}: write an issue instead`);
  });
  return problems;
}
