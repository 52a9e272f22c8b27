import assert from "node:assert/strict";
import { PulseSource } from "../simulator/devices/pulse-counter";
import { boardFile } from "./board-file";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";

const MINUTE = 60_000;

describeOnEngines("a small flow", function () {
  this.timeout(60_000);

  it("is shown, in whatever unit, where the board file says nothing of decimals", async () => {
    hasOwnTraffic("a pulse more or less has come when each engine takes its reading");
    const meter = { type: "pulseCounter", periodSeconds: 10, debounceMs: 5 };
    const node = await SimulatedNode.online(
      boardFile("small-flow", {
        sensors: [
          { id: "water", ...meter, pin: "D27", pulsesPerUnit: 1000, unit: "m³", total: { deviceClass: "water" } },
          { id: "power", ...meter, pin: "D26", pulsesPerUnit: 1000, unit: "kWh", rate: { unit: "kW" } },
        ],
      }),
    );
    // Half a litre a minute, and 15 W.
    node.device(PulseSource, "water").hz = 0.5 / 60;
    node.device(PulseSource, "power").hz = 15 / 3600;
    await node.board.run(20 * MINUTE);
    assert.equal(node.payloads("water/rate/state").at(-1), "0.03");
    assert.match(node.payloads("water/total/state").at(-1) ?? "", /^0\.0(09|10)$/);
    assert.match(node.payloads("power/rate/state").at(-1) ?? "", /^0\.0[12]$/);
    assert.match(node.payloads("power/total/state").at(-1) ?? "", /^0\.00[45]$/);
    assert.deepEqual(node.unexpectedErrors, []);
    await node.close();
  });
});
