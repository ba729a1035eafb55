/** An archive in cpio's "newc" form, which a kernel unpacks as its first root folder (initramfs). In: files and folders. Out: its bytes. */
export interface ArchiveEntry {
  /** Without a leading slash. Folders come before what is in them. */
  readonly path: string;
  /** Undefined: a folder. */
  readonly content: Buffer | undefined;
  readonly executable: boolean;
}

const folderMode = 0o040755;
const fileMode = 0o100644;
const executableMode = 0o100755;

export function cpioArchive(entries: readonly ArchiveEntry[]): Buffer {
  const parts = entries.flatMap((entry, index) => member(entry, index + 1));
  return Buffer.concat([
    ...parts,
    ...member({ path: 'TRAILER!!!', content: undefined, executable: false }, 0),
  ]);
}

function member({ path, content, executable }: ArchiveEntry, inode: number): readonly Buffer[] {
  const mode = content === undefined ? folderMode : executable ? executableMode : fileMode;
  const name = Buffer.from(`${path}\0`, 'latin1');
  const size = content?.length ?? 0;
  // inode, mode, user, group, links, time, size, device (2), special device (2), length of the name, checksum
  const fields = [inode, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, name.length, 0];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
  return [
    Buffer.from(header, 'latin1'),
    name,
    padding(header.length + name.length),
    content ?? Buffer.alloc(0),
    padding(size),
  ];
}

function padding(length: number): Buffer {
  return Buffer.alloc((4 - (length % 4)) % 4);
}
