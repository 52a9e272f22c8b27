import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { grouped, table } from "../bench/markdown";
import type { Board, BoardFile } from "../board/config";
import { completeBoard } from "../board/defaults";
import { loadBoard } from "../board/load";
import { BARE_BOARD } from "../board/reference/example";
import { readEnvironmentFile } from "../board/secrets";
import { buildBoard, type Build } from "../build/build";
import { HEAP_BYTES } from "../build/lua/heap";

/** Boards that show what a program takes, and what they have. */
const BOARDS = [
  ["esp32-devkit", "uptime and an LED, all at QoS 0"],
  ["greenhouse", "six readings, a pump with limits, a lamp"],
  ["door", "signed commands"],
  ["weather", "five parts on one bus, filters"],
  ["cold-store", "QoS 1 and 2 both ways, an outbox"],
] as const;

/** Bytes of the programs of some boards for Espruino, and of the MQTT client in them. */
export async function programSizes(root: string): Promise<string> {
  const environment = readEnvironmentFile(root, ".env.example");
  const rows: string[][] = [];
  for (const [name, what] of BOARDS) {
    const { bytes, parts } = await built(loadBoard(name, { environment, root }).board, root);
    const client = parts.find((part) => part.name === "mqtt")?.bytes ?? 0;
    rows.push([`\`${name}\`: ${what}`, grouped(bytes), grouped(client)]);
  }
  return table([["board", "bytes in all", "of them the client"], ...rows]);
}

const CONTACTS = { type: "digital", periodSeconds: 60, debounceMs: 50 };
/** What a board on the ESP8266 may have; measured each by itself. */
const PARTS: readonly (readonly [what: string, has: BoardFile])[] = [
  ["a reading (`analog`)", { sensors: [{ id: "soil", type: "analog", pin: "A0", periodSeconds: 10 }] }],
  ["a contact (`digital`)", { sensors: [{ ...CONTACTS, id: "door", type: "digital", pin: "D5" }] }],
  [
    "four switches",
    {
      actuators: ["D1", "D2", "D5", "D6"].map((pin) => ({ id: `relay-${pin}`, type: "switch", pin })),
    },
  ],
  ["a light", { actuators: [{ id: "lamp", type: "light", pin: "D2", hz: 500 }] }],
  [
    "a DS18B20, with its bus",
    {
      buses: [{ id: "wire", type: "oneWire", pin: "D2" }],
      sensors: [{ id: "air", type: "ds18b20", periodSeconds: 10 }],
    },
  ],
  [
    "a BME280, with its bus",
    {
      buses: [{ id: "i2c", type: "i2c", clock: "D1", data: "D2" }],
      sensors: [{ id: "air", type: "bme280", periodSeconds: 10 }],
    },
  ],
  ["an outbox", { outbox: {} }],
  [
    "signed commands, with a switch",
    {
      commands: { signingKey: "0123456789abcdef0123456789abcdef" },
      actuators: [{ id: "lock", type: "switch", pin: "D1" }],
    },
  ],
  [
    "Home Assistant, with a reading",
    { homeAssistant: {}, sensors: [{ id: "soil", type: "analog", pin: "A0", periodSeconds: 10 }] },
  ],
];

/** What parts of a board take of the ESP8266's heap. */
export async function heapOfParts(root: string): Promise<string> {
  const kept = async (has: BoardFile): Promise<number> => {
    const file = { ...BARE_BOARD, engine: "nodemcu", chip: "esp8266", ...has } as const;
    const { heapBytes } = await built(completeBoard(file), root);
    if (heapBytes === undefined) throw new Error("a program that does not start");
    return heapBytes;
  };
  const bare = await kept({});
  const rows: string[][] = [];
  for (const [what, has] of PARTS) rows.push([what, kilobytes((await kept(has)) - bare)]);
  return table([
    [`of some ${grouped(HEAP_BYTES)} bytes of heap`, "kB"],
    ["a node with nothing on it leaves", kilobytes(HEAP_BYTES - bare)],
    ...rows,
  ]);
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}

/** Builds a board in a folder that is gone afterwards. */
async function built(board: Board, root: string): Promise<Build> {
  const folder = mkdtempSync(join(tmpdir(), "mote-figures-"));
  try {
    return await buildBoard(board, root, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
