import type { DeskActuator, DeskBoard, DeskInput } from "../protocol";
import { happeningsOf } from "./happenings";

/** Words that a line may begin with on every board, besides what can happen to it. */
export const WORDS = ["world", "command", "publish", "time", "show", "help", "quit"] as const;

export const WAVES = ["sine", "square", "ramp"] as const;

/** What a board has, by id. An input and an actuator may share theirs. */
export interface Names {
  inputs: Map<string, DeskInput>;
  actuators: Map<string, DeskActuator>;
}

export function namesOf(board: DeskBoard): Names {
  return {
    inputs: new Map(board.inputs.map((input) => [input.id, input])),
    actuators: new Map(board.actuators.map((actuator) => [actuator.id, actuator])),
  };
}

/** Inputs of one part: "room/temperature" and "room/humidity" of "room". */
export function inputsOfPart(board: DeskBoard, part: string): DeskInput[] {
  return board.inputs.filter(({ id }) => id.startsWith(`${part}/`));
}

/** What a line of this board may begin with. */
export function firstWords(board: DeskBoard): string[] {
  const { inputs, actuators } = namesOf(board);
  const parts = [...inputs.keys()].flatMap((id) => (id.includes("/") ? [id.slice(0, id.indexOf("/"))] : []));
  const words = WORDS.filter(
    (word) =>
      (word !== "world" || inputs.size > 0) &&
      (word !== "command" || actuators.size > 0) &&
      (word !== "time" || board.speeds.length > 0),
  );
  return Array.from(
    new Set([...inputs.keys(), ...parts, ...actuators.keys(), ...happeningsOf(board).keys(), ...words]),
  );
}

/** A fault of a part as one word: "wrong-checksum". */
export function faultWord(fault: string): string {
  return fault.replaceAll(" ", "-");
}

/** What `time` takes: "real", "10x" … */
export function timeWords({ speeds }: Pick<DeskBoard, "speeds">): string[] {
  if (speeds.length === 0) return [];
  return [...speeds.map((times) => (times === 0 ? "stop" : times === 1 ? "real" : `${times}x`)), "next"];
}
