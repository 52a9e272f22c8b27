/** A table in Markdown; prettier pads it. A column in which nothing stands is left out. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head, ...others] = rows;
  const columns = head.map((_, column) => column).filter((column) => others.some((row) => row[column] !== ""));
  const line = (row: readonly string[]): string => `| ${columns.map((column) => row[column]).join(" | ")} |`;
  return [line(head), `|${columns.map(() => "---").join("|")}|`, ...others.map(line)].join("\n");
}
