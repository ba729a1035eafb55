/** /etc/ld.so.cache: where the dynamic linker finds a library of a name (glibc's format 1.1). */

const magic = 'glibc-ld.so.cache1.1';
const headerSize = 48;
const entrySize = 24;

/** Paths by name, the first that the linker would take; none from bytes that are no such cache. */
export function libraryCache(bytes: Uint8Array): ReadonlyMap<string, string> {
  const buffer = Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  // Behind a cache in an older format, this one is aligned; its texts are counted from its own start.
  const start = buffer.indexOf(magic, 0, 'latin1');
  const paths = new Map<string, string>();
  if (start < 0 || start + headerSize > buffer.length) return paths;
  const textAt = (offset: number): string => {
    const from = start + offset;
    const end = buffer.indexOf(0, from);
    return from >= buffer.length || end < 0 ? '' : buffer.toString('latin1', from, end);
  };
  const count = buffer.readUInt32LE(start + magic.length);
  for (let index = 0; index < count; index++) {
    const at = start + headerSize + index * entrySize;
    if (at + entrySize > buffer.length) break;
    const name = textAt(buffer.readUInt32LE(at + 4));
    if (name !== '' && !paths.has(name)) paths.set(name, textAt(buffer.readUInt32LE(at + 8)));
  }
  return paths;
}
