import assert from "node:assert/strict";
import { boardFile } from "./board-file";
import { describeWithVoltages, except } from "./engines";
import { SimulatedNode } from "./simulated-node";

describeWithVoltages("the soil sensor of the greenhouse", function () {
  this.timeout(60_000);
  it("publishes what the voltage on its pin means", async () => {
    const node = await SimulatedNode.online("greenhouse");
    node.board.pin(34).volts = 0.825;
    const { payload } = await node.untilNext("soil/state", 6_000);
    await node.close();
    assert.equal(payload, "25.0");
  });

  it(
    "has as much of its range as the board file says",
    except("esp8266", "it measures with one range always", async () => {
      const ranges = [1, 1.34, 2, 3.6] as const;
      const sensors = ranges.map((rangeVolts, i) => ({
        id: `range-${i}`,
        type: "analog",
        pin: `D${32 + i}`,
        periodSeconds: 10,
        rangeVolts,
        decimals: 2,
      }));
      const node = await SimulatedNode.boot(boardFile("ranges", { sensors }));
      for (const [i] of ranges.entries()) node.board.pin(32 + i).volts = 0.68;
      await node.untilOnline(15_000);
      await node.board.run(11_000);
      // The last one is nominal: the converter sees no more than the supply's 3.3 V.
      assert.deepEqual(
        ranges.map((_, i) => node.payloads(`range-${i}/state`).at(-1)),
        ["0.68", "0.51", "0.34", "0.21"],
      );
      assert.deepEqual(node.board.uncaught, []);
      await node.close();
    }),
  );
});
