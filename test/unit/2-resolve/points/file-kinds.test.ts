/** procfs and input points; accepted and refused as `stap -p2` 4.8 does. */
import { expect, it } from 'vitest';
import { resolveGood, resolveScript } from '../../../support/resolve-script.ts';

const pointOf = (point: string, body = 'println(1)') => resolveGood(`probe ${point} { ${body} }`).probes[0];

it.each([
  ['procfs.read', 'command', 'read', 0o077, undefined],
  ['procfs("a").write', 'a', 'write', 0o077, undefined],
  ['procfs("a/b c").umask(0022).read', 'a/b c', 'read', 0o022, undefined],
  ['procfs("a").umask(01777).write', 'a', 'write', 0o777, undefined],
  ['procfs.read.maxsize(4096)', 'command', 'read', 0o077, 4096],
  ['procfs.umask(0).read.maxsize(5000000000)', 'command', 'read', 0, 0x7fffffff],
] as const)('%s', (point, path, at, umask, maxSize) => {
  expect(pointOf(point)?.point).toEqual({ kind: 'file', path, at, umask, maxSize });
});

it.each([
  ['procfs("").read', "'' is no path"],
  ['procfs("/a").read', 'is no path'],
  ['procfs("a//b").read', 'is no path'],
  ['procfs("a/").write', 'is no path'],
  ['procfs("a/../b").read', 'is no path'],
  ['procfs("./a").read', 'is no path'],
  ['procfs("a").read.maxsize(0)', 'maxsize must be greater than 0'],
  ['procfs("a").umask(7).maxsize(3).read', 'probe point mismatch'],
])('%s is refused', (point, problem) => {
  expect(resolveScript(`probe ${point} { println(1) }`).messages.join('\n')).toContain(problem);
});

it.each([
  ['input.char', 'char'],
  ['input.line', 'line'],
])('%s has its text in a variable, and SystemTap’s pp()', (point, unit) => {
  const probe = pointOf(point, `print(${unit})`);
  expect(probe?.point).toEqual({ kind: 'input', unit });
  expect(probe?.pointText).toBe('procfs("__stdin").write');
});
