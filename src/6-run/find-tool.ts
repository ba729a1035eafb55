/** Where a command is, as the shell would find it, with what tells one version of it from another at no cost: path, size, time. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';

export interface Tool {
  readonly path: string;
  /** Changes when the tool is replaced. */
  readonly identity: string;
}

/** The first of these commands that is on the search path. */
export function findTool(names: readonly string[], searchPath: string): Tool | undefined {
  for (const name of names) {
    for (const folder of searchPath.split(':')) {
      const tool = folder === '' ? undefined : toolAt(`${folder}/${name}`);
      if (tool) return tool;
    }
  }
  return undefined;
}

function toolAt(path: string): Tool | undefined {
  try {
    accessSync(path, constants.X_OK);
    const { size, mtimeMs } = statSync(path);
    return { path, identity: `${realpathSync(path)} ${size} ${mtimeMs}` };
  } catch {
    return undefined;
  }
}
