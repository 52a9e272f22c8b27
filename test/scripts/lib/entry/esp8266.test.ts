import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard, type Build } from "../../../../scripts/lib/bundle";
import { loadBoard } from "../../../../scripts/lib/load-board";

const root = resolve(__dirname, "../../../..");
const ENGINE = "firmware/engine/nodemcu/esp8266";

/** All that NodeMCU on the ESP8266 can do; on one board it would be more than the chip has memory for. */
const BASE = {
  engine: "nodemcu",
  chip: "esp8266",
  wifi: {
    networks: ["first", "second"].map((ssid) => ({ ssid, password: "correct horse" })),
    hostname: "everything-{mac}",
    address: { ip: "192.168.1.50", gateway: "192.168.1.1" },
  },
  broker: { urls: ["mqtt://192.168.1.10", "mqtt://192.168.1.11"] },
  topics: { base: "home/{mac}" },
};
const [FIRST, SECOND] = [
  {
    name: "first",
    ...BASE,
    time: { server: "192.168.1.1" },
    watchdogSeconds: 60,
    diagnostics: ["version", "resetReason", "bootCount", "freeMemory", "signalStrength"],
    sensors: [
      { id: "outside", type: "ntc", pin: "A0", periodSeconds: 10, resistorOhms: 10_000, beta: 3950 },
      { id: "meter", type: "pulseCounter", pin: "D6", periodSeconds: 10, pulsesPerUnit: 1000, unit: "kWh" },
      { id: "tank", type: "hcsr04", triggerPin: "D0", echoPin: "D7", periodSeconds: 10 },
      { id: "signal", type: "signalStrength", periodSeconds: 60 },
    ],
  },
  {
    name: "second",
    ...BASE,
    commands: { signingKey: "00112233445566778899aabbccddeeff".repeat(2) },
    buses: [
      { id: "wire", type: "oneWire", pin: "D5" },
      { id: "i2c", type: "i2c", clock: "D1", data: "D2" },
    ],
    sensors: [
      { id: "cold", type: "ds18b20", periodSeconds: 60 },
      { id: "dark", type: "bh1750", periodSeconds: 60 },
    ],
    actuators: [
      { id: "strip", type: "rgb", pin: "D4", count: 8 },
      { id: "push", type: "button", pin: "D3" },
    ],
  },
];

describe("boards for NodeMCU on the ESP8266", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "mote-everything-"));
  before(() => mkdirSync(join(folder, "boards")));
  after(() => rmSync(folder, { recursive: true }));

  const builds = new Map<string, Promise<{ build: Build; program: string }>>();
  function build(board: { name: string }): Promise<{ build: Build; program: string }> {
    const made = builds.get(board.name) ?? buildAnew(board);
    builds.set(board.name, made);
    return made;
  }

  async function buildAnew(board: { name: string }): Promise<{ build: Build; program: string }> {
    writeFileSync(join(folder, `boards/${board.name}.json`), JSON.stringify(board));
    const outDir = join(folder, board.name);
    const built = await buildBoard(loadBoard(board.name, { environment: {}, root: folder }).board, root, outDir);
    return { build: built, program: readFileSync(join(outDir, "mote.lua"), "latin1") };
  }

  it("take each of their engine's files, and compile", async () => {
    const programs = (await build(FIRST)).program + (await build(SECOND)).program;
    const files = readdirSync(join(root, ENGINE)).flatMap((name) => /^([\w-]+)\.ts$/.exec(name)?.[1] ?? []);
    assert.ok(files.length > 10);
    for (const file of files) assert.ok(programs.includes(`["${ENGINE}/${file}"]`.replaceAll("/", ".")), file);
    assert.ok(!programs.includes("esp32"));
  });

  it("are told what they keep of the heap, and refused where that is more than there is", async () => {
    const kept = async (board: { name: string }): Promise<number> => (await build(board)).build.heapBytes ?? NaN;
    const [small, large] = [await kept({ ...FIRST, name: "small", sensors: [] } as never), await kept(FIRST)];
    assert.ok(small > 8_000 && small < large && large < 37_000, `${small} and ${large}`);
    const sensors = [...FIRST.sensors!, ...SECOND.sensors!];
    const everything = { ...FIRST, ...SECOND, name: "everything", outbox: {}, homeAssistant: {}, sensors };
    await assert.rejects(
      build(everything),
      /the program keeps \d+ bytes of the ESP8266's heap, and a connection needs 3000 more, of some 40000 in all: give/,
    );
  });
});
