/** Why a file could not be written or read, without Node's own code and call: `read-only file system`. */
export function fileProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^[A-Z][A-Z0-9]+: ([^,]+), \w+(?: '.*)?$/s.exec(message)?.[1] ?? message;
}
