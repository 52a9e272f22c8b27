import { LuaPrinter, type Plugin } from "typescript-to-lua";
import { escapeString } from "typescript-to-lua/dist/LuaPrinter";
import type { StringLiteral } from "typescript-to-lua/dist/LuaAST";

/**
 * Prints strings so that Lua reads what was written: the compiler's own `\0` takes a digit that follows it for a part of the escape,
 * which may have three.
 */
class StringPrinter extends LuaPrinter {
  override printStringLiteral(expression: StringLiteral): ReturnType<LuaPrinter["printStringLiteral"]> {
    // A backslash that is meant stands twice.
    const text = escapeString(expression.value).replace(/\\\\|\\0(?=\d)/g, (found) =>
      found === "\\0" ? "\\000" : found,
    );
    return this.createSourceNode(expression, text);
  }
}

export const stringLiterals: Plugin = {
  printer: (program, emitHost, fileName, file) => new StringPrinter(emitHost, program, fileName).print(file),
};
