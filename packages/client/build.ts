/**
 * Makes the client a package that any platform can install: plain ES modules, declarations that need nothing else, the web
 * components as files for a page (bundle.ts), and a package.json of its own. Node refuses TypeScript inside node_modules, so the sources alone can't be that package.
 * `npm run build -w @kith/client` makes it in packages/client/dist; `npm run client:pack` makes a tarball of that.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { bundle } from './bundle.ts';
import { plainTypes } from './plain-types.ts';

const here = import.meta.dirname;
const root = join(here, '../..');
const CONTRACT = '@kith/contract';
/** Where the package has the contract's types: contract.d.ts, which has no code. */
const CONTRACT_HERE = 'contract.js';

/** Where the package has the files that pages load as they are. */
const PAGE_FILES = 'notices/page';

/** What platforms import, by the name that they import it by: @kith/client, @kith/client/notices ... */
const DOORS = {
  '.': 'index',
  './notices': 'notices/index',
  './notices/headless': 'notices/headless',
  './notices/server': 'notices/server',
} as const;

/** Every file of the package by its name, with its text. Throws where the client doesn't compile. */
function files(): Map<string, string> {
  const made = new Map<string, string>();
  const doors = Object.values(DOORS).map((door) => join(here, `${door}.ts`));
  const program = ts.createProgram(doors, compilerOptions());
  const sources = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${here}/`));
  const wrong = sources.flatMap((source) => [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
    ...program.getDeclarationDiagnostics(source),
  ]);
  if (wrong.length > 0) throw new Error(said(wrong));
  for (const source of sources) {
    program.emit(source, (path, text) => {
      const name = relative(here, path);
      made.set(name, withPackagePaths(text, name));
    });
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
function withPackagePaths(text: string, name: string): string {
  const up = relative(dirname(name), '.');
  const contract = up === '' ? `./${CONTRACT_HERE}` : `${up}/${CONTRACT_HERE}`;
  let mended = text;
  for (const { fileName: from } of ts.preProcessFile(text).importedFiles) {
    const to = from === CONTRACT ? contract : from.replace(/\.ts$/, '.js');
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
  const doors = Object.entries(DOORS).map(([door, file]) => [
    door,
    { types: `./${file}.d.ts`, default: `./${file}.js` },
  ]);
  const exports = Object.fromEntries([...doors, ['./notices/kith-notices*.js', `./${PAGE_FILES}/kith-notices*.js`]]);
  // the files for pages define the elements when they are loaded
  const sideEffects = [`./${PAGE_FILES}/*.js`];
  return { name, version, description, license, type: 'module', sideEffects, engines, exports };
}

/** Makes the package in a folder, which is emptied first. */
export async function build(folder: string): Promise<void> {
  const made = files();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of made) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  await bundle(join(folder, PAGE_FILES));
  copyFileSync(join(here, 'README.md'), join(folder, 'README.md'));
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  // the notices after the first paragraph are about what the client doesn't contain
  const [ours = ''] = readFileSync(join(root, 'NOTICE'), 'utf8').split('\n\n');
  writeFileSync(join(folder, 'NOTICE'), `${ours.trimEnd()}\n`);
}

if (import.meta.main) {
  await build(join(here, 'dist'));
  console.log('Made packages/client/dist. A tarball of it: npm run client:pack');
}
