import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../scripts/lib/build/build";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { oneWireCrc } from "../simulator/devices/one-wire-rom";
import { runEspruino } from "./espruino-runner";

const root = resolve(__dirname, "../..");

/** A scratchpad with the driver's marks; its check last. */
function scratchpad(low: number, high: number): number[] {
  const bytes = [low, high, 0x2d, 0xd2, 0x7f, 0xff, 0x0c, 0x10];
  return [...bytes, oneWireCrc(bytes)];
}

/**
 * Two DS18B20 at -18.5 and 4.25 °C, of which the second does not answer from its 10th to its 14th reading, and a BME280 with the
 * calibration and the temperature of the BMP280's data sheet.
 */
const WIRING = `
(function(){
  var silent = new Uint8Array([255,255,255,255,255,255,255,255,255]), reads = 0, sent = "", written = "";
  var freezer = new Uint8Array([${scratchpad(0xd8, 0xfe).join()}]), fridge = new Uint8Array([${scratchpad(0x44, 0x00).join()}]);
  global.OneWire = function(pin){
    print("@wire " + pin);
    this.reset = function(){ return true; };
    this.write = function(bytes){ sent = bytes; };
    this.read = function(){
      if (sent[1 + 1] == "\\xff") return freezer;
      reads++;
      return reads > 10 && reads < 15 ? silent : fridge;
    };
    this.search = function(){ return ["28ff641f4c1603ca", "28a1b2c3d4e5f6ac"]; };
  };
  var answers = {
    d0: [0x60], a1: [75], e1: [0x6a, 1, 0, 0x14, 0x26, 3, 0x1e],
    "88": [0x70,0x6b,0x43,0x67,0x18,0xfc,0x7d,0x8e,0x43,0xd6,0xd0,0x0b,0x27,0x0b,0x8c,0,0xf9,0xff,0x8c,0x3c,0xf8,0xc6,0x70,0x17],
    f3: [0, 0x24, 0xa0, 0, 0x65, 0x5a, 0xc0, 0x7e, 0xed, 0, 0x75, 0x30]
  };
  // An object of the build itself: a global of the same name would not be found before it.
  I2C1.setup = function(o){ print("@i2c " + o.scl + " " + o.sda + " " + o.bitrate); };
  I2C1.writeTo = function(address, bytes){
    if (address != 0x76) throw new Error("jshI2CWrite: slave doesn't ACK the transfer");
    written = bytes.charCodeAt(0).toString(16);
  };
  I2C1.readFrom = function(){ return new Uint8Array(answers[written]); };
})();
`;

describe("the freezer's bundle in a real Espruino", () => {
  it("reads parts on both buses, tells of one that is away, and takes up no more memory (needs ESPRUINO)", async function () {
    const executable = process.env["ESPRUINO"];
    if (executable === undefined || executable === "") this.skip();
    this.timeout(120_000);
    const { environment } = simulationEnvironment(root, process.env);
    const { board } = loadBoard("freezer", { environment });
    // A reading takes 0.75 s: on a busy machine it has to end before the next one is due, although time passes four times as fast.
    for (const sensor of board.sensors ?? []) sensor.periodSeconds = 3;
    const folder = mkdtempSync(join(tmpdir(), "mote-freezer-"));
    const broker = new EmbeddedBroker();
    await broker.start();
    const { bundlePath, secrets } = await buildBoard(board, root, folder);
    const espruino = runEspruino({
      executable,
      bundle: readFileSync(bundlePath, "latin1"),
      secrets,
      brokerPort: broker.port,
      wiring: WIRING,
      speed: 4,
    });
    const payloads = (topic: string): string[] =>
      broker.messages.flatMap((message) => (message.topic === `home/freezer/${topic}` ? [message.payload] : []));
    const count = (topic: string): number => payloads(`${topic}/state`).length;
    try {
      await espruino.waitFor("twenty readings of the fridge", () => count("fridge") > 20, 60_000);
      const before = await espruino.memoryAtRest();
      await espruino.waitFor("twenty more", () => count("fridge") > 40, 60_000);
      const after = await espruino.memoryAtRest();
      assert.ok(Math.abs(after - before) <= 10, `${before} variables before, ${after} after`);
      assert.deepEqual([...new Set(payloads("freezer/state"))], ["-18.5"]);
      // Rounded from 4.25.
      assert.deepEqual([...new Set(payloads("fridge/state"))], ["4.3"]);
      assert.deepEqual([...new Set(payloads("room/temperature/state"))], ["25.1"]);
      assert.deepEqual([...new Set(payloads("room/humidity/state"))], ["50.4"]);
      const events = payloads("diagnostics")
        .map((report) => JSON.parse(report) as Record<string, string>)
        .filter(({ id }) => id === "fridge")
        .map(({ event }) => event);
      assert.deepEqual(events, ["no answer", "reading again"]);
      for (const line of ["@wire 4", "@i2c 22 21 100000", "wire: 28ff641f4c1603ca"]) {
        assert.ok(espruino.lines.includes(line), line);
      }
    } finally {
      await espruino.stop();
      await broker.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
