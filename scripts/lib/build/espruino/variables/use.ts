import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { lineStarts } from "../../line-starts";
import { ownFile } from "../../weigh";
import type { Minified } from "../minify";
import { countVariables, type VariablesAt } from "./count-variables";
import type { Layout } from "./layout";

/** What a program takes of the interpreter's variables, with what the interpreter takes for itself. */
export interface VariableUse {
  /** When it has booted. */
  boot: number;
  /** Some seconds after the broker has let it in, with nothing under way; as at boot where it does not come so far at the desk. */
  connected: number;
  /** Where the connected ones go, by the file of the firmware, most first. */
  parts: VariablePart[];
}

export interface VariablePart {
  /** A file of firmware/ without its ".ts", one of the board's own program, "board" for what is made for the board, or what the engine keeps. */
  name: string;
  variables: number;
}

/** What Espruino has in use before any program, for its console and its lists: measured in 2v29 for Linux. */
export const INTERPRETER_VARIABLES = 40;

/** Names of the parts that are not of the firmware. */
const ENGINE_PART = "timers, modules, connection";
const INTERPRETER_PART = "interpreter";

/** @returns undefined where the program does not start at the desk */
export function variableUse({ code, map }: Minified, isOfTokens: boolean, layout: Layout): VariableUse | undefined {
  const count = countVariables(code, isOfTokens, layout);
  if (count === undefined) return undefined;
  const { boot, connected = boot, places } = count;
  return {
    boot: boot + INTERPRETER_VARIABLES,
    connected: connected + INTERPRETER_VARIABLES,
    parts: partsOf(places, code, map),
  };
}

function partsOf(places: readonly VariablesAt[], code: string, map: string): VariablePart[] {
  const trace = new TraceMap(map);
  const starts = lineStarts(code);
  const sums = new Map([[INTERPRETER_PART, INTERPRETER_VARIABLES]]);
  for (const { at, variables } of places) {
    const name = at === undefined ? ENGINE_PART : fileAt(at, starts, trace);
    sums.set(name, (sums.get(name) ?? 0) + variables);
  }
  return [...sums]
    .map(([name, variables]) => ({ name, variables }))
    .filter(({ variables }) => variables > 0)
    .sort((a, b) => b.variables - a.variables);
}

function fileAt(at: number, starts: readonly number[], trace: TraceMap): string {
  const line = starts.findLastIndex((start) => start <= at);
  const { source } = originalPositionFor(trace, { line: line + 1, column: at - starts[line] });
  return /firmware\/(.+)\.ts$/.exec(source ?? "")?.[1] ?? (source === null ? "other" : (ownFile(source) ?? "board"));
}
