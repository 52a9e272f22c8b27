import { reportWords } from "../../desk/report-words";
import type { DeskBoard, DeskEvent } from "../../desk/protocol";
import type { LogEntry } from "./log";

/** Longer texts are cut where they are shown, not where they are counted. */
const LONGEST = 600;

/**
 * What happened, as a line of the stream; undefined where it is seen elsewhere, as a slider that moves.
 * @param board On which it happened
 * @param report The last report before
 */
export function logged(event: DeskEvent, board: DeskBoard, report: string | undefined): LogEntry | undefined {
  const { atMs } = event;
  switch (event.type) {
    case "console":
      return { atMs, kind: "console", text: short(event.line) };
    case "message": {
      if (event.about === "report") {
        return { atMs, kind: "report", text: short(reportWords(event.payload, report).join(" ")) };
      }
      const isIn = event.about === "command" || (event.about === "other" && event.id === "");
      const notes = `${event.retain ? " (retained)" : ""}${event.qos > 0 ? ` (QoS ${event.qos})` : ""}`;
      return {
        atMs,
        kind: isIn ? "in" : "out",
        topic: event.topic,
        text: `${event.payload === "" ? "(empty)" : short(event.words ?? event.payload)}${notes}`,
      };
    }
    case "pin": {
      const skipped = event.skipped > 0 ? `, ${event.skipped} changes before it` : "";
      return { atMs, kind: "pin", text: `${event.pin} ${pinWords(event)}${skipped}` };
    }
    case "part":
      return { atMs, kind: "pin", text: short(`${event.id} ${event.text}`) };
    case "fault": {
      const { text = event.fault, kind = "lasting" } = board.faults.find(({ name }) => name === event.fault) ?? {};
      return { atMs, kind: "fault", text: kind === "moment" ? text : `${text}: ${event.isOn ? "begins" : "ends"}` };
    }
    case "link":
      return { atMs, kind: "fault", text: event.isUp ? "the broker is heard" : "the broker is not heard any more" };
    case "told":
      return { atMs, kind: "fault", text: event.text, isProblem: event.isProblem };
    case "board":
      return { atMs, kind: "fault", text: `${event.board.name} starts with another program` };
    default:
      return undefined;
  }
}

export function pinWords({ level, duty, hz }: { level: boolean; duty: number; hz: number }): string {
  return hz > 0 ? `${Math.round(duty * 100)} % at ${hz} Hz` : level ? "high" : "low";
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
