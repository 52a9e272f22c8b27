import assert from "node:assert/strict";
import { Lamp } from "../simulator/devices/light";
import { boardFile } from "./board-file";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const PUSH = 27;
const SECOND = 1_000;
const MINUTE = 60_000;

const BOARD = boardFile("bedroom", {
  sensors: [{ id: "push", type: "digital", pin: "D27", activeLow: true, periodSeconds: 300 }],
  actuators: [{ id: "light", type: "light", pin: "D33", transitionSeconds: 1 }],
  rules: [{ type: "contact", sensor: "push", actuator: "light" }],
});

describeOnEngines("a light with a button", function () {
  this.timeout(60_000);
  let node: SimulatedNode;

  beforeEach(async () => {
    node = await SimulatedNode.boot(BOARD);
    node.board.pin(PUSH).level = true;
    await node.untilOnline(15 * SECOND);
    await node.board.run(2 * SECOND);
  });
  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  const duty = (): number => Math.round(node.device(Lamp, "light").duty * 1000) / 1000;
  const state = (): string => node.payloads("light/state").at(-1) ?? "";

  async function press(): Promise<void> {
    node.board.pin(PUSH).level = false;
    await node.board.run(150);
    node.board.pin(PUSH).level = true;
    await node.board.run(150);
  }

  it("obeys Home Assistant's JSON, and fades", async () => {
    await node.command("light", '{"state":"ON","brightness":128,"transition":8}');
    assert.ok(duty() > 0 && duty() < 0.02, `${duty()}`);
    await node.board.run(8 * SECOND);
    assert.ok(Math.abs(duty() - 0.145) < 0.002, `${duty()}`);
    assert.equal(state(), '{"state":"ON","brightness":128}');
    await node.command("light", '{"state": "OFF"}');
    assert.equal(duty(), 0);
    assert.equal(state(), '{"state":"OFF","brightness":128}');
  });

  it("what is no command moves nothing, and is counted", async () => {
    for (const payload of ["50", '{"state":"ON","brightness":300}', "[".repeat(300), '{"state":"ON"', ""]) {
      await node.command("light", payload);
    }
    assert.equal(duty(), 0);
    assert.equal(node.diagnostics.refused, 5);
  });

  it("the button works without Wi-Fi, and who comes back is told what it did", async () => {
    node.board.accessPoint.up = false;
    await node.board.run(10 * SECOND);
    await press();
    await node.board.run(2 * SECOND);
    assert.equal(duty(), 1);
    assert.equal(state(), '{"state":"OFF","brightness":255}');
    node.board.accessPoint.up = true;
    await node.untilOnline(5 * MINUTE);
    await node.board.run(2 * SECOND);
    assert.equal(state(), '{"state":"ON","brightness":255}');
    await press();
    await node.board.run(2 * SECOND);
    assert.equal(duty(), 0);
  });
});
