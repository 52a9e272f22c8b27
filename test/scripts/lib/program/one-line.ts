/** A program's text with each statement on one line, however long. */
export function oneLine(text: string): string {
  let depth = 0;
  return text
    .split("\n")
    .map((line) => {
      const isInside = depth > 0;
      const code = line.replaceAll(/"(?:[^"\\]|\\.)*"/g, "");
      depth += (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0);
      return isInside ? line.trim() : `\n${line}`;
    })
    .reduce((whole, line) => whole + (line.startsWith("\n") || /[([]$/.test(whole) ? line : ` ${line}`))
    .replaceAll(/, ([)\]])/g, "$1")
    .replaceAll(", }", " }")
    .trimStart();
}
