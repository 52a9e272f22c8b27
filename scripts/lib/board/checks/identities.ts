import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { MAC_MARK } from "../../bytes";
import { isDiscovered } from "../../home-assistant/discovered";
import { namedObjectId } from "../../home-assistant/identity";
import type { Board } from "../config";
import { SAFE_MODE_ID } from "../facts";
import { withMac } from "../placeholders";
import type { BoardSource } from "../source";

/** What another board file says, as far as it says it rightly. */
interface Neighbour {
  name?: unknown;
  topics?: unknown;
  broker?: { clientId?: unknown };
  homeAssistant?: { identity?: unknown; discovery?: unknown };
}

/**
 * Checks that Home Assistant can tell what it is told of apart: the board's own, and boards that are known by their client identifiers,
 * of which it knows letters, digits, "_" and "-" alone.
 * @param folder Where the board file is, and others may be.
 */
export function checkIdentities(board: Board, fileName: string, folder: string, source: BoardSource): void {
  if (!isDiscovered(board)) return;
  if (board.safeModeAfterBoots !== undefined) {
    board.sensors.forEach(({ id }, index) => {
      if (id === SAFE_MODE_ID) {
        source.error(
          ["sensors", index, "id"],
          `Home Assistant is told of the board's safe mode by this id; take another`,
        );
      }
    });
  }
  if (board.homeAssistant.identity !== "name") return;
  const own = withMac(board, MAC_MARK);
  for (const file of jsonFiles(folder)) {
    if (file === `${fileName}.json`) continue;
    const other = clientIdOf(join(folder, file));
    if (other === undefined || other === own.broker.clientId) continue;
    if (namedObjectId({ broker: { ...board.broker, clientId: other } }) !== namedObjectId(own)) continue;
    const place = source.has(["broker", "clientId"]) ? ["broker", "clientId"] : ["name"];
    source.error(
      place,
      `to Home Assistant this client identifier is the same as that of ${file}, where it is another one for the broker: it knows ` +
        'letters, digits, "_" and "-" alone; change one of the two, or have the boards known by their chips: "identity": "mac"',
    );
  }
}

function jsonFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith(".json"));
  } catch {
    return [];
  }
}

/** The client identifier of a board that Home Assistant knows by it; undefined where it is none, or has a secret in it. */
function clientIdOf(file: string): string | undefined {
  let board: Neighbour;
  try {
    board = (JSON.parse(readFileSync(file, "utf8")) ?? {}) as Neighbour;
  } catch {
    return undefined;
  }
  const { homeAssistant, broker } = board;
  if (homeAssistant?.identity !== "name" || homeAssistant.discovery === false) return undefined;
  const name = basename(file, ".json");
  const usual = JSON.stringify(board.topics ?? "").includes("{mac}") ? "{name}-{mac}" : "{name}";
  const text = broker?.clientId ?? usual;
  if (typeof text !== "string" || text.includes("${")) return undefined;
  return text.replaceAll("{name}", name).replaceAll("{mac}", MAC_MARK);
}
