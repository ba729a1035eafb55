/** What stands at the top of a file. stap(1), sections VARIABLES, FUNCTIONS and EMBEDDED C. */
import type { IToken } from 'chevrotain';
import type * as syntax from '../../../grammar/syntax.ts';
import type * as ast from '../../ast/ast.ts';
import { buildLiteral, numberValue } from './build-literal.ts';
import { buildProbe } from './build-probe.ts';
import { buildBlock } from './build-statement.ts';
import { at, atToken, isTrustedAt, problem, type Building } from './building.ts';

/** An array has a number of elements that a C int holds. */
const largestSize = 0x7fffffffn;

/** What `take` is given, in the order of the file, is in `built`. */
export function itemBuilder(building: Building): {
  readonly built: ast.Item[];
  readonly take: (item: syntax.ItemSyntax) => void;
} {
  const globals = new Map<string, { readonly isPrivate: boolean }>();
  const built: ast.Item[] = [];
  const take = (item: syntax.ItemSyntax): void => {
    switch (item.kind) {
      case 'probe':
        built.push(buildProbe(item, building));
        break;
      case 'function':
        built.push(buildFunction(item, { ...building, inFunction: true }));
        break;
      case 'code':
        built.push(buildCode(item, building));
        break;
      case 'globals':
        for (const declaration of item.declarations) {
          const global = buildGlobal(declaration, item.isPrivate, building);
          checkName(global, declaration.first, globals, building);
          built.push(global);
        }
        break;
    }
  };
  return { built, take };
}

/** In one file a name is declared once, and is either private or not. */
function checkName(
  global: ast.Global,
  token: IToken,
  globals: Map<string, { readonly isPrivate: boolean }>,
  building: Building,
): void {
  const earlier = globals.get(global.name);
  if (earlier === undefined) globals.set(global.name, global);
  else if (earlier.isPrivate === global.isPrivate) problem(building, 'STSX1014', token, {});
  else problem(building, 'STSX1015', token, {});
}

function buildGlobal(node: syntax.GlobalSyntax, isPrivate: boolean, building: Building): ast.Global {
  if (node.assign !== undefined && (node.size !== undefined || node.wrap)) {
    problem(building, 'STSX1017', node.assign, {});
  }
  const initial = node.initial === undefined ? undefined : buildLiteral(node.initial, building);
  return {
    kind: 'Global',
    name: node.first.image,
    isPrivate,
    wrap: node.wrap,
    size: node.size === undefined ? undefined : arraySize(node.size, building),
    initial,
    ...at(building, node.first, node.first, node.last),
  };
}

function arraySize(token: IToken, building: Building): number {
  const size = numberValue(token, building);
  if (size < 1n || size > largestSize) problem(building, 'STSX1016', token, {});
  return Number(size);
}

function buildFunction(node: syntax.FunctionSyntax, building: Building): ast.FunctionDeclaration {
  const names = new Set<string>();
  for (const { name } of node.parameters) {
    if (names.has(name.image)) problem(building, 'STSX1013', name, {});
    names.add(name.image);
  }
  return {
    kind: 'FunctionDeclaration',
    name: node.name.image,
    isPrivate: node.isPrivate,
    type: typeName(node.type),
    parameters: node.parameters.map(({ name, type }) => ({
      kind: 'Parameter',
      name: name.image,
      type: typeName(type),
      ...at(building, name, name, type ?? name),
    })),
    priority: node.priority === undefined ? undefined : priority(node.priority, building),
    body: node.body.kind === 'code' ? buildCode(node.body, building) : buildBlock(node.body, building),
    ...at(building, node.name, node.first, node.last),
  };
}

function priority(token: IToken, building: Building): number {
  const value = numberValue(token, building);
  if (value < 1n) problem(building, 'STSX1018', token, {});
  return Number(value);
}

function typeName(token: IToken | undefined): ast.TypeName | undefined {
  if (token === undefined) return undefined;
  return token.image === 'string' ? 'string' : 'long';
}

function buildCode(node: syntax.CodeSyntax, building: Building): ast.EmbeddedCode {
  if (!isTrustedAt(building, node.token)) problem(building, 'STSX1019', node.token, { what: 'code' });
  return { kind: 'EmbeddedCode', code: node.token.image.slice(2, -2), ...atToken(building, node.token) };
}
