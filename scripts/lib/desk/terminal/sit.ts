import { openPrompt, type PromptOptions } from "../../cli/prompt";
import { print, printStyled } from "../../cli/terminal";
import { UserError } from "../../user-error";
import type { Desk } from "../desk";
import { complete } from "../lines/complete";
import { help } from "../lines/help";
import type { Order } from "../lines/order";
import { parseLine } from "../lines/parse-line";
import { EventLines } from "./event-lines";
import { readFile } from "./read-file";
import { show } from "./show";

/**
 * Sits at a desk: prints what happens there, and does what is typed. @returns ends that
 * @param end Is called by whoever has enough of it
 */
export function sitAt(desk: Desk, end: () => void, streams: Pick<PromptOptions, "input" | "screen"> = {}): () => void {
  const lines = new EventLines(desk.board, desk.standing());
  const stopTelling = desk.onEvent((event) => {
    const line = lines.of(event);
    if (line !== undefined) printStyled(line.spans, line.indent);
  });
  const closePrompt = openPrompt({
    ...streams,
    complete: (line) => complete(line, desk.board),
    onLine: (line) => obey(desk, line, end),
    onEnd: end,
  });
  return () => {
    closePrompt();
    stopTelling();
  };
}

/** Whatever cannot be done is told, and the desk goes on. */
async function obey(desk: Desk, line: string, end: () => void): Promise<void> {
  try {
    const order = parseLine(line, desk.board, readFile);
    if (order !== undefined) await carryOut(desk, order, end);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    for (const text of error.lines) printStyled([{ text: `! ${text}`, style: "red" }], 2);
  }
}

async function carryOut(desk: Desk, order: Order, end: () => void): Promise<void> {
  switch (order.kind) {
    case "do":
      for (const action of order.actions) await desk.perform(action);
      return;
    case "speed":
      return desk.perform({ do: "speed", times: order.times });
    case "next":
      return desk.perform({ do: "next" });
    case "show":
      return show(desk.board, desk.standing(), desk.nowMs).forEach(print);
    case "help":
      return help(desk.board).forEach(print);
    case "quit":
      return end();
  }
}
