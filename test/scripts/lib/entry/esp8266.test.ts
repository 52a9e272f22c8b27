import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../../../scripts/lib/bundle";
import { loadBoard } from "../../../../scripts/lib/load-board";

const root = resolve(__dirname, "../../../..");
const ENGINE = "firmware/engine/nodemcu/esp8266";

/** All that NodeMCU on the ESP8266 can do. */
const EVERYTHING = {
  name: "everything",
  engine: "nodemcu",
  chip: "esp8266",
  wifi: {
    networks: ["first", "second"].map((ssid) => ({ ssid, password: "correct horse" })),
    hostname: "everything-{mac}",
    address: { ip: "192.168.1.50", gateway: "192.168.1.1" },
  },
  broker: { urls: ["mqtt://192.168.1.10", "mqtt://192.168.1.11"] },
  topics: { base: "home/{mac}" },
  time: { server: "192.168.1.1" },
  commands: { signingKey: "00112233445566778899aabbccddeeff".repeat(2) },
  watchdogSeconds: 60,
  safeModeAfterBoots: 5,
  diagnostics: ["version", "resetReason", "bootCount", "freeMemory", "signalStrength"],
  buses: [
    { id: "wire", type: "oneWire", pin: "D5" },
    { id: "i2c", type: "i2c", clock: "D1", data: "D2" },
  ],
  sensors: [
    { id: "outside", type: "ntc", pin: "A0", periodSeconds: 10, resistorOhms: 10_000, beta: 3950 },
    {
      id: "meter",
      type: "pulseCounter",
      pin: "D6",
      periodSeconds: 10,
      pulsesPerUnit: 1000,
      unit: "kWh",
      total: { keepEveryMinutes: 60 },
    },
    { id: "tank", type: "hcsr04", triggerPin: "D0", echoPin: "D7", periodSeconds: 10 },
    { id: "cold", type: "ds18b20", periodSeconds: 60 },
    { id: "room", type: "bme280", periodSeconds: 60 },
    { id: "signal", type: "signalStrength", periodSeconds: 60 },
    { id: "memory", type: "freeMemory", periodSeconds: 60 },
  ],
  actuators: [
    { id: "strip", type: "rgb", pin: "D4", count: 8 },
    { id: "lamp", type: "light", pin: "D8", hz: 500 },
    { id: "push", type: "button", pin: "D3" },
  ],
  homeAssistant: {},
};

describe("a board with everything, for NodeMCU on the ESP8266", function () {
  this.timeout(60_000);

  it("takes each of its engine's files, and compiles", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mote-everything-"));
    try {
      mkdirSync(join(folder, "boards"));
      writeFileSync(join(folder, "boards/everything.json"), JSON.stringify(EVERYTHING));
      const { board } = loadBoard("everything", { environment: {}, root: folder });
      const outDir = join(folder, "dist");
      await buildBoard(board, root, outDir);
      const program = readFileSync(join(outDir, "mote.lua"), "latin1");
      const files = readdirSync(join(root, ENGINE)).flatMap((name) => /^([\w-]+)\.ts$/.exec(name)?.[1] ?? []);
      assert.ok(files.length > 10);
      for (const file of files) assert.ok(program.includes(`["${ENGINE}/${file}"]`.replaceAll("/", ".")), file);
      assert.ok(!program.includes("esp32"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
