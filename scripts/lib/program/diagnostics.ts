import type { Board, DiagnosticsField } from "../board/config";
import { diagnosticsFields } from "../board/defaults";
import { literal } from "../bytes";
import { PROGRAM_VERSION } from "./version";
import type { Imports } from "./imports";
import { beginBoot } from "./safe-mode";

/** What comes before the node is started. */
export function bootStatements(board: Board, imports: Imports): string[] {
  if (board.safeModeAfterBoots !== undefined) return [beginBoot(board, imports)];
  return diagnosticsFields(board).includes("bootCount")
    ? [`const boots = ${imports.use("app/kept/boots", "countBoot")}(${imports.useEngine("storage", "storage")});`]
    : [];
}

/** What has the reports of the started node say more. */
export function reportStatements(board: Board, imports: Imports): string[] {
  const fields = diagnosticsFields(board);
  if (fields.length === 0) return [];
  return [
    ...(fields.includes("resetReason")
      ? [`const reason = ${imports.useEngine("reset-reason", "resetReason")}();`]
      : []),
    "node.diagnostics.fields.push(",
    ...fields.map((field) => `  () => ${fieldText(field, imports)},`),
    ");",
  ];
}

function fieldText(field: DiagnosticsField, imports: Imports): string {
  switch (field) {
    case "version":
      return literal(`,"version":"${PROGRAM_VERSION}"`);
    case "resetReason":
      return `${literal(',"resetReason":"')} + reason + ${literal('"')}`;
    case "bootCount":
      return `${literal(',"bootCount":')} + boots.count`;
    case "freeMemory":
      return `${literal(',"freeMemory":')} + chip.freeMemoryBytes()`;
    case "signalStrength":
      return `${imports.use("app/diagnostics", "numberField")}(${literal(',"signalStrength":')}, wifi.signalStrength())`;
  }
}
