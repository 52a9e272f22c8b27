import assert from "node:assert/strict";
import { Bme280 } from "../simulator/devices/bme280";
import { Ds18b20 } from "../simulator/devices/ds18b20";
import { HcSr04 } from "../simulator/devices/hcsr04";
import { PulseSource } from "../simulator/devices/pulse-counter";
import { Ws2812 } from "../simulator/devices/rgb";
import { TimeServer } from "../simulator/network/time-server";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

/** Of the simulated board; in the board file it is "A0". */
const ANALOG_PIN = 17;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("a node on NodeMCU on the ESP8266", function () {
  this.timeout(120_000);
  let node: SimulatedNode | undefined;
  afterEach(async () => {
    await node?.close();
    node = undefined;
  });

  /** A node with these parts of a board file, online. */
  async function online(parts: object): Promise<SimulatedNode> {
    const path = boardFile("shed", { engine: "nodemcu", chip: "esp8266", ...parts });
    return (node = await SimulatedNode.online(path));
  }

  it("publishes readings, obeys commands and refuses what is none", async () => {
    node = await SimulatedNode.online("nodemcu-esp8266");
    const { board } = node;
    board.pin(ANALOG_PIN).volts = 1.65;
    const { payload } = await node.untilNext("soil/state", 11_000);
    assert.equal(payload, "50.0");
    board.pin(5).level = false;
    await board.run(200);
    board.pin(5).level = true;
    await board.run(200);
    assert.deepEqual(node.payloads("door/state").slice(-2), ["OFF", "ON"]);
    await node.command("pump", "ON");
    await node.command("lamp", "40");
    await node.command("lamp", "400");
    assert.deepEqual(node.payloads("pump/state"), ["OFF", "ON"]);
    assert.deepEqual(node.payloads("lamp/state"), ["0", "40"]);
    assert.equal(board.pin(1).level, true);
    const { duty, hz } = board.pin(2).changes.at(-1)!;
    assert.deepEqual([Math.round(duty * 1023), hz], [409, 500]);
    assert.equal(node.diagnostics["refused"], 1);
    assert.equal(node.payloads("signal/state").at(-1), "-55");
    assert.deepEqual(board.uncaught, []);
  });

  it("comes back when the Wi-Fi was gone, and when the broker was", async () => {
    node = await SimulatedNode.online("nodemcu-esp8266");
    node.board.accessPoint.up = false;
    await node.board.run(MINUTE);
    node.board.accessPoint.up = true;
    await node.untilOnline(2 * MINUTE);
    node.network.connectFailure = "timed out";
    node.network.resetAll();
    await node.board.run(2 * MINUTE);
    node.network.connectFailure = undefined;
    await node.untilOnline(2 * MINUTE);
    await node.board.run(2_000);
    assert.equal(node.diagnostics["connects"], 3);
    assert.deepEqual(node.board.uncaught, []);
  });

  it("goes on after its clock has begun again many times, with uptime and alarms", async () => {
    node = await SimulatedNode.online("nodemcu-esp8266");
    await node.board.run(5 * HOUR);
    const uptime = Number(node.payloads("uptime/state").at(-1));
    assert.ok(Math.abs(uptime - node.board.uptimeMs / 1000) <= 61, `${uptime} s`);
    await node.command("pump", "ON");
    await node.board.run(9 * MINUTE);
    assert.equal(node.board.pin(1).level, true);
    await node.board.run(2 * MINUTE);
    assert.equal(node.board.pin(1).level, false);
    assert.deepEqual(node.board.uncaught, []);
  });

  it("counts every pulse of a meter, and measures its rate", async () => {
    const { board, payloads } = await online({
      sensors: [
        { id: "mains", type: "pulseCounter", pin: "D5", periodSeconds: 10, pulsesPerUnit: 1000, unit: "kWh" },
        { id: "water", type: "pulseCounter", pin: "D6", periodSeconds: 10, debounceMs: 50 },
      ],
    });
    const last = (id: string): number => Number(payloads.call(node, `${id}/state`).at(-1));
    const mains = node!.device(PulseSource, "mains");
    const water = node!.device(PulseSource, "water");
    water.pulseMs = 200;
    water.bounces = 3;
    mains.hz = 2_300 / 3_600;
    water.hz = 0.2;
    await board.run(HOUR);
    assert.equal(last("mains/rate"), 2_300);
    assert.ok(last("mains/total") > 2.29 && last("mains/total") <= 2.3, `${last("mains/total")} kWh`);
    assert.ok(last("water/total") >= 716 && last("water/total") <= 720, `${last("water/total")} l`);
    assert.deepEqual(board.uncaught, []);
  });

  it("measures a distance by its echo", async () => {
    await online({ sensors: [{ id: "tank", type: "hcsr04", triggerPin: "D1", echoPin: "D2", periodSeconds: 10 }] });
    const meter = node!.device(HcSr04, "tank");
    assert.ok(Math.abs(Number((await node!.untilNext("tank/state", 11_000)).payload) - 120) < 1);
    meter.distanceCm = 3;
    await node!.board.run(21_000);
    assert.ok(Math.abs(Number(node!.payloads("tank/state").at(-1)) - 3) < 0.5);
    const readings = node!.payloads("tank/state").length;
    meter.distanceCm = undefined;
    await node!.board.run(MINUTE);
    assert.equal(node!.payloads("tank/state").length, readings);
  });

  it("lights a strip", async () => {
    await online({ actuators: [{ id: "strip", type: "rgb", pin: "D4", count: 8 }] });
    const strip = node!.device(Ws2812, "strip");
    await node!.command("strip", '{"state":"ON","color":{"r":255,"g":0,"b":0},"brightness":255}');
    assert.deepEqual(strip.colors[7], { red: 255, green: 0, blue: 0 });
    assert.equal(strip.unclear, 0);
  });

  it("reads parts on its buses", async () => {
    const board = {
      buses: [
        { id: "wire", type: "oneWire", pin: "D5" },
        { id: "i2c", type: "i2c", clock: "D1", data: "D2" },
      ],
      sensors: [
        { id: "cold", type: "ds18b20", periodSeconds: 10 },
        { id: "room", type: "bme280", periodSeconds: 10 },
      ],
    };
    const { payloads } = await online(board);
    node!.device(Ds18b20, "cold").celsius = () => 21.5;
    node!.device(Bme280, "room").celsius = () => 21.5;
    await node!.board.run(25_000);
    assert.equal(payloads.call(node, "cold/state").at(-1), "21.5");
    assert.match(payloads.call(node, "room/temperature/state").at(-1) ?? "", /^21\.[45]/);
  });

  it("tells the time, why it was reset, and how often it booted", async () => {
    const server = new TimeServer(1_801_627_506);
    await online({
      time: { server: "pool.ntp.org" },
      diagnostics: ["resetReason", "bootCount", "freeMemory", "signalStrength"],
      actuators: [{ id: "pump", type: "switch", pin: "D1" }],
    });
    node!.network.datagramServers.set("pool.ntp.org:123", server);
    await node!.board.run(10 * MINUTE);
    await node!.command("pump", "PERHAPS");
    const { time, resetReason, bootCount, freeMemory } = node!.diagnostics;
    assert.ok(Math.abs(Number(time) - 1_801_627_506 - node!.board.nowMs / 1000) <= 3, `${time}`);
    assert.deepEqual([resetReason, bootCount], ["power on", 1]);
    assert.ok(Number(freeMemory) > 0);
    node!.board.reboot("watchdog");
    await node!.untilOnline(15_000);
    await node!.board.run(2_000);
    assert.deepEqual([node!.diagnostics["resetReason"], node!.diagnostics["bootCount"]], ["watchdog", 2]);
  });

  it("reports that it ran out of memory at a command, and stays online", async () => {
    node = await SimulatedNode.online("nodemcu-esp8266");
    node.board.interruptNext("data");
    await node.command("lamp", "40");
    await node.board.run(MINUTE);
    await node.command("lamp", "50");
    assert.equal(node.payloads("lamp/state").at(-1), "50");
    assert.equal(node.diagnostics["errors"], 1);
    assert.equal(node.diagnostics["connects"], 1);
  });

  it("restarts where its timers run no more, by the watchdog that it set", async () => {
    await online({ watchdogSeconds: 30, diagnostics: ["resetReason"] });
    node!.board.hangNext("timeout");
    await node!.untilOnline(MINUTE);
    await node!.board.run(2_000);
    assert.equal(node!.diagnostics["resetReason"], "watchdog");
  });

  it("has as much memory after hours of readings, commands and lost connections as after the first", async () => {
    node = await SimulatedNode.online("nodemcu-esp8266");
    const hour = async (): Promise<number> => {
      for (const level of ["10", "90"]) await node!.command("lamp", level);
      await node!.board.run(1_800_000);
      node!.network.resetAll();
      await node!.untilOnline(120_000);
      await node!.board.run(1_800_000);
      return Number(node!.payloads("memory/state").at(-1));
    };
    const before = await hour();
    let free = before;
    for (let i = 1; i < inFullOr(24, 3); i++) free = await hour();
    assert.ok(Math.abs(free - before) <= 1024, `${before} bytes free, then ${free}`);
    assert.deepEqual(node.board.uncaught, []);
  });
});
