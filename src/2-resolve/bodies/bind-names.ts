/**
 * Binds the names in a body: private and public globals get their unique names, calls the head of their overload chain. Comes in: a body
 * as parsed, and the scope it stands in; goes out: a tree that shares no node with another bound one, since one alias body becomes part
 * of many probes: the first time what needs no change is taken as it is, later everything is copied. Dead branches are bound too: SystemTap refuses unknown names in them.
 */
import type * as ast from '../../ast/ast.ts';
import { mapChildren } from '../../ast/map.ts';
import type { GlobalSymbol } from '../../program/program.ts';
import { findFunctions, findGlobal } from '../find-name.ts';
import type { FunctionEntry, Session, Unit } from '../session.ts';
import { similarText } from '../similar-names.ts';
import { missingFunctions, notHereHint } from '../../tapset/not-here.ts';

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
  // The library's trees serve one script after another.
  const isFirst = scope.unit.file.source.origin === 'user' && !session.bound.has(root);
  session.bound.add(root);
  return bind(root) as Root;

  function bindChildren<Of extends ast.Node>(node: Of, replace: (child: ast.Node) => ast.Node): Of {
    const mapped = mapChildren(node, replace);
    return mapped === node && !isFirst ? { ...node } : mapped;
  }

  function named<Of extends ast.Identifier | ast.Call>(node: Of, name: string): Of {
    return name === node.name && isFirst ? node : { ...node, name };
  }

  function bind(node: ast.Node): ast.Node {
    switch (node.kind) {
      case 'Identifier':
        return bindIdentifier(node);
      case 'Index':
        return bindChildren(node, (child) =>
          child === node.base ? bindArray(node.base, node.keys.length) : bind(child),
        );
      case 'ForeachStatement':
        return bindChildren(node, (child) =>
          child === node.base ? bindBase(node.base, node.keys.length) : bind(child),
        );
      case 'Membership':
        return bindChildren(node, (child) =>
          child === node.base ? bindBase(node.base, node.keys.length) : bind(child),
        );
      case 'DeleteStatement':
        return bindChildren(node, (child) =>
          child.kind === 'Identifier' ? bindDeleted(child) : bind(child),
        );
      case 'Call':
        return named(bindChildren(node, bind), bindCall(node));
      default:
        return bindChildren(node, bind);
    }
  }

  function globalOf(name: string): GlobalSymbol | undefined {
    return scope.parameters.has(name) || scope.locals.has(name)
      ? undefined
      : findGlobal(session, scope.unit, name);
  }

  function bindIdentifier(node: ast.Identifier): ast.Identifier {
    const global = globalOf(node.name);
    if (global !== undefined && isHidden(global)) return named(node, `__local_${node.name}`);
    if (global !== undefined) return named(node, global.name);
    scope.locals.add(node.name);
    return named(node, node.name);
  }

  function isHidden(global: GlobalSymbol): boolean {
    return scope.hidesScript && global.origin === 'user';
  }

  function bindBase(base: ast.Identifier | ast.Histogram, arity: number): ast.Node {
    return base.kind === 'Identifier' ? bindArray(base, arity) : bind(base);
  }

  function bindArray(node: ast.Identifier, arity: number): ast.Identifier {
    const global = globalOf(node.name) ?? findGlobal(session, scope.unit, node.name);
    if (global !== undefined) return named(node, global.name);
    if (firstReport(session, `array ${node.name}`)) {
      session.report.add('STSX2003', node.span, { name: node.name, arity }, { hint: arrayHint(node.name) });
    }
    return named(node, node.name);
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
      const hint = notHereHint(call.name, missingFunctions);
      const similar = hint === undefined ? similarText(call.name, names) : '';
      session.report.add('STSX2001', call.token.span, { name: call.name, similar }, { hint });
    }
    return call.name;
  }
}

function firstReport(session: Session, key: string): boolean {
  if (session.reportedOnce.has(key)) return false;
  session.reportedOnce.add(key);
  return true;
}
