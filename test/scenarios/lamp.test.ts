import assert from "node:assert/strict";
import { Random, seed } from "../random";
import { Ws2812 } from "../simulator/devices/rgb";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const PUSH = 27;
const LIGHT = 33;
const SECOND = 1_000;
const MINUTE = 60_000;

describeOnEngines("a lamp with a button", function (engine) {
  this.timeout(120_000);
  let node: SimulatedNode;

  beforeEach(async () => {
    node = await SimulatedNode.boot("lamp");
    node.board.pin(PUSH).level = true;
    await node.untilOnline(15 * SECOND);
    await node.board.run(2 * SECOND);
  });
  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  const state = (): { state: string; brightness: number } =>
    JSON.parse(node.payloads("light/state").at(-1) ?? "{}") as { state: string; brightness: number };
  const duty = (): number => node.board.pin(LIGHT).duty;

  /** A press of 100 ms that bounces. */
  async function press(): Promise<void> {
    for (const [level, ms] of [
      [false, 2],
      [true, 3],
      [false, 100],
      [true, 2],
      [false, 1],
      [true, 200],
    ] as const) {
      node.board.pin(PUSH).level = level;
      await node.board.run(ms);
    }
  }

  it("is dark at boot, and says so", () => {
    assert.deepEqual(state(), { state: "OFF", brightness: 255 });
    assert.equal(duty(), 0);
  });

  it("a press lights it within a tenth of a second, and the state is told", async () => {
    const pin = node.board.pin(LIGHT);
    const pressedMs = node.board.nowMs;
    await press();
    const tookMs = (pin.changes.find(({ level }) => level)?.atMs ?? Infinity) - pressedMs;
    assert.ok(tookMs > 0 && tookMs <= (engine === "espruino" ? 100 : 120), `${tookMs} ms`);
    await node.board.run(SECOND);
    assert.equal(duty(), 1);
    assert.deepEqual(state(), { state: "ON", brightness: 255 });
    await press();
    await node.board.run(SECOND);
    assert.equal(duty(), 0);
    assert.deepEqual(state(), { state: "OFF", brightness: 255 });
    assert.equal(node.on("light/state").at(-1)?.retain, true);
  });

  it("fades as Home Assistant asks for it, and is quiet afterwards", async () => {
    await node.command("light", '{"state":"ON","brightness":128,"transition":10}');
    assert.deepEqual(state(), { state: "ON", brightness: 128 });
    assert.ok(duty() > 0 && duty() < 0.01, `${duty()}`);
    await node.board.run(9 * SECOND);
    // (128 / 255) ^ 2.8, in 1,024 steps at least
    assert.ok(Math.abs(duty() - 0.1452) < 1 / 1024, `${duty()}`);
    const { length } = node.board.pin(LIGHT).changes;
    await node.board.run(10 * MINUTE);
    assert.equal(node.board.pin(LIGHT).changes.length, length);
  });

  it("what is no command moves nothing, is counted and told", async () => {
    const { length } = node.board.pin(LIGHT).changes;
    for (const payload of ["50", '{"state":"ON","brightness":300}', "[".repeat(300), '{"state":"ON"']) {
      await node.command("light", payload);
    }
    assert.equal(node.board.pin(LIGHT).changes.length, length);
    assert.equal(node.diagnostics.refused, 4);
    assert.equal(node.diagnostics.event, "command refused");
    assert.deepEqual(state(), { state: "OFF", brightness: 255 });
  });

  it("the button works without Wi-Fi, and who comes back is told what it did", async () => {
    node.board.accessPoint.up = false;
    await node.board.run(10 * SECOND);
    const told = node.on("light/state").length;
    await press();
    await node.board.run(2 * SECOND);
    assert.equal(duty(), 1);
    assert.equal(node.on("light/state").length, told);
    node.board.accessPoint.up = true;
    await node.untilOnline(5 * MINUTE);
    await node.board.run(2 * SECOND);
    assert.deepEqual(state(), { state: "ON", brightness: 255 });
  });

  it("works from the first second on, before there ever was a network; held at boot is no press", async () => {
    node.board.accessPoint.up = false;
    node.board.pin(PUSH).level = false;
    node.board.reboot();
    await node.board.run(SECOND);
    assert.equal(duty(), 0);
    node.board.pin(PUSH).level = true;
    await node.board.run(200);
    await press();
    await node.board.run(2 * SECOND);
    assert.equal(duty(), 1);
  });

  it(`presses, commands and faults end with everybody of one mind (seed ${seed()})`, async () => {
    hasOwnTraffic("its states are told at each connection too, and each engine is back at another moment");
    const random = new Random(seed());
    let isOn = false;
    for (let minute = 0; minute < inFullOr(24, 3) * 60; minute += 10) {
      const fault = random.below(12);
      if (fault === 0) node.board.accessPoint.up = false;
      if (fault === 1) node.network.resetAll();
      if (fault === 2) node.network.goSilent();
      if (random.below(2) > 0) {
        await press();
        isOn = !isOn;
      }
      await node.board.run(5 * MINUTE);
      assert.equal(duty() > 0, isOn, `minute ${minute}`);
      node.board.accessPoint.up = true;
      await node.board.run(5 * MINUTE);
      if (random.below(3) === 0) {
        const brightness = 1 + random.below(255);
        await node.command("light", JSON.stringify({ state: "ON", brightness, transition: random.below(3) }));
        isOn = true;
        await node.board.run(2 * SECOND);
        assert.equal(state().brightness, brightness);
      }
      assert.equal(state().state, isOn ? "ON" : "OFF", `minute ${minute}`);
    }
    assert.equal(node.diagnostics.errors, 0);
    assert.equal(node.diagnostics.refused, 0);
  });

  it("a strip of LEDs shows the colour asked for, and the state tells it", async () => {
    const strip = node.device(Ws2812, "strip");
    await node.command("strip", '{"state":"ON","brightness":255,"color":{"r":255,"g":128,"b":0}}');
    // 128 / 255 to the power of 2.8
    assert.deepEqual(strip.colors, Array(30).fill({ red: 255, green: 37, blue: 0 }));
    assert.equal(
      node.payloads("strip/state").at(-1),
      '{"state":"ON","brightness":255,"color_mode":"rgb","color":{"r":255,"g":128,"b":0}}',
    );
    await node.command("strip", '{"state":"OFF","transition":1}');
    assert.deepEqual(strip.colors, Array(30).fill({ red: 0, green: 0, blue: 0 }));
    assert.equal(strip.unclear, 0);
    await node.command("strip", '{"state":"ON","color":{"r":300}}');
    assert.equal(node.diagnostics.refused, 1);
  });
});
