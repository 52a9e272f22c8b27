import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Board, BoardFile } from "../../scripts/lib/board/config";
import { completeBoard } from "../../scripts/lib/board/defaults";
import { isDiscovered } from "../../scripts/lib/home-assistant/discovered";
import { buildBoard } from "../../scripts/lib/build/build";
import { discoveryMessages } from "../../scripts/lib/home-assistant/documents";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { HASH_PLACE } from "../../scripts/lib/program/version";
import { parseMac } from "../../scripts/lib/board/placeholders";
import { SIMULATED_SERIAL } from "../simulator/board-options";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { runEspruino, type EspruinoProcess } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const BIRTH = "homeassistant/status";

/** A list as the chip keeps it of a program with another hash: with the check of a record (firmware/app/kept/record.ts). */
function toldBefore(list: string): string {
  const check = Buffer.from(list, "latin1").reduce((sum, byte) => (sum * 31 + byte) % 16_777_213, list.length);
  return `01234567${check}${list}`;
}

describe("a bundle with discovery in a real Espruino", function () {
  this.timeout(240_000);
  let broker: EmbeddedBroker;
  let espruino: EspruinoProcess;

  afterEach(async () => {
    await espruino?.stop();
    await broker?.stop();
  });

  async function start(
    executable: string,
    homeAssistant: BoardFile["homeAssistant"],
    files: Record<string, string> = {},
  ): Promise<Board> {
    const { environment } = simulationEnvironment(root, process.env);
    const { board } = loadBoard("greenhouse", { environment });
    const whole = completeBoard({
      ...board,
      ...(homeAssistant === undefined ? {} : { homeAssistant }),
      sensors: [
        ...board.sensors,
        { id: "leaf", type: "analog", pin: "D36", periodSeconds: 60, scale: 3.3, unit: "V" } as const,
        { id: "air", type: "ntc", pin: "D39", periodSeconds: 60, resistorOhms: 1e4, beta: 3950 } as const,
      ],
    });
    const folder = mkdtempSync(join(tmpdir(), "mote-home-assistant-"));
    const { bundlePath, secrets } = await buildBoard(whole, root, folder);
    const bundle = readFileSync(bundlePath, "latin1");
    rmSync(folder, { recursive: true });
    broker = new EmbeddedBroker();
    await broker.start();
    espruino = runEspruino({
      executable,
      bundle,
      secrets,
      files,
      brokerPort: broker.port,
      analog: { 34: 0.41, 35: 0.5, 36: 0.1, 39: 0.5 },
    });
    return whole;
  }
  /** The program's hash is known to its builder alone. */
  const configs = (): { topic: string; payload: string }[] =>
    broker.messages
      .filter(({ topic, payload }) => topic.endsWith("/config") && payload !== "")
      .map(({ topic, payload }) => ({ topic, payload: payload.replace(/\+[0-9a-f]{8}"/, `+${HASH_PLACE}"`) }));
  const onlines = (): number =>
    broker.messages.filter(({ topic, payload }) => topic === "home/greenhouse/status" && payload === "online").length;

  for (const form of ["device", "component"] as const) {
    it(`tells of ten entities byte by byte as the host made it, in the ${form} form, and again (needs ESPRUINO)`, async function () {
      const executable = process.env["ESPRUINO"];
      if (executable === undefined || executable === "") this.skip();
      const board = await start(executable, { discovery: form });
      assert.ok(isDiscovered(board));
      const expected = discoveryMessages(board, undefined, parseMac(SIMULATED_SERIAL)).map(({ topic, parts }) => ({
        topic,
        payload: parts.join(""),
      }));
      await espruino.waitFor("online", () => onlines() === 1, 60_000);
      assert.deepEqual(configs(), expected);
      // The first time makes what is kept from then on.
      let before = 0;
      // What is under way at that moment counts, too: the least of several is what is kept.
      let after = Infinity;
      for (let i = 2; i < 5; i++) {
        await broker.publish(BIRTH, "online");
        await espruino.waitFor(`online for the ${i}th time`, () => onlines() === i, 60_000);
        await espruino.memory();
        if (i === 2) before = await espruino.memory();
        else after = Math.min(after, await espruino.memory(), await espruino.memory());
      }
      assert.equal(configs().length, 4 * expected.length);
      assert.deepEqual(configs().slice(-expected.length), expected);
      // What a program that kept no list may have told goes once.
      const farewells = broker.messages.filter(({ topic, payload }) => topic.endsWith("/config") && payload === "");
      assert.equal(farewells.length, expected.length);
      assert.ok(farewells.every(({ topic, retain }) => retain && topic.includes("/mote_greenhouse")));
      console.log(`      ${before} variables in use, ${after} after two more`);
      assert.ok(after - before <= 10, `${before} variables before, ${after} after`);
    });
  }

  it("moves over what a program told in the other form, and takes away what is no more (needs ESPRUINO)", async function () {
    const executable = process.env["ESPRUINO"];
    if (executable === undefined || executable === "") this.skip();
    const mac = parseMac(SIMULATED_SERIAL);
    const list = `\nsoil sensor\ngone switch\n cmote_${mac} homeassistant\n`;
    await start(executable, { discovery: "device" }, { told: toldBefore(list) });
    await espruino.waitFor("online", () => onlines() === 1, 60_000);
    const told = (): string[] =>
      broker.messages
        .filter(({ topic }) => topic.endsWith("/config"))
        .map(({ topic, payload }) => `${topic} ${payload.slice(0, 26)}`);
    const expected = [
      `homeassistant/sensor/mote_${mac}_soil/config {"migrate_discovery":true}`,
      `homeassistant/switch/mote_${mac}_gone/config `,
      `homeassistant/device/mote_${mac}/config {"avty_t":"home/greenhouse`,
      `homeassistant/sensor/mote_${mac}_soil/config `,
    ];
    assert.deepEqual(told(), expected);
    await broker.restart();
    await espruino.waitFor("online once more", () => onlines() === 2, 120_000);
    assert.deepEqual(told(), [...expected, expected[2]]);
  });

  it("takes few variables for it, however long its text is (needs ESPRUINO)", async function () {
    const executable = process.env["ESPRUINO"];
    if (executable === undefined || executable === "") this.skip();
    const used: number[] = [];
    for (const homeAssistant of [undefined, { discovery: "device" }, { discovery: "component" }] as const) {
      await start(executable, homeAssistant);
      used.push(await espruino.memoryAtBoot());
      await espruino.stop();
      await broker.stop();
    }
    const [without = 0, device = 0, component = 0] = used;
    console.log(
      `      ${without} variables at boot without, ${device - without} and ${component - without} more with it`,
    );
    assert.ok(device - without < 210, `${device - without} more`);
    assert.ok(component - without < 230, `${component - without} more`);
  });
});
