import type { DeskBoard } from "../protocol";

/** The topics that a board is known to have. */
export function topicsOf(board: DeskBoard): string[] {
  return [
    ...board.values.map(({ topic }) => topic),
    ...board.actuators.flatMap(({ commandTopic, stateTopic }) => [commandTopic, stateTopic]),
    board.statusTopic,
    board.diagnosticsTopic,
  ].filter((topic) => topic !== "");
}

/**
 * What a board's topics begin with, the slash included: "home/greenhouse/". It is told by the topics of its status and its reports,
 * and is "" where both have names of their own.
 */
export function baseOf({ statusTopic, diagnosticsTopic }: Pick<DeskBoard, "statusTopic" | "diagnosticsTopic">): string {
  const [, base = ""] = /^(.*\/)diagnostics$/.exec(diagnosticsTopic) ?? /^(.*\/)status$/.exec(statusTopic) ?? [];
  return base;
}

/** A topic without the base that was told. */
export function shortTopic(topic: string, base: string): string {
  return base !== "" && topic.startsWith(base) ? topic.slice(base.length) : topic;
}

/** A topic of this board, written whole or below its base; undefined where it is none of them. */
export function ownTopic(text: string, board: DeskBoard): string | undefined {
  const topics = topicsOf(board);
  return [`${baseOf(board)}${text}`, text].find((topic) => topics.includes(topic));
}
