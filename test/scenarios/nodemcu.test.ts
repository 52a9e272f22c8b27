import assert from "node:assert/strict";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

describe("a node on NodeMCU", function () {
  this.timeout(120_000);

  it("publishes readings, obeys commands and refuses what is none", async () => {
    const node = await SimulatedNode.online("nodemcu-esp32");
    node.board.pin(34).volts = 1.65;
    const { payload } = await node.untilNext("water/state", 11_000);
    assert.equal(payload, "50.0");
    await node.command("pump", "ON");
    await node.command("fan", "40");
    await node.command("fan", "400");
    assert.deepEqual(node.payloads("pump/state"), ["OFF", "ON"]);
    assert.deepEqual(node.payloads("fan/state"), ["0", "40"]);
    assert.equal(node.board.pin(26).level, true);
    assert.equal(node.diagnostics["refused"], 1);
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  it("comes back when the Wi-Fi was gone", async () => {
    const node = await SimulatedNode.online("nodemcu-esp32");
    node.board.accessPoint.up = false;
    await node.board.run(60_000);
    node.board.accessPoint.up = true;
    await node.untilOnline(120_000);
    await node.board.run(2_000);
    assert.equal(node.diagnostics["connects"], 2);
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  it("takes a contact's level only once it has stood, wherever in a tick of 10 ms it came", async () => {
    const sensors = [{ id: "door", type: "digital", pin: "D27", pull: "up", debounceMs: 15, periodSeconds: 3600 }];
    const node = await SimulatedNode.online(boardFile("hall", { engine: "nodemcu", sensors }));
    const contact = node.board.pin(27);
    await node.board.run(2_000);
    const { length } = node.payloads("door/state");
    for (let ms = 0; ms < 10; ms++) {
      await node.board.run(100 + ms);
      contact.level = false;
      await node.board.run(13);
      contact.level = true;
    }
    await node.board.run(1_000);
    assert.equal(node.payloads("door/state").length, length);
    contact.level = false;
    await node.board.run(1_000);
    assert.equal(node.payloads("door/state").length, length + 1);
    await node.close();
  });

  it("counts its boots, and starts in safe mode after three that were cut short, until it is told to leave it", async () => {
    const path = boardFile("cellar", {
      engine: "nodemcu",
      safeModeAfterBoots: 3,
      diagnostics: ["version", "bootCount", "freeMemory", "signalStrength"],
      sensors: [{ id: "uptime", type: "uptime", periodSeconds: 10 }],
      actuators: [{ id: "pump", type: "switch", pin: "D26", initialValue: "ON" }],
    });
    const node = await SimulatedNode.boot(path);
    for (let i = 0; i < 3; i++) {
      await node.board.run(20_000);
      node.board.reboot();
    }
    await node.untilOnline(60_000);
    await node.board.run(15_000);
    assert.equal(node.payloads("safe-mode/state").at(-1), "ON");
    assert.equal(node.board.pin(26).level, false);
    assert.match(String(node.diagnostics["safeMode"]), /^send OFF to cellar\/safe-mode\/set/);
    assert.equal(node.diagnostics["bootCount"], 4);
    assert.match(String(node.diagnostics["version"]), /\+[0-9a-f]{8}$/);
    const readings = node.payloads("uptime/state").length;
    await node.board.run(15_000);
    assert.equal(node.payloads("uptime/state").length, readings);
    await node.command("safe-mode", "OFF");
    await node.untilOnline(60_000);
    await node.board.run(2_000);
    assert.equal(node.payloads("safe-mode/state").at(-1), "OFF");
    assert.equal(node.board.pin(26).level, true);
    assert.equal(node.diagnostics["bootCount"], 5);
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  it("has as much memory after hours of readings, commands and lost connections as after the first", async () => {
    const node = await SimulatedNode.online("nodemcu-esp32");
    const bytes = async (): Promise<number> => {
      node.board.typeOnConsole('collectgarbage() collectgarbage() print("bytes", collectgarbage("count") * 1024)');
      await node.board.run(0);
      return Number(node.board.console.at(-1)?.replace("bytes\t", ""));
    };
    const hour = async (): Promise<void> => {
      for (const level of ["10", "90"]) await node.command("fan", level);
      await node.board.run(1_800_000);
      node.network.resetAll();
      await node.untilOnline(120_000);
      await node.board.run(1_800_000);
    };
    await hour();
    const before = await bytes();
    for (let i = 1; i < inFullOr(24, 3); i++) await hour();
    const grown = (await bytes()) - before;
    assert.ok(Math.abs(grown) <= 1024, `${grown} bytes more`);
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });
});
