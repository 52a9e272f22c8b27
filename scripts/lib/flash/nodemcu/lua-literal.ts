/** A byte string as a literal of Lua in printable ASCII; escapes have three digits, for a digit may follow. */
export function luaLiteral(bytes: string): string {
  const escaped = bytes.replace(/[^ -~]|["\\]/g, (character) =>
    character === '"' || character === "\\"
      ? `\\${character}`
      : character === "\n"
        ? "\\n"
        : `\\${String(character.charCodeAt(0)).padStart(3, "0")}`,
  );
  return `"${escaped}"`;
}
