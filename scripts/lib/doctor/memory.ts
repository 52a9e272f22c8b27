import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Board } from "../board/config";
import { buildBoard } from "../build/build";
import { describeVariables, variableWarnings } from "../build/espruino/variables/budget";
import { HEAP_BYTES, heapWarnings } from "../build/lua/heap";
import { fileProblem } from "../files/file-problem";
import { UserError } from "../user-error";
import type { Check } from "./check";

const FIX = "give the board less to do";

/** What a board's program takes of a memory that is short; it is built for that, as `npm run build` does. */
export async function checkMemory(board: Board, root: string, outDir?: string): Promise<Check[]> {
  const isShort = board.engine === "espruino" || board.chip === "esp8266";
  if (!isShort || !existsSync(join(root, "firmware"))) return [];
  const name = "memory";
  try {
    const { variables, heapBytes } = await buildBoard(board, root, outDir);
    const warnings = [...variableWarnings(board, variables), ...heapWarnings(heapBytes)];
    const found = [
      ...(variables === undefined ? [] : [describeVariables(board, variables)]),
      ...(heapBytes === undefined ? [] : [`${heapBytes} of some ${HEAP_BYTES} bytes of heap once it has started`]),
      ...warnings.map((warning) => warning.replace(/^warning: /, "")),
    ];
    if (found.length === 0)
      return [{ name, level: "info", found: "not known: the program does not start at the desk" }];
    return [{ name, level: warnings.length > 0 ? "warn" : "ok", found: found.join("; ") }];
  } catch (error) {
    if (error instanceof UserError) return [{ name, level: "fail", found: error.message, fix: FIX }];
    const problem = fileProblem(error);
    if (problem === undefined) throw error;
    return [{ name, level: "fail", found: problem, fix: "mend that first" }];
  }
}
