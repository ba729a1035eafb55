/**
 * Words with a meaning: keywords, print functions, @-operators. The lexer reads them as Identifier and AtWord and looks
 * them up here: one look-up costs less, at start and at each word, than a pattern for every one of them.
 */
import { createToken, Lexer, type TokenType } from 'chevrotain';
import { AtWord, Name, Word } from './literals.ts';

/** stap(1): these cannot name variables. */
export const Keyword = createToken({ name: 'Keyword', pattern: Lexer.NA });

function keyword(name: string, text: string, categories: TokenType[] = []): TokenType {
  return createToken({
    name,
    label: `'${text}'`,
    pattern: Lexer.NA,
    categories: [Keyword, Word, ...categories],
  });
}

/** `long` and `string`. */
export const TypeWord = createToken({ name: 'TypeWord', label: "'string' or 'long'", pattern: Lexer.NA });

export const Probe = keyword('Probe', 'probe');
export const Global = keyword('Global', 'global');
export const Private = keyword('Private', 'private');
export const Function = keyword('Function', 'function');
export const If = keyword('If', 'if');
export const Else = keyword('Else', 'else');
export const For = keyword('For', 'for');
export const Foreach = keyword('Foreach', 'foreach');
export const In = keyword('In', 'in');
export const Limit = keyword('Limit', 'limit');
export const Return = keyword('Return', 'return');
export const Delete = keyword('Delete', 'delete');
export const While = keyword('While', 'while');
export const Break = keyword('Break', 'break');
export const Continue = keyword('Continue', 'continue');
export const Next = keyword('Next', 'next');
export const StringType = keyword('StringType', 'string', [TypeWord]);
export const LongType = keyword('LongType', 'long', [TypeWord]);
export const Try = keyword('Try', 'try');
export const Catch = keyword('Catch', 'catch');

/** stap(1), section PRINTING: one token type for each shape of argument list. */
export const PlainPrint = createToken({
  name: 'PlainPrint',
  label: 'identifier',
  pattern: Lexer.NA,
  categories: [Name, Word],
});
export const DelimitedPrint = createToken({
  name: 'DelimitedPrint',
  label: 'identifier',
  pattern: Lexer.NA,
  categories: [Name, Word],
});
export const FormattedPrint = createToken({
  name: 'FormattedPrint',
  label: 'identifier',
  pattern: Lexer.NA,
  categories: [Name, Word],
});

function atOperator(name: string, label: string): TokenType {
  return createToken({ name, label, pattern: Lexer.NA, categories: [AtWord] });
}

export const AtCast = atOperator('AtCast', "'@cast'");
export const AtVar = atOperator('AtVar', "'@var'");
export const AtDefined = atOperator('AtDefined', "'@defined'");
export const AtEntry = atOperator('AtEntry', "'@entry'");
export const AtProbewrite = atOperator('AtProbewrite', "'@probewrite'");
export const AtPerf = atOperator('AtPerf', "'@perf'");
/** `@const` and `@enum`: the name of a constant. */
export const AtConstant = atOperator('AtConstant', "'@const'");
export const AtEnumName = atOperator('AtEnumName', "'@enumname'");
export const AtRegister = atOperator('AtRegister', "'@uregister'");
export const AtDereference = atOperator('AtDereference', "'@uderef'");
/** `@count` and its kin. */
export const AtStatistic = atOperator('AtStatistic', 'statistical operation');
export const AtHistLog = atOperator('AtHistLog', "'@hist_log'");
export const AtHistLinear = atOperator('AtHistLinear', "'@hist_linear'");

export const words: ReadonlyMap<string, TokenType> = new Map([
  ['probe', Probe],
  ['global', Global],
  ['private', Private],
  ['function', Function],
  ['if', If],
  ['else', Else],
  ['for', For],
  ['foreach', Foreach],
  ['in', In],
  ['limit', Limit],
  ['return', Return],
  ['delete', Delete],
  ['while', While],
  ['break', Break],
  ['continue', Continue],
  ['next', Next],
  ['string', StringType],
  ['long', LongType],
  ['try', Try],
  ['catch', Catch],
  ['print', PlainPrint],
  ['println', PlainPrint],
  ['print_char', PlainPrint],
  ['sprint', PlainPrint],
  ['sprintln', PlainPrint],
  ['printd', DelimitedPrint],
  ['printdln', DelimitedPrint],
  ['sprintd', DelimitedPrint],
  ['sprintdln', DelimitedPrint],
  ['printf', FormattedPrint],
  ['sprintf', FormattedPrint],
]);

export const atWords: ReadonlyMap<string, TokenType> = new Map([
  ['@cast', AtCast],
  ['@var', AtVar],
  ['@defined', AtDefined],
  ['@entry', AtEntry],
  ['@probewrite', AtProbewrite],
  ['@perf', AtPerf],
  ['@const', AtConstant],
  ['@enum', AtConstant],
  ['@enumname', AtEnumName],
  ['@kregister', AtRegister],
  ['@uregister', AtRegister],
  ['@kderef', AtDereference],
  ['@uderef', AtDereference],
  ['@count', AtStatistic],
  ['@sum', AtStatistic],
  ['@min', AtStatistic],
  ['@max', AtStatistic],
  ['@avg', AtStatistic],
  ['@variance', AtStatistic],
  ['@hist_log', AtHistLog],
  ['@hist_linear', AtHistLinear],
]);
