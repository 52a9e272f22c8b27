import { loadBoard } from "../board/load";
import { readEnvironmentFile } from "../board/secrets";
import { discoveryMessages, type DiscoveredBoard } from "../home-assistant/documents";
import { block } from "./quote";

const LINE_LENGTH = 120;
/** One more entity, and the line would say nothing new. */
const SHOWN_ENTITIES = 2;

/** The message by which the power meter tells Home Assistant of itself, with line breaks, and of its entities the first. */
export function discovery(root: string): Promise<string> {
  const environment = readEnvironmentFile(root, ".env.example");
  const { board } = loadBoard("power-meter", { environment, root });
  const [{ topic, parts }] = discoveryMessages(board as DiscoveredBoard, "device", "24a160aabbcc");
  const text = parts.join("");
  const { cmps, ...common } = JSON.parse(text) as { cmps: Record<string, object> };
  const entities = Object.entries(cmps);
  const lines = [
    `${topic}, ${Buffer.byteLength(text)} bytes:`,
    "",
    ...Object.entries(common).map(([key, value]) => `${JSON.stringify(key)}:${wrapped(value, 2)},`),
    '"cmps":{',
    ...entities.slice(0, SHOWN_ENTITIES).map(([id, entity]) => `  ${JSON.stringify(id)}:${wrapped(entity, 4)},`),
    `  … and ${entities.length - SHOWN_ENTITIES} more }`,
  ];
  return Promise.resolve(block(lines.join("\n")));
}

/** JSON that is broken behind its commas where a line gets too long. */
function wrapped(value: unknown, indent: number): string {
  const lines = [""];
  for (const piece of JSON.stringify(value).split(/(?<=,)(?=")/)) {
    const last = lines[lines.length - 1];
    if (last.length + piece.length > LINE_LENGTH - 20) lines.push(" ".repeat(indent) + piece);
    else lines[lines.length - 1] = last + piece;
  }
  return lines.join("\n");
}
