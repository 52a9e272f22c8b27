import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard, type Build } from "../../../../scripts/lib/build/build";
import { loadBoard } from "../../../../scripts/lib/board/load";

const root = resolve(__dirname, "../../../..");
const ENGINE = "firmware/engine/nodemcu/esp8266";

const BASE = {
  engine: "nodemcu",
  chip: "esp8266",
  wifi: { ssid: "home", password: "correct horse" },
  broker: { urls: ["mqtt://192.168.1.10"] },
};
/** All that NodeMCU on the ESP8266 can do; on one board it would be more than the chip has memory for. */
const BOARDS = [
  {
    name: "station",
    ...BASE,
    wifi: { ...BASE.wifi, hostname: "{name}-{mac}", address: { ip: "192.168.1.50", gateway: "192.168.1.1" } },
    time: { server: "192.168.1.1" },
    watchdogSeconds: 60,
    diagnostics: ["version", "resetReason", "bootCount", "freeMemory", "signalStrength", "ipAddress"],
    sensors: [{ id: "outside", type: "ntc", pin: "A0", periodSeconds: 10, resistorOhms: 10_000, beta: 3950 }],
  },
  {
    name: "asleep",
    ...BASE,
    time: { server: "192.168.1.1" },
    sleep: { everySeconds: 600, connectEvery: 6 },
    sensors: [{ id: "outside", type: "analog", pin: "A0" }],
  },
  {
    name: "pulses",
    ...BASE,
    sensors: [
      { id: "meter", type: "pulseCounter", pin: "D6", periodSeconds: 10, rate: false },
      { id: "tank", type: "hcsr04", triggerPin: "D0", echoPin: "D7", periodSeconds: 10 },
    ],
    actuators: [
      { id: "strip", type: "rgb", pin: "D4", count: 8 },
      { id: "push", type: "button", pin: "D3" },
    ],
  },
  {
    name: "buses",
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
    actuators: [{ id: "pump", type: "switch", pin: "D6" }],
  },
];

describe("boards for NodeMCU on the ESP8266", function () {
  this.timeout(120_000);
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
    let programs = "";
    for (const board of BOARDS) programs += (await build(board)).program;
    const files = readdirSync(join(root, ENGINE)).flatMap((name) => /^([\w-]+)\.ts$/.exec(name)?.[1] ?? []);
    assert.ok(files.length > 10);
    for (const file of files) assert.ok(programs.includes(`["${ENGINE}/${file}"]`.replaceAll("/", ".")), file);
    assert.ok(!programs.includes("esp32"));
  });

  it("are told what they keep of the heap, and refused where that is more than there is", async () => {
    const kept = async (board: { name: string }): Promise<number> => (await build(board)).build.heapBytes ?? NaN;
    const [small, large] = [await kept({ name: "small", ...BASE } as never), await kept(BOARDS[1])];
    assert.ok(small > 12_000 && small < large && large < 36_000, `${small} and ${large}`);
    const readings = Array.from({ length: 20 }, (_, i) => ({ id: `up${i}`, type: "uptime", periodSeconds: 60 }));
    const everything = { ...BOARDS[0], name: "everything", outbox: {}, homeAssistant: {}, sensors: readings };
    await assert.rejects(
      build(everything),
      /the program keeps \d+ bytes of the ESP8266's heap, and a connection needs 2000 more, of some 40000 in all: give/,
    );
  });
});
