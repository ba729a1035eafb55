/**
 * Enters a file's globals and functions into the session, under names that are unique in the whole program: a private name gets
 * its file's name as a prefix, an overload a number. Comes in: a parsed file; goes out: its unit, which is known to the session.
 */
import type * as ast from '../ast/ast.ts';
import type { GlobalSymbol } from '../program/program.ts';
import { placeText, type SourceFile } from '../source/source.ts';
import type { FunctionEntry, Session, Unit } from './session.ts';

export function addUnit(session: Session, file: ast.File): Unit {
  const unit: Unit = { file, privateGlobals: new Map(), privateFunctions: new Map() };
  session.units.push(unit);
  session.unitsByFile.set(file.source, unit);
  for (const item of file.items) {
    if (item.kind === 'Global') addGlobal(session, unit, item);
    else if (item.kind === 'FunctionDeclaration') addFunction(session, unit, item);
    else if (item.kind === 'EmbeddedCode' && file.source.origin === 'user')
      session.report.add('STSX2009', item.span, {});
  }
  return unit;
}

/** Pulls in a library file, once; undefined where it does not parse. */
export function addLibraryUnit(session: Session, source: SourceFile): Unit | undefined {
  if (session.unitsByFile.has(source)) return session.unitsByFile.get(source);
  const file = session.library.parse(source);
  if (file !== undefined) return addUnit(session, file);
  session.unitsByFile.set(source, undefined);
  return undefined;
}

function addGlobal(session: Session, unit: Unit, declaration: ast.Global): void {
  const { name } = declaration;
  const scope = declaration.isPrivate ? unit.privateGlobals : session.globals;
  const other = scope.get(name);
  if (other !== undefined) {
    session.report.add(
      'STSX2005',
      declaration.span,
      { name },
      {
        related: [
          { message: `also declared at ${placeText(other.declaration.span)}`, span: other.declaration.span },
        ],
      },
    );
    return;
  }
  const symbol: GlobalSymbol = {
    name: uniqueName(session, declaration.isPrivate ? privateName(unit, name) : name),
    displayName: name,
    declaration,
    origin: unit.file.source.origin,
    initialOverride: undefined,
  };
  scope.set(name, symbol);
}

/** User functions come before the library's in an overload chain, whatever their `:N` says among their own kind. */
const libraryPriority = 1;

function addFunction(session: Session, unit: Unit, declaration: ast.FunctionDeclaration): void {
  const { name } = declaration;
  if (unit.file.source.origin === 'user' && declaration.body.kind === 'EmbeddedCode') {
    session.report.add('STSX2009', declaration.body.span, {});
  }
  const scope = declaration.isPrivate ? unit.privateFunctions : session.functions;
  const entry: FunctionEntry = {
    name: uniqueName(session, declaration.isPrivate ? privateName(unit, name) : name, 'function'),
    declaration,
    unit,
    priority: declaration.priority ?? (unit.file.source.origin === 'user' ? 0 : libraryPriority),
  };
  const entries = scope.get(name);
  if (entries === undefined) scope.set(name, [entry]);
  else entries.push(entry);
}

function privateName(unit: Unit, name: string): string {
  const base = unit.file.source.name.replace(/^.*\//, '').replace(/\.stp$/, '');
  return `__private_${base.replaceAll(/\W/g, '_')}_${name}`;
}

/** Globals and functions are apart: a global and a function may share a name. */
export function uniqueName(
  session: Session,
  wanted: string,
  space: 'global' | 'function' = 'global',
): string {
  let name = wanted;
  for (let number = 2; session.uniqueNames.has(`${space} ${name}`); number++) name = `${wanted}__${number}`;
  session.uniqueNames.add(`${space} ${name}`);
  return name;
}
