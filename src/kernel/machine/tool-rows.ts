/** Rows on what building a program takes: compilers, libraries with their headers, and a folder to keep programs in. */
import { dirname } from 'node:path';
import type { Host } from '../host.ts';
import { bpftraceInstall } from './bpftrace-install.ts';
import type { MachineQuestion, RowLook } from './describe-machine.ts';
import type { MachineRow } from './machine-row.ts';

interface Program {
  readonly command: string;
  readonly serves: string;
  readonly optional: boolean;
}

const programs: readonly Program[] = [
  { command: 'clang', serves: 'compiles the kernel half', optional: false },
  { command: 'cc', serves: 'compiles and links the user half', optional: true },
  { command: 'make', serves: 'builds what compile -o folder/ leaves', optional: true },
  { command: 'bpftrace', serves: 'runs --target bpftrace', optional: true },
];

interface Library {
  readonly name: string;
  readonly header: string;
  readonly archive: string;
}

const libraries: readonly Library[] = [
  { name: 'libbpf', header: 'bpf/libbpf.h', archive: 'libbpf.a' },
  { name: 'libelf', header: 'gelf.h', archive: 'libelf.a' },
  { name: 'zlib', header: 'zlib.h', archive: 'libz.a' },
  { name: 'C library', header: 'stdio.h', archive: 'libc.a' },
];

const headerFolders = ['/usr/include', '/usr/local/include'];

export const toolRows: readonly (readonly [what: string, look: RowLook])[] = [
  ...programs.map(
    (program) => [program.command, (question: MachineQuestion) => programRow(program, question)] as const,
  ),
  ...libraries.map(
    (library) => [library.name, (question: MachineQuestion) => libraryRow(library, question)] as const,
  ),
  ['cache folder', cacheRow],
];

function programRow(
  { command, serves, optional }: Program,
  { host, installCommand, judgeBpftrace }: MachineQuestion,
): MachineRow {
  const version = host.run(command, ['--version'])?.split('\n')[0];
  const judgement = command === 'bpftrace' && version !== undefined ? judgeBpftrace?.(version) : undefined;
  const install = command === 'bpftrace' ? bpftraceInstall(installCommand) : installCommand;
  if (judgement?.serves === false)
    return row(command, 'limited', `${version ?? ''}; ${judgement.detail}`, install);
  if (version !== undefined) {
    return row(command, 'ok', judgement === undefined ? version : `${version}; ${judgement.detail}`);
  }
  return row(command, optional ? 'limited' : 'missing', `not found; it ${serves}`, install);
}

function libraryRow(
  { name, header, archive }: Library,
  { host, installCommand }: MachineQuestion,
): MachineRow {
  const missing: string[] = [];
  if (!hasHeader(host, header)) missing.push(`its header ${header}`);
  if (!hasArchive(host, archive)) missing.push(`its static library ${archive}`);
  if (missing.length === 0) return row(name, 'ok', `${header} and ${archive}`);
  return row(name, 'missing', `${missing.join(' and ')} not found`, installCommand);
}

function hasHeader(host: Host, header: string): boolean {
  return (
    headerFolders.some((folder) => host.exists(`${folder}/${header}`)) || hasMultiarchHeader(host, header)
  );
}

/** Debian keeps some headers in a folder named after the machine. */
function hasMultiarchHeader(host: Host, header: string): boolean {
  return host
    .list('/usr/include')
    .some((name) => name.includes('-linux-') && host.exists(`/usr/include/${name}/${header}`));
}

/** A compiler prints the whole path of a library that it finds, else the bare name. */
function hasArchive(host: Host, archive: string): boolean {
  for (const compiler of ['clang', 'cc']) {
    const answer = host.run(compiler, [`-print-file-name=${archive}`])?.trim();
    if (answer !== undefined) return answer.includes('/') && host.exists(answer);
  }
  return false;
}

function cacheRow({ host, cacheFolder }: MachineQuestion): MachineRow {
  let folder = cacheFolder;
  while (!host.exists(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return host.isWritable(folder)
    ? row('cache folder', 'ok', cacheFolder)
    : row(
        'cache folder',
        'limited',
        `${cacheFolder} cannot be written: each run compiles anew`,
        `make ${folder} writable, or set XDG_CACHE_HOME`,
      );
}

function row(what: string, state: MachineRow['state'], detail: string, remedy?: string): MachineRow {
  return { group: 'tools', what, state, detail, ...(remedy === undefined ? {} : { remedy }) };
}
