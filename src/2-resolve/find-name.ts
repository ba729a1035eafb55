/** Looks a name up: the file's own private ones first, then the public ones, then library files not yet pulled in. */
import type * as ast from '../ast/ast.ts';
import type { GlobalSymbol } from '../program/program.ts';
import type { SourceFile } from '../source/source.ts';
import { addLibraryUnit } from './add-unit.ts';
import type { FunctionEntry, Session, Unit } from './session.ts';

export function findGlobal(session: Session, unit: Unit, name: string): GlobalSymbol | undefined {
  const known = unit.privateGlobals.get(name) ?? session.globals.get(name);
  if (known !== undefined) return known;
  pullIn(session, session.library.filesWithGlobal(name), 'Global', name);
  return session.globals.get(name);
}

/**
 * Every function of that name, of any arity, in the order of their overload chains. The library's are found too where the
 * user has defined the name: they are what a user's function falls back to with `next`.
 */
export function findFunctions(session: Session, unit: Unit, name: string): readonly FunctionEntry[] {
  pullIn(session, session.library.filesWithFunction(name), 'FunctionDeclaration', name);
  const entries = [...(unit.privateFunctions.get(name) ?? []), ...(session.functions.get(name) ?? [])];
  return entries.sort((a, b) => a.priority - b.priority);
}

/** A file only seems to define the name: the parsed file decides. */
function pullIn(
  session: Session,
  files: readonly SourceFile[],
  kind: 'Global' | 'FunctionDeclaration',
  name: string,
): void {
  const key = `${kind} ${name}`;
  if (session.lookedUp.has(key)) return;
  session.lookedUp.add(key);
  const defines = (item: ast.Item): boolean => item.kind === kind && item.name === name;
  for (const file of files) {
    if (session.library.parse(file)?.items.some(defines) === true) addLibraryUnit(session, file);
  }
}
