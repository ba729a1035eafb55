/**
 * What stands at the top of a file. stap(1), sections VARIABLES (global and private), FUNCTIONS, EMBEDDED C.
 */
import type { IToken } from 'chevrotain';
import type * as syntax from '../syntax.ts';
import * as literal from '../tokens/literals.ts';
import * as op from '../tokens/operators.ts';
import * as word from '../tokens/words.ts';
import { ProbeRules } from './probes.ts';

export abstract class DeclarationRules extends ProbeRules {
  /** Finished items are handed on one by one: those before a mistake are kept, and none outlives its use. */
  readonly file = this.RULE('file', (take: (item: syntax.ItemSyntax) => void) => {
    this.MANY(() => {
      const item = this.OR<syntax.ItemSyntax>([
        { ALT: () => this.SUBRULE(this.probe) },
        { ALT: () => this.SUBRULE(this.globalDeclaration) },
        { ALT: () => this.SUBRULE(this.privateDeclaration) },
        {
          ALT: () => {
            const first = this.CONSUME(word.Function);
            return this.SUBRULE(this.functionDeclaration, { ARGS: [first, false] });
          },
        },
        { ALT: () => ({ kind: 'code', token: this.CONSUME(literal.EmbeddedCode) }) },
      ]);
      if (!this.RECORDING_PHASE) take(item);
    });
  });

  /** VARIABLES: `global var1, var2[10], var3=4` */
  private readonly globalDeclaration = this.RULE('globalDeclaration', (): syntax.GlobalsSyntax => {
    this.CONSUME(word.Global);
    return this.SUBRULE(this.globals, { ARGS: [false] });
  });

  /** VARIABLES, FUNCTIONS: `private [global] var1, …`, `private function …` */
  private readonly privateDeclaration = this.RULE('privateDeclaration', (): syntax.ItemSyntax => {
    const first = this.CONSUME(word.Private);
    return this.OR<syntax.ItemSyntax>([
      {
        ALT: () => {
          this.CONSUME(word.Function);
          return this.SUBRULE(this.functionDeclaration, { ARGS: [first, true] });
        },
      },
      {
        ALT: () => {
          this.CONSUME(word.Global);
          return this.SUBRULE(this.globals, { ARGS: [true] });
        },
      },
      { ALT: () => this.SUBRULE1(this.globals, { ARGS: [true] }) },
    ]);
  });

  private readonly globals = this.RULE('globals', (isPrivate: boolean): syntax.GlobalsSyntax => {
    const declarations: syntax.GlobalSyntax[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: op.Comma,
      DEF: () => declarations.push(this.SUBRULE(this.oneGlobal)),
    });
    this.OPTION(() => this.CONSUME(op.Semicolon));
    return { kind: 'globals', isPrivate, declarations };
  });

  /** VARIABLES: `%` wraps, `[size]` sizes an array, `=` gives a scalar its first value. */
  private readonly oneGlobal = this.RULE('oneGlobal', (): syntax.GlobalSyntax => {
    const first = this.CONSUME(literal.Name);
    const wrap = this.OPTION(() => this.CONSUME(op.Percent)) !== undefined;
    const size = this.OPTION1(() => {
      this.CONSUME(op.LeftBracket);
      const found = this.CONSUME(literal.NumberLiteral);
      this.CONSUME(op.RightBracket);
      return found;
    });
    let assign: IToken | undefined;
    const initial = this.OPTION2(() => {
      assign = this.CONSUME(op.Assign);
      return this.SUBRULE(this.literal);
    });
    return { wrap, size, assign, initial, first, last: this.LA(0) };
  });

  /** FUNCTIONS: `function name:type (arg:type, …):priority { … }`. A comma behind the last argument is accepted. */
  private readonly functionDeclaration = this.RULE(
    'functionDeclaration',
    (first: IToken, isPrivate: boolean): syntax.FunctionSyntax => {
      const name = this.SUBRULE(this.functionName);
      const type = this.OPTION(() => this.SUBRULE(this.typeMark));
      this.CONSUME(op.LeftParenthesis);
      const parameters: { name: IToken; type: IToken | undefined }[] = [];
      let more = true;
      this.MANY({
        GATE: () => more,
        DEF: () => {
          const parameter = this.CONSUME(literal.Name);
          parameters.push({ name: parameter, type: this.OPTION1(() => this.SUBRULE1(this.typeMark)) });
          more = this.OPTION2(() => this.CONSUME(op.Comma)) !== undefined;
        },
      });
      this.CONSUME(op.RightParenthesis);
      const priority = this.OPTION3(() => {
        this.CONSUME(op.Colon);
        return this.CONSUME(literal.NumberLiteral);
      });
      const body = this.OR<syntax.BlockSyntax | syntax.CodeSyntax>([
        { ALT: () => this.SUBRULE(this.block) },
        { ALT: () => ({ kind: 'code', token: this.CONSUME(literal.EmbeddedCode) }) },
      ]);
      return { kind: 'function', isPrivate, name, type, parameters, priority, body, first, last: this.LA(0) };
    },
  );

  /** `string` and `long` may name functions, though a script cannot call them. */
  private readonly functionName = this.RULE('functionName', (): IToken =>
    this.OR([{ ALT: () => this.CONSUME(literal.Name) }, { ALT: () => this.CONSUME(word.TypeWord) }]),
  );

  private readonly typeMark = this.RULE('typeMark', (): IToken => {
    this.CONSUME(op.Colon);
    return this.CONSUME(word.TypeWord);
  });
}
