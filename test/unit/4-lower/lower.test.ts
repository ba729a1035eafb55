/** Scripts and the IR they become. */
import { describe, expect, it } from 'vitest';
import { print } from '../../../src/ir/print.ts';
import { checkScript, diagnosticLines } from '../../support/check-script.ts';

function irOf(script: string): string {
  const checked = checkScript(script);
  expect(diagnosticLines(checked, 'error')).toEqual([]);
  return checked.program ? `\n${print(checked.program)}` : '';
}

describe('lowering', () => {
  it('charges a loop by its turns and a run of statements at its start', () => {
    expect(irOf('global n probe begin { for (i = 0; ; i++) { n++; n += 2 } println(n) }'))
      .toMatchInlineSnapshot(`
      "
      global n:long = 0
      probe begin {
        local i:long
        charge 1
        (i = 0)
        while () {
          charge 3
          n++
          (n += 2)
        }
        step {
          i++
        }
        print %d n, "\\n"
      }
      "
    `);
  });

  it('makes foreach explicit', () => {
    const script =
      'global a probe begin { a[1, "x"] <<< 2; foreach ([i, s] in a[*, "x"] @sum- limit 3) println(i, @sum(a[i, s])) }';
    expect(irOf(script)).toMatchInlineSnapshot(`
      "
      global a[long, string]:stat {sum} (at most 2048)
      probe begin {
        local i:long, s:string
        charge 1
        a[1, "x"] <<< 2
        foreach ([i, s] in a[*, "x"] by @sum- limit 3) {
          charge 2
          print %d i, %d @sum(a[i, s]), "\\n"
        }
      }
      "
    `);
  });

  it('joins known texts and gives each conversion its arguments', () => {
    expect(irOf('probe begin { printf("%*d %s|", 5, pid(), "x"); printdln("-", "a", "b", 3) }'))
      .toMatchInlineSnapshot(`
      "
      probe begin {
        charge 2
        print %{5}d %pid(), " ", %s "x", "|"
        print "a-b-", %d 3, "\\n"
      }
      "
    `);
  });

  it('ends the output at a NUL', () => {
    expect(irOf('probe begin { println("ab\\0cd", pid()) println("x") }')).toMatchInlineSnapshot(`
      "
      probe begin {
        charge 2
        print "ab"
        print "x\\n"
      }
      "
    `);
  });

  it('makes functions of statements whose value is used', () => {
    expect(irOf('global s probe begin { x = s <<< pid(); println(x, @count(s)) }')).toMatchInlineSnapshot(`
      "
      global s:stat {count}
      function __add(value0:long): long {
        s <<< value0
        return value0
      }
      probe begin {
        local x:long
        charge 2
        (x = __add(%pid()))
        print %d x, %d @count(s), "\\n"
      }
      "
    `);
  });

  it('chains overloads, and ends functions with their value', () => {
    expect(
      irOf(
        'function f(x) { if (x) next; return 1 } function f(x) { println(x) } probe begin { println(f(2)) }',
      ),
    ).toMatchInlineSnapshot(`
      "
      function f(x:long): long next f {
        charge 2
        if (x) {
          charge 1
          next
        }
        return 1
      }
      function f(x:long): long {
        charge 1
        print %d x, "\\n"
        return 0
      }
      probe begin {
        charge 1
        print %d f(2), "\\n"
      }
      "
    `);
  });

  it('shows unread globals in end probes', () => {
    expect(irOf('global n, a, s, t probe begin { n = "x"; a[1, "k"] = 2; s <<< 1; t["q"] <<< 2 }'))
      .toMatchInlineSnapshot(`
      "
      global n:string = ""
      global a[long, string]:long (at most 2048)
      global s:stat {count, sum, min, max, avg}
      global t[string]:stat {count, sum, min, max, avg} (at most 2048)
      probe begin {
        charge 4
        (n = "x")
        (a[1, "k"] = 2)
        s <<< 1
        t["q"] <<< 2
      }
      probe end {
        print "n=\\"", %s n, "\\"\\n"
      }
      probe end {
        local key0:long, key1:string, value:long
        foreach (value = [key0, key1] in a by value-) {
          charge 2
          print "a[", %d key0, ",\\"", %s key1, "\\"]=", %d value, "\\n"
        }
      }
      probe end {
        if ((@count(s) == 0)) {
          print "s @count=0x0\\n"
        }
        else {
          print "s @count=", %d @count(s), " @min=", %d @min(s), " @max=", %d @max(s), " @sum=", %d @sum(s), " @avg=", %d @avg(s), "\\n"
        }
      }
      probe end {
        local key0:string
        foreach ([key0] in t by @count-) {
          charge 2
          print "t[\\"", %s key0, "\\"] @count=", %d @count(t[key0]), " @min=", %d @min(t[key0]), " @max=", %d @max(t[key0]), " @sum=", %d @sum(t[key0]), " @avg=", %d @avg(t[key0]), "\\n"
        }
      }
      "
    `);
  });

  it('reads target variables as fields, a new one behind each pointer', () => {
    const script = `probe kernel.trace("kfree_skb") {
      println($skb->dev->mtu, $skb->words[pid()], $skb->dev->name, &$skb->len, $skb->pkt_type)
      println(@cast($location, "struct sk_buff")[2]->len)
    }`;
    expect(irOf(script)).toMatchInlineSnapshot(`
      "
      probe kernel.trace("kfree_skb") {
        charge 2
        print %d (net_device (sk_buff $0).dev).mtu, %d (sk_buff $0).words[%pid()], %d &(net_device (sk_buff $0).dev).name, %d &(sk_buff $0).len, %d (sk_buff $0).pkt_type, "\\n"
        print %d (sk_buff $1)[2].len, "\\n"
      }
      "
    `);
  });

  it('shows unread pointers in hexadecimal', () => {
    expect(irOf('global p probe kernel.trace("kfree_skb") { x = $skb; p = x }')).toMatchInlineSnapshot(`
      "
      global p:long = 0
      probe kernel.trace("kfree_skb") {
        local x:long
        charge 2
        (x = $0)
        (p = x)
      }
      probe end {
        print "p=", %p p, "\\n"
      }
      "
    `);
  });

  it('keeps the size of bit fields', () => {
    const { program } = checkScript('probe kernel.trace("kfree_skb") { println($skb->pkt_type) }');
    expect(
      JSON.stringify(program?.probes[0]?.body, (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
    ).toContain('"bitSize":3');
  });

  it('refuses what eBPF programs cannot do', () => {
    const checked = checkScript('probe begin { println(@kregister(3)) }');
    expect(diagnosticLines(checked, 'error')).toEqual([
      `1:23 @kregister is not supported: operator '@kregister'`,
    ]);
  });
});

describe('limits', () => {
  it('are settable and have defaults', () => {
    const limits = checkScript('probe begin { println(1) }', {
      defines: { MAXACTION: '50', MAXSTRINGLEN: '0x80' },
    }).program?.limits;
    expect(limits).toMatchObject({
      maxAction: 50,
      maxActionInterruptible: 500,
      maxStringLength: 128,
      maxMapEntries: 2048,
      maxErrors: 0,
      maxSkipped: 100,
      maxNesting: 1,
    });
  });

  it('refuse what is no number', () => {
    const checked = checkScript('probe begin { println(1) }', { defines: { MAXACTION: 'many' } });
    expect(diagnosticLines(checked, 'error')).toEqual([
      '-D MAXACTION=many: MAXACTION takes a whole number from 1 up',
    ]);
  });

  it.each([
    ['function f() { println(1) } function g() { f() } probe begin { g() }', 3],
    ['function f(n) { if (n) f(n - 1); println(1) } probe begin { f(2) }', 13],
  ])('let calls of %s nest', (script, depth) => {
    expect(checkScript(script).program?.limits.maxNesting).toBe(depth);
  });
});
