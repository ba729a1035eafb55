/** Runs a compiler or another tool to its end; what it says is text, not an exception. */

export interface ToolResult {
  readonly ok: boolean;
  /** Standard output and standard error together. */
  readonly output: string;
}

export async function runTool(path: string, args: readonly string[], folder: string): Promise<ToolResult> {
  // Loaded here, since a start that finds its program in the cache runs no tool.
  const { execa } = await import('execa');
  const { failed, all, shortMessage } = await execa(path, args, {
    cwd: folder,
    stdin: 'ignore',
    all: true,
    reject: false,
    stripFinalNewline: false,
    encoding: 'latin1',
    // Messages are matched and shown, so in one language.
    env: { LC_ALL: 'C' },
  });
  return { ok: !failed, output: all === '' && failed ? (shortMessage ?? '') : all };
}
