/**
 * Type errors, each place once. Silent until inference has told all it can: what is wrong is reported in the order of the script, not
 * in the order in which it was found out. Types that cannot be used as values wait longer, for the report of what stayed open.
 */
import type * as ast from '../../ast/ast.ts';
import type { Diagnostic, Report } from '../../diagnostics/report.ts';
import { tokenText } from '../token-text.ts';
import { typeName, type Slot, type Type } from './slots.ts';

export interface Problems {
  /** From now on problems are reported. */
  speak(): void;
  /** How often there was something to report, said or not. */
  readonly met: number;
  mismatch(token: ast.TokenRef, expected: Type, found: Type): void;
  slotMismatch(token: ast.TokenRef, wanted: Type, slot: Slot): void;
  sides(token: ast.TokenRef, left: Type, right: Type): void;
  index(token: ast.TokenRef, place: number, found: Type, first: ast.TokenRef | undefined): void;
  invalidOperator(token: ast.TokenRef): void;
  notStrings(token: ast.TokenRef): void;
  noResult(token: ast.TokenRef, expected: Type): void;
  /** Name resolution found no way to a target variable, and its use was not removed. */
  unresolvedAccess(diagnostic: Diagnostic): void;
  invalidType(token: ast.TokenRef, type: Type): void;
  /** By token, for the report of what stayed open. */
  readonly invalidTypes: ReadonlyMap<ast.TokenRef, Type>;
}

export function problemsOf(report: Report): Problems {
  const seen = new Set<string>();
  const invalidTypes = new Map<ast.TokenRef, Type>();
  let isSilent = true;
  let met = 0;
  const isNew = (kind: string, token: ast.TokenRef): boolean => {
    met++;
    if (isSilent) return false;
    const place = `${kind} ${token.span.file.name} ${token.span.start}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  };
  const related = (first: ast.TokenRef | undefined, what: string) =>
    first
      ? { related: [{ message: `${what} first inferred here: ${tokenText(first)}`, span: first.span }] }
      : {};
  const index: Problems['index'] = (token, place, found, first) => {
    if (!isNew('index', token)) return;
    const values = { index: place, found: typeName(found), token: tokenText(token) };
    report.add('STSX3004', token.span, values, related(first, `type of index ${place} was`));
  };

  return {
    speak() {
      isSilent = false;
    },
    get met() {
      return met;
    },
    mismatch(token, expected, found) {
      if (!isNew('type', token)) return;
      const values = { expected: typeName(expected), found: typeName(found), token: tokenText(token) };
      report.add('STSX3001', token.span, values);
    },
    slotMismatch(token, wanted, slot) {
      if (slot.type === undefined) return;
      if (slot.parameter !== undefined && slot.first !== undefined) {
        index(token, slot.parameter, wanted, slot.first);
      } else if (isNew('type', token)) {
        const found = typeName(slot.type);
        const values = { expected: typeName(wanted), found, token: tokenText(token) };
        if (slot.first === undefined) report.add('STSX3001', token.span, values);
        else {
          const place = related(slot.first, `type was (${found})`);
          report.add('STSX3002', token.span, { found: typeName(wanted), token: tokenText(token) }, place);
        }
      }
    },
    sides(token, left, right) {
      if (!isNew('sides', token)) return;
      const values = { left: typeName(left), right: typeName(right), token: tokenText(token) };
      report.add('STSX3003', token.span, values);
    },
    index,
    invalidOperator(token) {
      if (isNew('type', token)) report.add('STSX3014', token.span, { token: tokenText(token) });
    },
    notStrings(token) {
      if (isNew('type', token)) report.add('STSX3017', token.span, { token: tokenText(token) });
    },
    noResult(token, expected) {
      if (!isNew('type', token)) return;
      report.add('STSX3016', token.span, { expected: typeName(expected), token: tokenText(token) });
    },
    unresolvedAccess(diagnostic) {
      met++;
      if (!isSilent && !report.diagnostics.includes(diagnostic)) report.diagnostics.push(diagnostic);
    },
    invalidType(token, type) {
      invalidTypes.set(token, type);
    },
    invalidTypes,
  };
}
