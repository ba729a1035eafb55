/**
 * C names for script names: unique in their scope, and none that C, the run-time library or the generated code itself uses.
 * A name that is taken gets a number behind it.
 */
import { cIdentifier } from './literal.ts';

const reserved: ReadonlySet<string> = new Set(
  (
    'auto break case char const continue default do double else enum extern float for goto if inline int long register restrict ' +
    'return short signed sizeof static struct switch typedef union unsigned void volatile while asm typeof bool true false NULL ' +
    // Predefined macros of GNU C, and the names that generated code uses itself.
    'linux unix i386 arm errno stdin stdout stderr main c ctx record mark result call_site program event out each place frame ' +
    'generation fault keys key value now offsetof int64_t uint64_t int32_t uint32_t size_t'
  ).split(' '),
);

const generated =
  /^(stsx_|STSX_|__|_[A-Z]|t\d+$|out_|catch_|done_|next_|leave_|each_|lap_|place_|site_|INT\d|UINT\d|bpf_|BPF_)/;

export class NameTable {
  private readonly taken = new Set<string>();

  /** `name` itself where it can be had. */
  unique(name: string): string {
    const base = cIdentifier(name);
    const first = reserved.has(base) || generated.test(base) ? `${base}_` : base;
    let candidate = first;
    for (let n = 2; this.taken.has(candidate); n++) candidate = `${first}_${n}`;
    this.taken.add(candidate);
    return candidate;
  }
}
