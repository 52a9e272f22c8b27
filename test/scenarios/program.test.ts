import assert from "node:assert/strict";
import { resolve } from "node:path";
import { boardFile } from "./board-file";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const TYPES = resolve(__dirname, "../../firmware/app/program/program");

/** A program whose board has what its types say. */
function program(types: string, body: string): string {
  return `import type * as Has from ${JSON.stringify(TYPES)};
type Board = Has.BoardProgram<${types}>;
export default function program({ sensors, actuators, after, every, keep, note, log }: Board): void {
${body}
}
`;
}

const WATER = { id: "water", type: "analog", pin: "D34", periodSeconds: 5, scale: 100, decimals: 1 };
const HEATER = { id: "heater", type: "switch", pin: "D25", initialValue: "ON" };

describeOnEngines("a program of a board's own", function () {
  this.timeout(240_000);

  it("hears readings and commands an actuator, which publishes its state", async () => {
    const node = await SimulatedNode.boot(
      boardFile(
        "tank",
        { sensors: [WATER], actuators: [HEATER] },
        program(
          "{ water: Has.NumberSensor }, { heater: Has.SwitchActuator }",
          `sensors.water.onReading((percent) => {
             if (percent > 50 && actuators.heater.state() === "ON") actuators.heater.command("OFF");
             if (percent < 40 && actuators.heater.state() === "OFF") actuators.heater.command("ON");
           });`,
        ),
      ),
    );
    node.board.pin(34).volts = 1;
    await node.untilOnline(15_000);
    assert.deepEqual(node.payloads("heater/state"), ["ON"]);
    node.board.pin(34).volts = 2;
    await node.board.run(6_000);
    assert.deepEqual(node.payloads("heater/state").slice(1), ["OFF"]);
    assert.equal(node.board.pin(25).level, false);
    node.board.pin(34).volts = 1;
    await node.board.run(6_000);
    assert.equal(node.payloads("heater/state").at(-1), "ON");
    await node.close();
    assert.deepEqual(node.unexpectedErrors, []);
  });
});
