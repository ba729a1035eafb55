/** Runs a compiler or another tool to its end; what it says is text, not an exception. */
import { spawn } from 'node:child_process';

export interface ToolResult {
  readonly ok: boolean;
  /** Standard output and standard error together. */
  readonly output: string;
}

export function runTool(path: string, args: readonly string[], folder: string): Promise<ToolResult> {
  return new Promise((resolve) => {
    const child = spawn(path, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Messages are matched and shown, so in one language.
      env: { ...process.env, LC_ALL: 'C' },
    });
    const chunks: Buffer[] = [];
    const collect = (chunk: Buffer) => void chunks.push(chunk);
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => {
      resolve({ ok: false, output: error.message });
    });
    child.on('close', (status) => {
      resolve({ ok: status === 0, output: Buffer.concat(chunks).toString('latin1') });
    });
  });
}
