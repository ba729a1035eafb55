/**
 * Operators and punctuation, the longest first: there is no `>>>=`, and `!~` is one operator even in `!~x`. stap(1),
 * section EXPRESSIONS. Token categories stand for the operators that one grammar rule takes.
 */
import { createToken, Lexer, type TokenType } from 'chevrotain';

function category(name: string, label: string): TokenType {
  return createToken({ name, label, pattern: Lexer.NA });
}

export const AssignmentOperator = category('AssignmentOperator', 'assignment operator');
/** `||`, `&&`, `|`, `^`, `&`: they bind looser than `in`. */
export const LooseOperator = category('LooseOperator', 'operator');
export const ComparisonOperator = category('ComparisonOperator', 'comparison operator');
/** What binds tighter than comparisons: `<< >> >>> . + - * / %`. */
export const TightOperator = category('TightOperator', 'operator');
export const RegexOperator = category('RegexOperator', 'regular expression operator');
export const PrefixOperator = category('PrefixOperator', 'unary operator');
export const StepOperator = category('StepOperator', "'++' or '--'");
/** `+` and `-` behind what a foreach sorts by. */
export const SortMark = category('SortMark', 'sort directive');
/** One character that only macros and mistakes use. */
export const OtherOperator = createToken({ name: 'OtherOperator', pattern: /[!-/:-@[-`{-~]/ });

const all: TokenType[] = [];

function operator(name: string, text: string, categories: TokenType[] = []): TokenType {
  const type = createToken({ name, label: `'${text}'`, pattern: text, categories });
  all.push(type);
  return type;
}

export const Aggregate = operator('Aggregate', '<<<', [AssignmentOperator]);
export const UnsignedShiftRight = operator('UnsignedShiftRight', '>>>', [TightOperator]);
export const ShiftLeftAssign = operator('ShiftLeftAssign', '<<=', [AssignmentOperator]);
export const ShiftRightAssign = operator('ShiftRightAssign', '>>=', [AssignmentOperator]);

export const Equal = operator('Equal', '==', [ComparisonOperator]);
export const NotEqual = operator('NotEqual', '!=', [ComparisonOperator]);
export const LessEqual = operator('LessEqual', '<=', [ComparisonOperator]);
export const GreaterEqual = operator('GreaterEqual', '>=', [ComparisonOperator]);
export const Matches = operator('Matches', '=~', [RegexOperator]);
export const MatchesNot = operator('MatchesNot', '!~', [RegexOperator]);
export const AddAssign = operator('AddAssign', '+=', [AssignmentOperator]);
export const SubtractAssign = operator('SubtractAssign', '-=', [AssignmentOperator]);
export const MultiplyAssign = operator('MultiplyAssign', '*=', [AssignmentOperator]);
export const DivideAssign = operator('DivideAssign', '/=', [AssignmentOperator]);
export const ModuloAssign = operator('ModuloAssign', '%=', [AssignmentOperator]);
export const AndAssign = operator('AndAssign', '&=', [AssignmentOperator]);
export const XorAssign = operator('XorAssign', '^=', [AssignmentOperator]);
export const OrAssign = operator('OrAssign', '|=', [AssignmentOperator]);
export const ConcatenateAssign = operator('ConcatenateAssign', '.=', [AssignmentOperator]);
export const LogicalAnd = operator('LogicalAnd', '&&', [LooseOperator]);
export const LogicalOr = operator('LogicalOr', '||', [LooseOperator]);
export const Increment = operator('Increment', '++', [StepOperator]);
export const Decrement = operator('Decrement', '--', [StepOperator]);
export const Arrow = operator('Arrow', '->');
export const ShiftLeft = operator('ShiftLeft', '<<', [TightOperator]);
export const ShiftRight = operator('ShiftRight', '>>', [TightOperator]);
export const OpenConditional = operator('OpenConditional', '%(');
export const ThenConditional = operator('ThenConditional', '%?');
export const ElseConditional = operator('ElseConditional', '%:');
export const CloseConditional = operator('CloseConditional', '%)');

export const Less = operator('Less', '<', [ComparisonOperator]);
export const Greater = operator('Greater', '>', [ComparisonOperator]);
export const Assign = operator('Assign', '=', [AssignmentOperator]);
export const Plus = operator('Plus', '+', [TightOperator, PrefixOperator, SortMark]);
export const Minus = operator('Minus', '-', [TightOperator, PrefixOperator, SortMark]);
export const Star = operator('Star', '*', [TightOperator]);
export const Slash = operator('Slash', '/', [TightOperator]);
export const Percent = operator('Percent', '%', [TightOperator]);
export const Dot = operator('Dot', '.', [TightOperator]);
export const Ampersand = operator('Ampersand', '&', [LooseOperator]);
export const Caret = operator('Caret', '^', [LooseOperator]);
export const Bar = operator('Bar', '|', [LooseOperator]);
export const Exclamation = operator('Exclamation', '!', [PrefixOperator]);
export const Tilde = operator('Tilde', '~', [PrefixOperator]);
export const Question = operator('Question', '?');
export const Colon = operator('Colon', ':');
export const Semicolon = operator('Semicolon', ';');
export const Comma = operator('Comma', ',');
export const LeftParenthesis = operator('LeftParenthesis', '(');
export const RightParenthesis = operator('RightParenthesis', ')');
export const LeftBracket = operator('LeftBracket', '[');
export const RightBracket = operator('RightBracket', ']');
export const LeftBrace = operator('LeftBrace', '{');
export const RightBrace = operator('RightBrace', '}');

export const operators: readonly TokenType[] = [...all, OtherOperator];
