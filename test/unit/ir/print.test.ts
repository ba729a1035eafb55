/** The IR as text: one line a node that programs of the corpus have. */
import { describe, expect, it } from 'vitest';
import { print } from '../../../src/ir/print.ts';
import { checkScript } from '../../support/check-script.ts';

const script = `
global a%[3], b = "x", h
function f:long(x) { return x > 1 && !x || -x }
probe begin if (b == "x") {
  a[1] = 2; b .= "y"; h <<< 3
  delete a[*]; delete a[2]; delete a; delete b
  foreach (v = k in a- limit 2) { if (v) continue; else break }
  try { println(f(k++), --a[3]) } catch (m) { println(m) }
  for (;;) { if ("x" =~ "y") next }
  foreach (i in @hist_log(h)) printf("%-5d %x\\n", @hist_log(h)[i], i in @hist_log(h))
  print(@hist_log(h)); print(k ? sprint(1) : b, [*] in a, a[1] <<= 2)
}`;

describe('print', () => {
  it('shows a program', () => {
    const { program, diagnostics } = checkScript(script);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(program && `\n${print(program)}`).toMatchInlineSnapshot(`
      "
      global a[long]:long (3 wrapping)
      global b:string = "x"
      global h:stat {hist_log}
      function f(x:long): long {
        charge 1
        return (((x > 1) && !x) || -x)
      }
      probe begin if ((b == "x")) {
        local v:long, k:long, m:string, i:long
        charge 9
        (a[1] = 2)
        (b .= "y")
        h <<< 3
        delete a[*]
        delete a[2]
        delete a
        delete b
        foreach (v = [k] in a by value- limit 2) {
          charge 2
          if (v) {
            charge 1
            continue
          }
          else {
            charge 1
            break
          }
        }
        try {
          charge 1
          print %d f(k++), %d --a[3], "\\n"
        }
        catch (m) {
          charge 1
          print %s m, "\\n"
        }
        while () {
          charge 2
          if (("x" =~ "y")) {
            charge 1
            next
          }
        }
        foreach (i in @hist(h)) {
          charge 2
          print %-5d @hist(h)[i], " ", %x (i in @hist(h)), "\\n"
        }
        print @hist(h)
        print %s (k ? format(%d 1) : b), %d ([*] in a), %d (a[1] <<= 2)
      }
      "
    `);
  });
});
