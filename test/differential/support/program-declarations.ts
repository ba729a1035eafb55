/** What each generated program declares, and how it shows at its end what became of it. */

export const comparisons = ['<', '>', '<=', '>=', '==', '!='];

/** The bodies are generated; functions that foreach bodies call change no array that is iterated, but for `note`. */
export function declarations([first = '', second = '']: readonly string[]): string {
  return `global g@@ = 5, h@@, s@@ = "text", n@@[3], t@@%[3], m@@, f@@%[4], q@@, r@@, notes@@
function mix@@(a, x:string) {
  b = a * 2; c = strlen(x); y = x
  if (c > 3) return a - b
  g@@ += c
  return b ^ (c + strlen(y . x))
}
function down@@(n) { n &= 15; if (n <= 0) return 0; return n + down@@(n - 1) }
function choose@@(a:long, b:long) { if (a > b) next; return a }
function choose@@(a:long, b:long) { if (a == 7) next; return b - a }
function pick@@(a:long, b:long) { if (a > b) next; return a / b }
function pick@@(a:long, b:long) { c = b % a; a = 3; return c + a }
function twice@@:string (x:string, a) { s@@ = x; if (a) return x . x }
function note@@() { notes@@++; x = "in"; println(x, notes@@) }
function alone@@(a, b) { c = 1; x = "z"; y = ""
${first}
return a + b + c + strlen(x . y) }
probe begin(-2) { n@@[1] = 1; t@@[1] = "t"; m@@["k", 1] = 1; f@@[1] = 1; q@@ <<< 1; r@@[1] <<< 1; h@@ = notes@@ = 0 }
probe begin(-1) { a = 4; b = 6; c = 0; x = ""; y = "q"
${second}
println(a, b, c, x, y)
}
probe end { println("alone@@ ", alone@@(g@@, 3)) }`;
}

export interface Head {
  readonly array: string;
  /** `^` takes the mark of sorting, `~` the depth, SLICE a key. */
  readonly forms: readonly string[];
  readonly shown: string;
}

export const foreachHeads: readonly Head[] = [
  {
    array: 'n@@',
    forms: ['v~ = k~ in n@@^', 'v~ = k~^ in n@@', 'v~ = k~ in n@@[SLICE]^'],
    shown: '"n", k~, "=", v~',
  },
  { array: 't@@', forms: ['w~ = k~ in t@@^', 'w~ = k~^ in t@@'], shown: '"t", k~, "=", w~' },
  {
    array: 'm@@',
    forms: ['[z~, k~] in m@@^', '[z~^, k~] in m@@', '[z~, k~^] in m@@', '[z~, k~] in m@@[*, SLICE]^'],
    shown: '"m", z~, k~, "=", m@@[z~, k~]',
  },
  {
    array: 'r@@',
    forms: ['k~ in r@@ @sum^', 'k~ in r@@ @max^', 'k~^ in r@@'].map(sorted),
    shown: '"r", k~, "=", @avg(r@@[k~])',
  },
];

/** An operator wants a direction behind it. */
function sorted(form: string): string {
  return form.replace(/\^$/, '-');
}

export const showAll = `println(a, b, c, x, y)
println(g@@, h@@, s@@, @count(q@@), @sum(q@@), notes@@)
foreach (v = k in n@@) print(k, "=", v, " ")
foreach (w = k in t@@) print(k, "=", w, " ")
foreach ([z, k] in m@@) print(z, k, "=", m@@[z, k], " ")
foreach (v = k in f@@) print(k, "=", v, " ")
foreach (k+ in r@@) print(k, "=", @count(r@@[k]), @sum(r@@[k]), " ")`;
