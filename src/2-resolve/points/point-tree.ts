/**
 * All probe points that can be named, as a tree of components: the rows of the table of kinds, and the aliases of the script and
 * the library on top. Library aliases stand in it by name only; their file is parsed when a script uses one.
 */
import type * as ast from '../../ast/ast.ts';
import type { SourceFile } from '../../source/source.ts';
import { addLibraryUnit } from '../add-unit.ts';
import type { Session, Unit } from '../session.ts';
import { expandGroups } from './expand-groups.ts';
import { pointKinds } from './kinds.ts';
import type { PointKind } from './point-kind.ts';
import { pointText } from './point-text.ts';

export interface PointNode {
  /** By `name`, `name(number)` or `name(string)`. */
  readonly children: Map<string, PointNode>;
  /** What a point that ends here can be. */
  readonly kinds: PointKind[];
  readonly aliases: AliasSource[];
  /** What it is if it goes on in a way that no child has. */
  readonly rest: PointKind[];
}

export type AliasSource =
  | { readonly kind: 'parsed'; readonly definition: AliasDefinition }
  | { readonly kind: 'in-library'; readonly name: string; readonly file: SourceFile };

export interface AliasDefinition {
  readonly alias: ast.Alias;
  readonly unit: Unit;
}

export function createPointTree(session: Session): PointNode {
  const root = emptyNode();
  for (const kind of pointKinds) {
    const open = kind.shape.endsWith('.**');
    const node = nodeAt(root, kind.shape.replace(/\.\*\*$/, '').split('.'));
    if (open) node.rest.push(kind);
    else node.kinds.push(kind);
  }
  for (const { name, file } of session.library.aliases) {
    nodeAt(root, name.split('.')).aliases.push({ kind: 'in-library', name, file });
  }
  for (const unit of session.units) addAliases(session, root, unit);
  return root;
}

function addAliases(session: Session, root: PointNode, unit: Unit): void {
  for (const alias of unit.file.items) {
    if (alias.kind !== 'Alias') continue;
    for (const { components } of alias.names.flatMap(expandGroups)) {
      const withArgument = components.find((component) => component.argument !== undefined);
      if (withArgument !== undefined) {
        session.report.add('STSX2107', withArgument.span, { name: withArgument.name });
        continue;
      }
      const names = components.map((component) => component.name);
      nodeAt(root, names).aliases.push({ kind: 'parsed', definition: { alias, unit } });
    }
  }
}

function emptyNode(): PointNode {
  return { children: new Map(), kinds: [], aliases: [], rest: [] };
}

function nodeAt(root: PointNode, keys: readonly string[]): PointNode {
  let node = root;
  for (const key of keys) {
    let child = node.children.get(key);
    if (child === undefined) {
      child = emptyNode();
      node.children.set(key, child);
    }
    node = child;
  }
  return node;
}

export function keyOf(component: ast.NamedComponent): string {
  const { name, argument } = component;
  if (argument === undefined) return name;
  return `${name}(${argument.kind === 'NumberLiteral' ? 'number' : 'string'})`;
}

export function keyName(key: string): string {
  return key.replace(/\(.*$/, '');
}

/** The definitions behind a node's aliases, in the order of files; a library file may hold several of one name. */
export function aliasDefinitions(session: Session, node: PointNode): AliasDefinition[] {
  const definitions: AliasDefinition[] = [];
  const filesSeen = new Set<SourceFile>();
  for (const source of node.aliases) {
    if (source.kind === 'parsed') {
      definitions.push(source.definition);
      continue;
    }
    if (filesSeen.has(source.file)) continue;
    filesSeen.add(source.file);
    const unit = addLibraryUnit(session, source.file);
    if (unit === undefined) continue;
    for (const alias of aliasesNamed(session, unit, source.name)) definitions.push({ alias, unit });
  }
  return definitions;
}

/** A library file may hold hundreds, and `syscall.*` asks for each of them. */
function aliasesNamed(session: Session, unit: Unit, name: string): readonly ast.Alias[] {
  const known = session.aliases.get(unit);
  if (known !== undefined) return known.get(name) ?? [];
  const byName = new Map<string, ast.Alias[]>();
  for (const alias of unit.file.items) {
    if (alias.kind !== 'Alias') continue;
    const names = alias.names.flatMap(expandGroups).map(({ components }) => pointText(components));
    for (const each of new Set(names)) {
      const others = byName.get(each);
      if (others === undefined) byName.set(each, [alias]);
      else others.push(alias);
    }
  }
  session.aliases.set(unit, byName);
  return byName.get(name) ?? [];
}
