import type { Group, Reference, Text } from "./code";

const LINE = 118;

/** What a reference is called in the program's text. */
export type NameOf = (reference: Reference) => string;

/** The text of a piece of program: on one line where it fits, or else with the entries of its longest brackets on a line each. */
export function print(text: Text, nameOf: NameOf, indent = ""): string {
  const pieces = text.map((piece) => flat([piece], nameOf));
  const isLong = indent.length + pieces.join("").length > LINE;
  const lengths = text.map((piece, index) => (isGroup(piece) ? pieces[index].length : 0));
  const longest = lengths.indexOf(Math.max(...lengths));
  return text
    .map((piece, index) =>
      isLong && index === longest && isGroup(piece) ? opened(piece, nameOf, indent) : pieces[index],
    )
    .join("");
}

/** All references in a text. */
export function referencesOf(text: Text): Reference[] {
  return text.flatMap((piece) => {
    if (typeof piece === "string") return [];
    return isGroup(piece) ? piece.entries.flatMap(referencesOf) : [piece];
  });
}

function isGroup(piece: string | Group | Reference): piece is Group {
  return typeof piece !== "string" && "brackets" in piece;
}

function flat(text: Text, nameOf: NameOf): string {
  return text
    .map((piece) => {
      if (typeof piece === "string") return piece;
      if (!isGroup(piece)) return nameOf(piece);
      const inside = piece.entries.map((entry) => flat(entry, nameOf)).join(", ");
      const [open, close] = piece.brackets;
      return piece.brackets === "{}" && inside !== "" ? `{ ${inside} }` : open + inside + close;
    })
    .join("");
}

function opened({ brackets, entries }: Group, nameOf: NameOf, indent: string): string {
  const deeper = `${indent}  `;
  const [open, close] = brackets;
  return [open, ...entries.map((entry) => `${deeper}${print(entry, nameOf, deeper)},`), indent + close].join("\n");
}
