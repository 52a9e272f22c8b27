import type { DeskBoard, DeskHappening } from "./protocol";

/** What a message is to a board, and which of its values or actuators it is about. */
export type About = Pick<Extract<DeskHappening, { type: "message" }>, "about" | "id">;

/** Tells, for one board, what a message is about by its topic. */
export function classifier(board: DeskBoard): (topic: string) => About {
  const known = new Map<string, About>();
  const add = (topic: string | undefined, about: About["about"], id: string): void => {
    if (topic !== undefined) known.set(topic, { about, id });
  };
  for (const { id, control, commandTopic, stateTopic } of board.actuators) {
    // Where a cover stands: of it, and not its state.
    if (control.kind === "cover") add(control.positionTopic, "other", id);
    add(commandTopic, "command", id);
    add(stateTopic, "state", id);
  }
  for (const { id, topic } of board.values) add(topic, "reading", id);
  add(board.diagnosticsTopic, "report", "");
  add(board.statusTopic, "status", "");
  return (topic) => known.get(topic) ?? { about: "other", id: "" };
}
