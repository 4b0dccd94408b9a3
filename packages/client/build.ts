/**
 * Makes the client a package that any platform can install: plain ES modules, declarations that need nothing else, and
 * a package.json of its own. Node refuses TypeScript inside node_modules, so the sources alone can't be that package.
 * `npm run build -w @kith/client` makes it in packages/client/dist; `npm run client:pack` makes a tarball of that.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { plainTypes } from './plain-types.ts';

const here = import.meta.dirname;
const root = join(here, '../..');
const CONTRACT = '@kith/contract';
/** Where the package has the contract's types: contract.d.ts, which has no code. */
const CONTRACT_HERE = './contract.js';

/** Every file of the package by its name, with its text. Throws where the client doesn't compile. */
function files(): Map<string, string> {
  const made = new Map<string, string>();
  const program = ts.createProgram([join(here, 'index.ts')], compilerOptions());
  const sources = program.getSourceFiles().filter(({ fileName }) => join(fileName, '..') === here);
  const wrong = sources.flatMap((source) => [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
    ...program.getDeclarationDiagnostics(source),
  ]);
  if (wrong.length > 0) throw new Error(said(wrong));
  for (const source of sources) {
    program.emit(source, (path, text) => made.set(basename(path), withPackagePaths(text)));
  }
  made.set('contract.d.ts', contractTypes(program.getTypeChecker(), sources));
  return made.set('package.json', `${JSON.stringify(manifest(), null, 2)}\n`);
}

/** The repository's own options, but for what a package needs. No types of Node: it must run in browsers too. */
function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options, errors } = ts.convertCompilerOptionsFromJson(config?.compilerOptions, root);
  if (errors.length > 0) throw new Error(said(errors));
  return {
    ...options,
    noEmit: false,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    // what Node 20 and the browsers of its time understand
    target: ts.ScriptTarget.ES2022,
    types: [],
  };
}

const said = (wrong: readonly ts.Diagnostic[]): string =>
  ts.formatDiagnostics(wrong, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => '\n',
  });

/** Leads imports to the files of the package: TypeScript mends the paths in modules, but not those in declarations. */
function withPackagePaths(text: string): string {
  let mended = text;
  for (const { fileName: from } of ts.preProcessFile(text).importedFiles) {
    const to = from === CONTRACT ? CONTRACT_HERE : from.replace(/\.ts$/, '.js');
    for (const quote of [`'`, `"`]) mended = mended.replaceAll(quote + from + quote, quote + to + quote);
  }
  return mended;
}

/** What the client uses or passes on of the contract. */
function contractTypes(checker: ts.TypeChecker, sources: readonly ts.SourceFile[]): string {
  const names = new Set<string>();
  let contract: ts.Symbol | undefined;
  for (const statement of sources.flatMap((source) => [...source.statements])) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    const from = statement.moduleSpecifier;
    if (from === undefined || !ts.isStringLiteral(from) || from.text !== CONTRACT) continue;
    contract = checker.getSymbolAtLocation(from);
    const named = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause;
    if (named === undefined || (!ts.isNamedImports(named) && !ts.isNamedExports(named))) {
      throw new Error(`the client must name what it takes from ${CONTRACT}: ${statement.getText()}`);
    }
    for (const { name, propertyName } of named.elements) names.add((propertyName ?? name).text);
  }
  if (contract === undefined) throw new Error(`the client takes nothing from ${CONTRACT}`);
  return `/** What platforms and Kith say to each other. Made from Kith's contract: change it there. */\n\n${plainTypes(checker, contract, [...names].sort())}`;
}

function manifest(): object {
  const { name, version, description, license, engines } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  const exports = { '.': { types: './index.d.ts', default: './index.js' } };
  return { name, version, description, license, type: 'module', sideEffects: false, engines, exports };
}

/** Makes the package in a folder, which is emptied first. */
export function build(folder: string): void {
  const made = files();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of made) writeFileSync(join(folder, name), text);
  copyFileSync(join(here, 'README.md'), join(folder, 'README.md'));
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  // the notices after the first paragraph are about what the client doesn't contain
  const [ours = ''] = readFileSync(join(root, 'NOTICE'), 'utf8').split('\n\n');
  writeFileSync(join(folder, 'NOTICE'), `${ours.trimEnd()}\n`);
}

if (import.meta.main) {
  build(join(here, 'dist'));
  console.log('Made packages/client/dist. A tarball of it: npm run client:pack');
}
