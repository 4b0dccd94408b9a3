/**
 * Writes types as they are, without the schemas that they are inferred from. The contract's types are z.infer of its
 * schemas: whoever read them as they stand would need zod and the whole contract to know that an outcome is a word.
 */
import ts from 'typescript';

/** Deeper than any type of the contract nests; a type that holds itself would go on for ever. */
const DEPTH_MAX = 24;

/** What TypeScript writes in one word, and needs nothing else. */
const WORDS =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Null |
  ts.TypeFlags.Unknown;

/**
 * Declarations of the named exports of a module, each in plain types; where one holds another, by its name. Comments on
 * types and fields are kept. Throws for what can't be said in objects, arrays, unions and words, and for `any`.
 */
export function plainTypes(checker: ts.TypeChecker, module: ts.Symbol, names: readonly string[]): string {
  const exported = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]));
  const types = names.map((name) => {
    const found = exported.get(name);
    if (found === undefined) throw new Error(`${module.name} exports no ${name}`);
    const symbol = (found.flags & ts.SymbolFlags.Alias) === 0 ? found : checker.getAliasedSymbol(found);
    return { name, symbol, type: checker.getDeclaredTypeOfSymbol(symbol) };
  });
  // Two inferences of one schema are two types to TypeScript: what they say tells that they are one.
  const inFull = writer(checker, new Map());
  const known = new Map(types.map(({ name, type }) => [unindented(inFull(type, name)), name]));
  const write = writer(checker, known);
  return types
    .map(
      ({ name, symbol, type }) => `${comment(checker, symbol)}export type ${name} = ${write(type, name, 0, true)};\n`,
    )
    .join('\n');
}

/** A function that writes a type; `known` has the names of types, by what they are written as in full. */
function writer(checker: ts.TypeChecker, known: ReadonlyMap<string, string>) {
  const inFull = known.size === 0 ? undefined : writer(checker, new Map());

  function write(type: ts.Type, where: string, depth = 0, isDeclaration = false): string {
    if (depth > DEPTH_MAX) throw new Error(`${where}: nests deeper than ${DEPTH_MAX}`);
    const name = isDeclaration ? undefined : known.get(unindented(inFull?.(type, where) ?? ''));
    if (name !== undefined) return name;
    if ((type.flags & WORDS) !== 0) return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
    if (type.isUnion()) return union(type.types, where, depth, isDeclaration);
    if (checker.isArrayType(type)) {
      const [element] = checker.getTypeArguments(type as ts.TypeReference); // what isArrayType has just said
      if (element === undefined) throw new Error(`${where}: an array of what?`);
      return `Array<${write(element, `${where}[]`, depth)}>`;
    }
    const isPlain =
      (type.flags & ts.TypeFlags.Object) !== 0 &&
      type.getCallSignatures().length + type.getConstructSignatures().length === 0;
    if (isPlain && !checker.isTupleType(type)) return object(type, where, depth);
    throw new Error(`${where}: ${checker.typeToString(type)} can't be written in plain types`);
  }

  function union(parts: readonly ts.Type[], where: string, depth: number, isDeclaration: boolean): string {
    const written = new Set(parts.filter(isSomething).map((part) => write(part, where, depth)));
    if (written.delete('true') && written.delete('false')) written.add('boolean');
    const all = [...written].join(' | ');
    const something = (isDeclaration ? undefined : known.get(unindented(all))) ?? all;
    return parts.every(isSomething) ? something : `${something} | undefined`;
  }

  function object(type: ts.Type, where: string, depth: number): string {
    const indent = '  '.repeat(depth + 1);
    const fields = checker.getPropertiesOfType(type).map((field) => {
      const mark = (field.flags & ts.SymbolFlags.Optional) === 0 ? '' : '?';
      const key = /^[A-Za-z_]\w*$/.test(field.name) ? field.name : JSON.stringify(field.name);
      const value = write(checker.getTypeOfSymbol(field), `${where}.${field.name}`, depth + 1);
      return `${comment(checker, field, indent)}${indent}${key}${mark}: ${value};\n`;
    });
    for (const { keyType, type: value } of checker.getIndexInfosOfType(type)) {
      const key = checker.typeToString(keyType);
      fields.push(`${indent}[key: ${key}]: ${write(value, `${where}[${key}]`, depth + 1)};\n`);
    }
    return `{\n${fields.join('')}${'  '.repeat(depth)}}`;
  }

  return write;
}

const unindented = (text: string): string => text.replaceAll(/^ +/gm, '');
const isSomething = (type: ts.Type): boolean => (type.flags & ts.TypeFlags.Undefined) === 0;

function comment(checker: ts.TypeChecker, symbol: ts.Symbol, indent = ''): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  return text === '' ? '' : `${indent}/** ${text.replaceAll('\n', `\n${indent} * `)} */\n`;
}
