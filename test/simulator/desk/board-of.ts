import type { Board } from "../../../scripts/lib/board/config";
import type { DeskBoard } from "../../../scripts/lib/desk/protocol";

/** What a board file says to people, whatever the board runs on: scripts/lib/desk/ makes it. */
export type Described = Pick<DeskBoard, "values" | "actuators" | "rules" | "pins">;

/** A board as a desk shows it. */
export function boardOf(
  { name, engine, chip, topics }: Board,
  described: Described,
  simulated: Pick<DeskBoard, "inputs" | "faults" | "speeds">,
): DeskBoard {
  return {
    name,
    kind: "simulated",
    engine,
    chip,
    statusTopic: topics.status,
    diagnosticsTopic: topics.diagnostics,
    ...described,
    ...simulated,
  };
}
