import assert from "node:assert/strict";
import { Bme280 } from "../simulator/devices/bme280";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";

const SECOND = 1_000;
const [SOIL, DOOR, PUMP, LAMP] = [3, 5, 10, 1];

for (const [chip, name] of [
  ["esp32c3", "ESP32-C3"],
  ["esp32s3", "ESP32-S3"],
] as const) {
  describe(`NodeMCU on an ${name}`, function () {
    this.timeout(120_000);
    let node: SimulatedNode;

    beforeEach(async () => {
      node = await SimulatedNode.boot(
        boardFile("shed", {
          engine: "nodemcu",
          chip,
          diagnostics: ["resetReason"],
          buses: [{ id: "i2c", type: "i2c", clock: "D7", data: "D6" }],
          sensors: [
            { id: "soil", type: "analog", pin: `D${SOIL}`, periodSeconds: 5, scale: 100, decimals: 1 },
            { id: "air", type: "bme280", periodSeconds: 5 },
            { id: "door", type: "digital", pin: `D${DOOR}`, periodSeconds: 60 },
          ],
          actuators: [
            { id: "pump", type: "switch", pin: `D${PUMP}` },
            { id: "lamp", type: "pwm", pin: `D${LAMP}`, hz: 1000 },
          ],
        }),
      );
      node.board.pin(DOOR).level = false;
      await node.untilOnline(15 * SECOND);
    });
    afterEach(async () => {
      assert.deepEqual(node.unexpectedErrors, []);
      await node.close();
    });

    it("measures, tells of a contact, switches and dims, by what that chip has", async () => {
      node.board.pin(SOIL).volts = 1.65;
      node.device(Bme280, "air").celsius = () => 21;
      await node.board.run(6 * SECOND);
      assert.equal(node.payloads("soil/state").at(-1), "50.0");
      assert.equal(Math.round(Number(node.payloads("air/temperature/state").at(-1))), 21);
      node.board.pin(DOOR).level = true;
      await node.board.run(SECOND);
      assert.equal(node.payloads("door/state").at(-1), "ON");
      await node.command("pump", "ON");
      assert.equal(node.board.pin(PUMP).level, true);
      await node.command("lamp", "40");
      const { duty, hz } = node.board.pin(LAMP);
      assert.deepEqual([Math.round(duty * 100), hz], [40, 1000]);
      await node.command("lamp", "70");
      assert.equal(Math.round(node.board.pin(LAMP).duty * 100), 70);
    });

    it("comes back after its network was away, and tells why it was reset", async () => {
      node.board.accessPoint.up = false;
      await node.board.run(60 * SECOND);
      node.board.accessPoint.up = true;
      await node.untilOnline(5 * 60 * SECOND);
      node.board.reboot("brownout");
      await node.untilOnline(15 * SECOND);
      await node.board.run(2 * SECOND);
      assert.equal(node.diagnostics["resetReason"], "brownout");
    });
  });
}
