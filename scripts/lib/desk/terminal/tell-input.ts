import type { DeskBoard, DeskEvent } from "../protocol";

const MODES = { held: "held", swinging: "swings", played: "plays" } as const;

/**
 * Where an input stands: `water 18 °C, held`, `water swings`, `water broken: unplugged`.
 * @param isMoving Whether the value of one that moves is told as well
 */
export function tellInput(
  { id, value, mode, fault }: Extract<DeskEvent, { type: "input" }>,
  board: DeskBoard,
  { isMoving }: { isMoving: boolean },
): string {
  const input = board.inputs.find((each) => each.id === id);
  if (fault !== undefined) return `${id} broken: ${fault}`;
  if (input?.kind === "part") return `${id} works`;
  const stands =
    typeof value === "boolean" ? (value ? "ON" : "OFF") : `${rounded(value, input?.step)}${unitOf(input?.unit)}`;
  if (mode !== "held" && !isMoving) return `${id} ${MODES[mode]}`;
  return mode === "held" ? `${id} ${stands}` : `${id} ${stands}, ${MODES[mode]}`;
}

function unitOf(unit = ""): string {
  return unit === "" ? "" : ` ${unit}`;
}

/** As finely as the input moves. */
function rounded(value: number, step = 0.01): number {
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(step > 0 ? step : 1))));
  return Number(value.toFixed(decimals));
}
