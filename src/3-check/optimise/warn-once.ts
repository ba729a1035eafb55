/**
 * Warnings about removed code: only about the user's own text, and once a place though alias bodies are copied into every probe
 * that uses them.
 */
import type { Report } from '../../diagnostics/report.ts';
import type { TokenRef } from '../../ast/ast.ts';
import { tokenText } from '../token-text.ts';

type RemovalCode = 'STSX3101' | 'STSX3102' | 'STSX3103';

export type WarnOnce = (code: RemovalCode, token: TokenRef, name: string) => void;

export function warnOnce(report: Report): WarnOnce {
  const seen = new Set<string>();
  return (code, token, name) => {
    if (token.span.file.origin !== 'user') return;
    const place = `${code} ${token.span.file.name} ${token.span.start} ${name}`;
    if (seen.has(place)) return;
    seen.add(place);
    const text = tokenText(token);
    if (code === 'STSX3102') report.add(code, token.span, { token: text });
    else report.add(code, token.span, { name, token: text });
  };
}
