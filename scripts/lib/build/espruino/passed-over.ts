import { parse, type ConditionalExpression, type Statement } from "acorn";
import { full } from "acorn-walk";
import { edited, type Edit, type Script } from "./edits";

/** What takes a block as long to enter and to leave as it saves when it is passed over. */
const LEAST_CHARACTERS = 24;

/** What a statement cannot begin with that is an expression. */
const NO_BEGINNING = /^\(*(?:\{|function\b|class\b|let\b)/;

/**
 * Writes `test ? usual : other` as `if (test) usual; else { other }` where it is a statement and the other way is long. The interpreter
 * parses an expression that it passes over, level by level, as if it were to evaluate it; of a block it only counts the braces.
 * Minifying makes such expressions.
 */
export function passOverBlocks(script: Script): Script {
  const { code } = script;
  const edits: Edit[] = [];
  full(parse(code, { ecmaVersion: "latest" }), (node) => {
    const statement = node as Statement;
    if (statement.type !== "ExpressionStatement" || statement.expression.type !== "ConditionalExpression") return;
    const { start, end } = statement;
    const at = signsOf(code, statement.expression);
    const last = code[end - 1] === ";" ? end - 1 : end;
    const other = code.slice(at.colon + 1, last);
    if (other.length < LEAST_CHARACTERS) return;
    if ([code.slice(at.question + 1), other].some((text) => NO_BEGINNING.test(text))) return;
    edits.push(
      { at: start, removed: 0, inserted: "if(" },
      { at: at.question, removed: 1, inserted: ")" },
      { at: at.colon, removed: 1, inserted: ";else{" },
      { at: last, removed: end - last, inserted: "}" },
    );
  });
  return edited(script, edits);
}

/** Where the two signs stand: between the parts there is nothing besides but parentheses. */
function signsOf(code: string, { test, consequent }: ConditionalExpression): { question: number; colon: number } {
  return { question: code.indexOf("?", test.end), colon: code.indexOf(":", consequent.end) };
}
