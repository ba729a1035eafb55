/**
 * Binds the names in a body: private and public globals get their unique names, calls the head of their overload chain. Comes in: a body
 * as parsed, and the scope it stands in; goes out: a copy that shares no node with the original, since one alias body becomes part
 * of many probes. Dead branches are bound too: SystemTap refuses unknown names in them.
 */
import type * as ast from '../../ast/ast.ts';
import { mapChildren } from '../../ast/map.ts';
import type { GlobalSymbol } from '../../program/program.ts';
import { findFunctions, findGlobal } from '../find-name.ts';
import type { FunctionEntry, Session, Unit } from '../session.ts';
import { similarText } from '../similar-names.ts';

export interface Scope {
  readonly unit: Unit;
  /** A library function's: a script's globals are not to get into it by having the name of one of its locals. */
  readonly hidesScript: boolean;
  readonly parameters: ReadonlySet<string>;
  /** By mention; pieces of one probe share them. */
  readonly locals: Set<string>;
  /** Told of every function that a call names. */
  readonly onCall: (head: FunctionEntry) => void;
}

export function bindNames<Root extends ast.Block | ast.Expression>(
  session: Session,
  root: Root,
  scope: Scope,
): Root {
  return bind(root) as Root;

  function bind(node: ast.Node): ast.Node {
    switch (node.kind) {
      case 'Identifier':
        return bindIdentifier(node);
      case 'Index':
        return copyChildren(node, (child) =>
          child === node.base ? bindArray(node.base, node.keys.length) : bind(child),
        );
      case 'ForeachStatement':
        return copyChildren(node, (child) =>
          child === node.base ? bindBase(node.base, node.keys.length) : bind(child),
        );
      case 'Membership':
        return copyChildren(node, (child) =>
          child === node.base ? bindBase(node.base, node.keys.length) : bind(child),
        );
      case 'DeleteStatement':
        return copyChildren(node, (child) =>
          child.kind === 'Identifier' ? bindDeleted(child) : bind(child),
        );
      case 'Call':
        return { ...copyChildren(node, bind), name: bindCall(node) };
      default:
        return copyChildren(node, bind);
    }
  }

  function globalOf(name: string): GlobalSymbol | undefined {
    return scope.parameters.has(name) || scope.locals.has(name)
      ? undefined
      : findGlobal(session, scope.unit, name);
  }

  function bindIdentifier(node: ast.Identifier): ast.Identifier {
    const global = globalOf(node.name);
    if (global !== undefined && isHidden(global)) return { ...node, name: `__local_${node.name}` };
    if (global !== undefined) return { ...node, name: global.name };
    scope.locals.add(node.name);
    return { ...node };
  }

  function isHidden(global: GlobalSymbol): boolean {
    return scope.hidesScript && global.origin === 'user';
  }

  function bindBase(base: ast.Identifier | ast.Histogram, arity: number): ast.Node {
    return base.kind === 'Identifier' ? bindArray(base, arity) : bind(base);
  }

  function bindArray(node: ast.Identifier, arity: number): ast.Identifier {
    const global = globalOf(node.name) ?? findGlobal(session, scope.unit, node.name);
    if (global !== undefined) return { ...node, name: global.name };
    if (firstReport(session, `array ${node.name}`)) {
      session.report.add('STSX2003', node.span, { name: node.name, arity }, { hint: arrayHint(node.name) });
    }
    return { ...node };
  }

  function arrayHint(name: string): string | undefined {
    const similar = similarText(
      name,
      [...session.globals.values()]
        .filter(({ origin }) => origin === 'user')
        .map(({ displayName }) => displayName),
    );
    return similar === '' ? undefined : `did you mean${similar.replace(' (similar:', '').replace(')', '')}?`;
  }

  function bindDeleted(node: ast.Identifier): ast.Identifier {
    const known = scope.parameters.has(node.name) || scope.locals.has(node.name);
    if (!known && globalOf(node.name) === undefined) {
      session.report.add('STSX2004', node.span, { name: node.name });
    }
    return bindIdentifier(node);
  }

  function bindCall(call: ast.Call): string {
    const functions = findFunctions(session, scope.unit, call.name);
    const arity = call.arguments.length;
    const head = functions.find(({ declaration }) => declaration.parameters.length === arity);
    if (head !== undefined) {
      scope.onCall(head);
      return head.name;
    }
    const other = functions.at(-1);
    if (other !== undefined) {
      const count = other.declaration.parameters.length;
      const related = [{ message: 'declared here', span: other.declaration.token.span }];
      session.report.add('STSX2002', call.token.span, { name: call.name, count }, { related });
    } else if (firstReport(session, `function ${call.name}`)) {
      const names = [...session.functions.keys(), ...session.library.functionNames].filter(
        (name) => !name.startsWith('_'),
      );
      session.report.add('STSX2001', call.token.span, {
        name: call.name,
        similar: similarText(call.name, names),
      });
    }
    return call.name;
  }
}

/** Always a new node, with the leaves below it new as well. */
function copyChildren<Of extends ast.Node>(node: Of, replace: (child: ast.Node) => ast.Node): Of {
  const mapped = mapChildren(node, replace);
  return mapped === node ? { ...node } : mapped;
}

function firstReport(session: Session, key: string): boolean {
  if (session.reportedOnce.has(key)) return false;
  session.reportedOnce.add(key);
  return true;
}
