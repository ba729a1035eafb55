/** The files that processes are told by, each with its place in stsx_executables, which the user half fills in before loading. */
export class ExecutableTable {
  readonly paths: string[] = [];

  index(path: string): number {
    const known = this.paths.indexOf(path);
    return known >= 0 ? known : this.paths.push(path) - 1;
  }
}
