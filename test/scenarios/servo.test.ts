import assert from "node:assert/strict";
import { Servo } from "../simulator/devices/servo";
import { boardFile } from "./board-file";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const MINUTE = 60_000;

const BOARD = boardFile("flap", {
  actuators: [
    {
      id: "flap",
      type: "servo",
      pin: "D18",
      initialValue: 90,
      detachAfterMs: 800,
      failSafe: { afterSeconds: 60, action: 0 },
    },
  ],
});

describeOnEngines("a flap on a servo", function (engine) {
  this.timeout(120_000);
  let node: SimulatedNode;
  let servo: Servo;

  beforeEach(async () => {
    node = await SimulatedNode.online(BOARD);
    servo = node.device(Servo, "flap");
  });
  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  // Steps of 20 µs on the ESP8266: half of one is 0.9°.
  const isNear = (angle: number): boolean => Math.abs(servo.angle - angle) <= (engine === "esp8266" ? 2.7 : 1.8);

  it("goes to its place at boot, lets go there, and says where it is", () => {
    assert.ok(isNear(90), `${servo.angle}`);
    assert.equal(servo.holds, false);
    assert.deepEqual(node.payloads("flap/state"), ["90"]);
  });

  it("goes where it is told to, and lets go once it is there", async () => {
    await node.command("flap", "170");
    assert.ok(isNear(170), `${servo.angle}`);
    assert.equal(servo.holds, false);
    assert.equal(node.payloads("flap/state").at(-1), "170");
    await node.command("flap", "181");
    assert.equal(node.diagnostics.refused, 1);
    assert.ok(isNear(170));
  });

  it("closes by itself when nobody can command it any more", async () => {
    await node.command("flap", "120");
    node.board.accessPoint.up = false;
    await node.board.run(2 * MINUTE);
    assert.ok(isNear(0), `${servo.angle}`);
    assert.equal(servo.holds, false);
    node.board.accessPoint.up = true;
    await node.untilOnline(5 * MINUTE);
    assert.equal(node.payloads("flap/state").at(-1), "0");
  });
});
