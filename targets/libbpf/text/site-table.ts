/**
 * Places in the script that errors name: each once, as a static `struct stsx_site`. `use` gives the C expression of a
 * pointer to it, `index` its number for the kernel half's error records.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { cString } from './literal.ts';

export class SiteTable {
  private readonly indexes = new Map<string, number>();
  private readonly rows: string[] = [];
  private readonly array: string;

  constructor(array: string) {
    this.array = array;
  }

  index(site: ir.Site): number {
    const row = siteRow(site);
    let index = this.indexes.get(row);
    if (index === undefined) {
      index = this.rows.length;
      this.indexes.set(row, index);
      this.rows.push(row);
    }
    return index;
  }

  use(site: ir.Site): string {
    return `&${this.array}[${this.index(site)}]`;
  }

  get size(): number {
    return this.rows.length;
  }

  /** The definition, empty where no place is used. */
  definition(): readonly string[] {
    if (this.rows.length === 0) return [];
    return [
      `static const struct stsx_site ${this.array}[] = {`,
      ...this.rows.map((row, index) => `\t/* ${index} */ ${row},`),
      '};',
    ];
  }
}

function siteRow(site: ir.Site): string {
  const token = site.tokenKind === 'keyword' ? 'NULL' : cString(site.token);
  return `{ ${cString(site.file)}, ${site.line}, ${site.column}, ${cString(site.tokenKind)}, ${token} }`;
}
