/**
 * All probe points that can be named, as a tree of components: the rows of the table of kinds, and the aliases of the script and
 * the library on top. Library aliases stand in it by name only; their file is parsed when a script uses one.
 */
import type * as ast from '../../ast/ast.ts';
import type { SourceFile } from '../../source/source.ts';
import type { Library } from '../../tapset/library.ts';
import { addLibraryUnit } from '../add-unit.ts';
import type { Session, Unit } from '../session.ts';
import { expandGroups } from './expand-groups.ts';
import { pointKinds } from './kinds.ts';
import type { PointKind } from './point-kind.ts';
import { pointText } from './point-text.ts';

export interface PointNode {
  /** By `name`, `name(number)` or `name(string)`. */
  readonly children: ReadonlyMap<string, PointNode>;
  /** What a point that ends here can be. */
  readonly kinds: readonly PointKind[];
  readonly aliases: readonly AliasSource[];
  /** What it is if it goes on in a way that no child has. */
  readonly rest: readonly PointKind[];
}

export type AliasSource =
  | { readonly kind: 'parsed'; readonly definition: AliasDefinition }
  | { readonly kind: 'in-library'; readonly name: string; readonly file: SourceFile };

export interface AliasDefinition {
  readonly alias: ast.Alias;
  readonly unit: Unit;
}

export function createPointTree(session: Session): PointNode {
  let root = libraryTree(session.library.aliases);
  for (const unit of session.units) {
    for (const { names, definition } of aliasesOf(session, unit)) {
      root = withAlias(root, names, { kind: 'parsed', definition });
    }
  }
  return root;
}

/** A tree that is being built. */
interface GrowingNode {
  readonly children: Map<string, GrowingNode>;
  readonly kinds: PointKind[];
  readonly aliases: AliasSource[];
  readonly rest: PointKind[];
}

/** It has thousands of points, and scripts that are checked together share it. */
const treeOfLibrary = new WeakMap<Library['aliases'], PointNode>();

function libraryTree(aliases: Library['aliases']): PointNode {
  const known = treeOfLibrary.get(aliases);
  if (known !== undefined) return known;
  const root = emptyNode();
  for (const kind of pointKinds) {
    const open = kind.shape.endsWith('.**');
    const node = nodeAt(root, kind.shape.replace(/\.\*\*$/, '').split('.'));
    if (open) node.rest.push(kind);
    else node.kinds.push(kind);
  }
  for (const { name, file } of aliases) {
    nodeAt(root, name.split('.')).aliases.push({ kind: 'in-library', name, file });
  }
  treeOfLibrary.set(aliases, root);
  return root;
}

function* aliasesOf(
  session: Session,
  unit: Unit,
): Generator<{ readonly names: readonly string[]; readonly definition: AliasDefinition }> {
  for (const alias of unit.file.items) {
    if (alias.kind !== 'Alias') continue;
    for (const { components } of alias.names.flatMap(expandGroups)) {
      const withArgument = components.find((component) => component.argument !== undefined);
      if (withArgument === undefined) {
        yield { names: components.map((component) => component.name), definition: { alias, unit } };
      } else {
        session.report.add('STSX2107', withArgument.span, { name: withArgument.name });
      }
    }
  }
}

/** The tree with one more alias; the given one stays as it is. */
function withAlias(node: PointNode, names: readonly string[], alias: AliasSource): PointNode {
  const [name, ...rest] = names;
  if (name === undefined) return { ...node, aliases: [...node.aliases, alias] };
  const child = withAlias(node.children.get(name) ?? emptyNode(), rest, alias);
  return { ...node, children: new Map(node.children).set(name, child) };
}

function emptyNode(): GrowingNode {
  return { children: new Map(), kinds: [], aliases: [], rest: [] };
}

function nodeAt(root: GrowingNode, keys: readonly string[]): GrowingNode {
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
