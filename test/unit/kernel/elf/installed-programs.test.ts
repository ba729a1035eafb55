import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedPrograms } from '../../../../src/kernel/elf/installed-programs.ts';
import type { FoundPrograms } from '../../../../src/kernel/elf/programs.ts';
import { bytesOf, programFolder, type ProgramFolder } from '../../../support/compiled-program.ts';
import { describedHost } from '../../../support/kernel/described-host.ts';

const pathsOf = (found: FoundPrograms) =>
  'files' in found ? found.files.map(({ path }) => path) : found.problem;

/** As ldconfig writes it: a header, entries, texts. */
function libraryCache(paths: Readonly<Record<string, string>>): Uint8Array {
  const names = Object.entries(paths);
  const texts: string[] = [];
  const start = 48 + 24 * names.length;
  const place = (text: string): number => {
    const at = start + texts.join('').length;
    texts.push(`${text}\0`);
    return at;
  };
  const head = Buffer.alloc(start);
  head.write('glibc-ld.so.cache1.1', 'latin1');
  head.writeUInt32LE(names.length, 20);
  names.forEach(([name, path], index) => {
    head.writeUInt32LE(place(name), 48 + 24 * index + 4);
    head.writeUInt32LE(place(path), 48 + 24 * index + 8);
  });
  return Buffer.concat([head, Buffer.from(texts.join(''), 'latin1')]);
}

describe('installed programs', () => {
  let folder: ProgramFolder;
  let program: Uint8Array;
  let library: Uint8Array;

  beforeAll(() => {
    folder = programFolder();
    const made = folder.compile('libmade.so', 'int made(void) { return 1; }', [
      '-shared',
      '-fPIC',
      '-Wl,-soname,libmade.so.1',
    ]);
    program = bytesOf(
      folder.compile('user', 'int made(void); int main(void) { return made(); }', [
        '-Wl,--no-as-needed',
        made,
      ]),
    );
    library = bytesOf(made);
  });

  afterAll(() => {
    folder.remove();
  });

  const machine = (more: Readonly<Record<string, string | Uint8Array>> = {}) =>
    installedPrograms(
      describedHost({
        environment: { PATH: '/usr/local/bin:/usr/bin' },
        files: {
          '/usr/bin/user': program,
          '/usr/bin/user2': program,
          '/usr/bin/text': 'no program',
          ...more,
        },
      }),
    );

  it('looks in the folders of $PATH, or at the path that is given', () => {
    expect(pathsOf(machine().find('user'))).toEqual(['/usr/bin/user']);
    expect(pathsOf(machine({ '/usr/local/bin/user': program }).find('user'))).toEqual([
      '/usr/local/bin/user',
    ]);
    expect(pathsOf(machine().find('/usr/bin/user'))).toEqual(['/usr/bin/user']);
    expect(pathsOf(machine().find('nothing'))).toBe("cannot find executable 'nothing' in $PATH");
  });

  it('takes all programs that a pattern names, and passes over other files', () => {
    expect(pathsOf(machine().find('/usr/bin/*'))).toEqual(['/usr/bin/user', '/usr/bin/user2']);
    expect(pathsOf(machine().find('/usr/bin/user?'))).toEqual(['/usr/bin/user2']);
    expect(pathsOf(machine().find('/usr/bin/te*'))).toBe("no program matches '/usr/bin/te*'");
  });

  it('takes the interpreter of a script', () => {
    const files = { '/usr/bin/script': '#!/usr/bin/wrap -x\n', '/usr/bin/wrap': '#! /usr/bin/user\n' };
    expect(pathsOf(machine(files).find('script'))).toEqual(['/usr/bin/user']);
    expect(pathsOf(machine({ '/usr/bin/script': '#!/nowhere\n' }).find('script'))).toContain('/nowhere');
  });

  it('says what is wrong with a file that is no program', () => {
    expect(pathsOf(machine().find('text'))).toBe("'/usr/bin/text' is not a program: it is not in ELF format");
    expect(pathsOf(machine({ '/usr/bin/cut': program.slice(0, 100) }).find('cut'))).toContain(
      'cannot be probed',
    );
  });

  it('finds the libraries of a program as the dynamic linker does', () => {
    const files = {
      '/etc/ld.so.cache': libraryCache({ 'libmade.so.1': '/opt/lib/libmade.so.1.2' }),
      '/opt/lib/libmade.so.1.2': library,
    };
    const programs = machine(files);
    const found = programs.find('user');
    const [user] = 'files' in found ? found.files : [];
    if (user === undefined) throw new Error('no program');
    for (const name of ['libmade.so.1', 'libmade*', '/opt/lib/libmade.so.1.2', 'libmade.so.1.2']) {
      expect(pathsOf(programs.libraries(user, name)), name).toEqual(['/opt/lib/libmade.so.1.2']);
    }
    expect(pathsOf(programs.libraries(user, 'libother'))).toContain("not linked with a library 'libother'");
    expect(pathsOf(programs.libraries(user, '/usr/bin/user2'))).toEqual(['/usr/bin/user2']);
  });

  it('finds what a process runs', () => {
    expect(pathsOf(machine().ofProcess(12))).toBe('there is no process 12');
    expect(pathsOf(machine({ '/proc/12/exe': program }).ofProcess(12))).toEqual(['/proc/12/exe']);
  });
});
