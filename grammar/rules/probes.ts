/**
 * Probes, probe points and aliases. stap(1), section PROBES; stapprobes(3stap), section SYNTAX.
 */
import type { IToken, ParserMethod } from 'chevrotain';
import type * as syntax from '../syntax.ts';
import * as literal from '../tokens/literals.ts';
import * as op from '../tokens/operators.ts';
import * as word from '../tokens/words.ts';
import { touch } from '../tokens/written.ts';
import { StatementRules } from './statements.ts';

export abstract class ProbeRules extends StatementRules {
  /** PROBES: a probe, or with `=` or `+=` an alias. */
  protected readonly probe = this.RULE('probe', (): syntax.ProbeSyntax => {
    const first = this.CONSUME(word.Probe);
    const aliases: syntax.ProbeSyntax['aliases'][number][] = [];
    let points = this.SUBRULE(this.points);
    this.MANY({
      GATE: () => isOnePoint(points),
      DEF: () => {
        const operator = this.OR([
          { ALT: () => this.CONSUME(op.Assign) },
          { ALT: () => this.CONSUME(op.AddAssign) },
        ]);
        aliases.push({ name: points, operator });
        points = this.SUBRULE1(this.points);
      },
    });
    // A choice of one: what is found instead is judged as the end of the points, not as a block.
    const body = this.OR1([{ ALT: () => this.SUBRULE(this.block) }]);
    let comma: IToken | undefined;
    const epilogue = this.OPTION({
      GATE: () => aliases.length > 0,
      DEF: () => {
        comma = this.CONSUME(op.Comma);
        return this.SUBRULE1(this.block);
      },
    });
    const last = (epilogue ?? body).last;
    return { kind: 'probe', aliases, points, body, comma, epilogue, first, last };
  });

  private readonly points: ParserMethod<[], syntax.PointSyntax[]> = this.RULE('points', () => {
    const points: syntax.PointSyntax[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: op.Comma, DEF: () => points.push(this.SUBRULE(this.point)) });
    return points;
  });

  /** `comp.comp(…)`, then `?` or `!`, then `if (EXP)`. */
  private readonly point = this.RULE('point', (): syntax.PointSyntax => {
    const first = this.LA(1);
    const components: syntax.ComponentSyntax[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: op.Dot, DEF: () => components.push(this.SUBRULE(this.component)) });
    const suffix = this.OPTION(() =>
      this.OR([{ ALT: () => this.CONSUME(op.Question) }, { ALT: () => this.CONSUME(op.Exclamation) }]),
    );
    const condition = this.OPTION1(() => {
      this.CONSUME(word.If);
      this.CONSUME(op.LeftParenthesis);
      const found = this.SUBRULE(this.expression);
      this.CONSUME(op.RightParenthesis);
      return found;
    });
    return { kind: 'point', components, suffix, condition, first, last: this.LA(0) };
  });

  /** A name, whose pieces (`sys`, `*`, `_foo`) must touch, or a group in braces. */
  private readonly component = this.RULE('component', (): syntax.ComponentSyntax =>
    this.OR<syntax.ComponentSyntax>([
      {
        ALT: () => {
          const first = this.SUBRULE(this.piece);
          const pieces = [first];
          this.MANY({
            GATE: () => touch(this.LA(0), this.LA(1)),
            DEF: () => pieces.push(this.SUBRULE1(this.piece)),
          });
          const argument = this.OPTION(() => {
            this.CONSUME(op.LeftParenthesis);
            const found = this.SUBRULE(this.literal);
            this.CONSUME(op.RightParenthesis);
            return found;
          });
          return { kind: 'component', pieces, argument, first, last: this.LA(0) };
        },
      },
      {
        ALT: () => {
          this.enter('group');
          const first = this.CONSUME(op.LeftBrace);
          const points = this.SUBRULE(this.points);
          const last = this.CONSUME(op.RightBrace);
          this.leave('group');
          return { kind: 'component-group', points, first, last };
        },
      },
    ]),
  );

  private readonly piece = this.RULE('piece', (): IToken =>
    this.OR([{ ALT: () => this.CONSUME(literal.Word) }, { ALT: () => this.CONSUME(op.Star) }]),
  );
}

/** An alias has one name; in braces it may stand, too. */
function isOnePoint(points: readonly syntax.PointSyntax[]): boolean {
  const [point] = points;
  if (point === undefined || points.length > 1) return false;
  return point.components.every(
    (component) => component.kind === 'component' || isOnePoint(component.points),
  );
}
