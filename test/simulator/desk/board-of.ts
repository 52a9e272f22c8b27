import type { Board } from "../../../scripts/lib/board/config";
import { describeBoard } from "../../../scripts/lib/desk/describe";
import { hardwareOf, pinsOf } from "../../../scripts/lib/desk/pins";
import type { DeskBoard } from "../../../scripts/lib/desk/protocol";

/** A board as a desk shows it, with what can be done to it there. @param config With the chip's address in its topics */
export function boardOf(config: Board, simulated: Pick<DeskBoard, "inputs" | "faults" | "speeds">): DeskBoard {
  return { ...describeBoard(config, "simulated"), pins: pinsOf(config), hardware: hardwareOf(config), ...simulated };
}
