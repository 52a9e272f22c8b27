import { didYouMean } from "../../cli/did-you-mean";
import { UserError } from "../../user-error";
import type { DeskAction, DeskBoard } from "../protocol";
import { happeningsOf, isHappening } from "./happenings";
import { firstWords, inputsOfPart, namesOf } from "./names";
import type { Order, ReadFile } from "./order";
import { parseCommand } from "./parse-command";
import { isOfPart, parseInput } from "./parse-input";
import { parseNumber } from "./quantity";
import { ownTopic } from "./topics";

/**
 * @param more What a line may begin with besides, where lines stand in something that has words of its own
 * @returns undefined for an empty line or a comment
 * @throws UserError, with the nearest name and what there is
 */
export function parseLine(
  line: string,
  board: DeskBoard,
  readFile: ReadFile,
  more: readonly string[] = [],
): Order | undefined {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return undefined;
  const [word, rest] = split(text);
  switch (word) {
    case "show":
    case "help":
    case "quit":
      return alone(word, rest);
    case "exit":
      return alone("quit", rest);
    case "time":
      return parseTime(rest);
    case "publish":
      return done(parsePublish(rest, board));
    case "world":
      return done(parseWorld(rest, board, readFile));
    case "command":
      return done(parseNamedCommand(rest, board));
    default:
      return {
        kind: "do",
        actions: parseName(word, rest, board, readFile) ?? unknown(word, [...firstWords(board), ...more]),
      };
  }
}

function split(text: string): [word: string, rest: string] {
  const [, word = "", rest = ""] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  return [word, rest];
}

function done(action: DeskAction): Order {
  return { kind: "do", actions: [action] };
}

function alone(kind: "show" | "help" | "quit", rest: string): Order {
  if (rest !== "") throw new UserError(`nothing is known behind "${kind}"`);
  return { kind };
}

/** @returns undefined where nothing of the board has that name */
function parseName(word: string, rest: string, board: DeskBoard, readFile: ReadFile): DeskAction[] | undefined {
  const happening = happeningsOf(board).get(word);
  if (happening !== undefined) {
    const changes = happening.get(rest.toLowerCase().replaceAll(" ", "-"));
    if (changes !== undefined) return changes.map((change) => ({ do: "fault", ...change }));
    const choices = [...happening.keys()].filter((each) => each !== "");
    throw new UserError(
      rest === ""
        ? `${word} what? There are: ${choices.join(", ")}`
        : `"${word}" has no "${rest}"${didYouMean(rest, choices)}; there are: ${choices.join(", ")}`,
    );
  }
  if (isHappening(word) && board.kind === "real") {
    throw new UserError(`"${word}" is of the simulated world; ${board.name} is a real board`);
  }
  const { inputs, actuators } = namesOf(board);
  const input = inputs.get(word);
  const actuator = actuators.get(word);
  if (input?.kind === "part" && actuator !== undefined) {
    return [isOfPart(input, rest) ? parseInput(input, rest, readFile) : parseCommand(actuator, rest)];
  }
  if (input !== undefined && actuator !== undefined) {
    throw new UserError(
      `"${word}" is both: say "world ${word} …" for what it measures, or "command ${word} …" for what it is told`,
    );
  }
  if (input !== undefined) return [parseInput(input, rest, readFile)];
  if (actuator !== undefined) return [parseCommand(actuator, rest)];
  const action = parsePart(word, rest, board, readFile);
  return action && [action];
}

/** A part that measures several things can be broken as a whole. @throws UserError for what can be moved otherwise, or not at all */
function parsePart(word: string, rest: string, board: DeskBoard, readFile: ReadFile): DeskAction | undefined {
  const several = inputsOfPart(board, word);
  if (several.length > 0) {
    try {
      const action = parseInput(several[0], rest, readFile);
      if (action.do === "break") return action;
    } catch {
      // It is said better of them all.
    }
    const ids = several.map(({ id }) => id);
    throw new UserError(`"${word}" measures several things; say which: ${ids.join(", ")}`);
  }
  const changing = board.inputs.filter(({ values }) => values.includes(word)).map(({ id }) => id);
  if (changing.length > 0) throw new UserError(`"${word}" is measured, and comes of: ${changing.join(", ")}`);
  if (board.values.some(({ id }) => id === word)) {
    throw new UserError(
      board.kind === "real"
        ? `"${word}" is measured; only a simulated world can be moved`
        : `"${word}" is what the board tells of itself; nothing moves it`,
    );
  }
  return undefined;
}

function unknown(word: string, words: readonly string[]): never {
  const meant = didYouMean(word, words);
  // The nearest one is enough to mend a slip.
  throw new UserError(`there is no "${word}"${meant === "" ? `; there are: ${words.join(", ")}` : meant}`);
}

function parseWorld(text: string, board: DeskBoard, readFile: ReadFile): DeskAction {
  const [word, rest] = split(text);
  const { inputs } = namesOf(board);
  const input = inputs.get(word);
  if (input !== undefined) return parseInput(input, rest, readFile);
  if (inputs.size === 0) throw new UserError("nothing of this board's world can be moved");
  const action = parsePart(word, rest, board, readFile);
  if (action !== undefined) return action;
  throw new UserError(named("world", word, [...inputs.keys()]));
}

function parseNamedCommand(text: string, board: DeskBoard): DeskAction {
  const [word, rest] = split(text);
  const { actuators } = namesOf(board);
  const actuator = actuators.get(word);
  if (actuator !== undefined) return parseCommand(actuator, rest);
  if (actuators.size === 0) throw new UserError("this board has no actuators");
  throw new UserError(named("command", word, [...actuators.keys()]));
}

function named(verb: string, word: string, ids: readonly string[]): string {
  const problem = word === "" ? `${verb} what?` : `"${verb}" knows no "${word}"${didYouMean(word, ids)};`;
  return `${problem} There ${ids.length === 1 ? "is" : "are"}: ${ids.join(", ")}`.replace("; There", "; there");
}

/** `TOPIC PAYLOAD [retained]`: a topic of this board may be written below its base. */
function parsePublish(text: string, board: DeskBoard): DeskAction {
  const [written, rest] = split(text);
  if (written === "") throw new UserError("publish TOPIC PAYLOAD [retained]");
  if (/[+#]/.test(written)) throw new UserError(`"${written}" has a wildcard in it; a message goes to one topic`);
  const retain = /(^|\s)retained$/.test(rest);
  const payload = retain ? rest.replace(/\s*retained$/, "") : rest;
  return { do: "publish", topic: ownTopic(written, board) ?? written, payload, retain, qos: 0 };
}

const SPEEDS: Readonly<Record<string, number>> = { real: 1, stop: 0 };

function parseTime(text: string): Order {
  if (text === "next") return { kind: "next" };
  const times = Object.hasOwn(SPEEDS, text) ? SPEEDS[text] : parseNumber(text.replace(/\s*[x×]$/, ""));
  if (times === undefined || times < 0) {
    const problem =
      text === "" ? "time what?" : `time cannot be "${text}"${didYouMean(text, ["real", "stop", "next"])};`;
    throw new UserError(`${problem} it is a speed such as 60x, or: real, stop, next`.replace("? it", "? It"));
  }
  return { kind: "speed", times };
}
