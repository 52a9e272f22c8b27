import assert from "node:assert/strict";
import { restartButton } from "../../../firmware/actuators/restart";
import { VirtualClock } from "./virtual-clock";

describe("restart actuator", () => {
  it("restarts the chip a second after PRESS, once, and at nothing else", () => {
    const time = new VirtualClock();
    const restarts: number[] = [];
    const button = restartButton(time.timer, () => restarts.push(time.nowMs));
    for (const payload of ["", "press", "ON", "OFF", "RESTART"]) assert.equal(button.command(payload), false);
    assert.equal(button.state(), "OFF");
    assert.equal(button.command("PRESS"), true);
    assert.equal(button.command("PRESS"), true);
    assert.equal(button.state(), "ON");
    time.run(5_000);
    assert.deepEqual(restarts, [1_000]);
  });
});
