import { parse } from "acorn";
import { full } from "acorn-walk";
import { edited, type Edit, type Script } from "./edits";

/**
 * Puts a semicolon in front of each statement that begins with a text right behind a block: when the interpreter has passed over the
 * block, it takes such a text for an empty one (`if (0) {} "a" === x`). Minifying makes such statements.
 */
export function separateTexts(script: Script): Script {
  const { code } = script;
  const edits: Edit[] = [];
  full(parse(code, { ecmaVersion: "latest" }), ({ type, start }) => {
    if (type === "ExpressionStatement" && /["'`]/.test(code[start]) && code[start - 1] === "}") {
      edits.push({ at: start, removed: 0, inserted: ";" });
    }
  });
  return edited(script, edits);
}
