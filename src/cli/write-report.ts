/** Diagnostics onto standard error. Colour only where a person sees it and has not asked for none (NO_COLOR). */
import { renderDiagnostics } from '../diagnostics/render.ts';
import type { Report } from '../diagnostics/report.ts';

export function writeReport(
  report: Report,
  options: { readonly verbosity: number; readonly suppressWarnings?: boolean },
): void {
  const color =
    process.stderr.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';
  const diagnostics = options.suppressWarnings
    ? report.diagnostics.filter((diagnostic) => diagnostic.severity === 'error')
    : report.diagnostics;
  process.stderr.write(renderDiagnostics(diagnostics, { color, all: options.verbosity > 0 }));
}
