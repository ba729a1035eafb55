/** What came of a golden case on an engine. */
import { renderDiagnostics } from '../../diagnostics/render.ts';
import type { Report } from '../../diagnostics/report.ts';

export type Outcome =
  | {
      readonly kind: 'ran';
      readonly output: string;
      readonly errors: string;
      readonly status: number;
    }
  | { readonly kind: 'refused'; readonly lines: readonly string[] }
  | { readonly kind: 'skipped'; readonly reason: string };

export function refused(report: Report): Outcome & { readonly kind: 'refused' } {
  const text = renderDiagnostics(report.diagnostics, { color: false, all: true });
  return { kind: 'refused', lines: text.trimEnd().split('\n') };
}
