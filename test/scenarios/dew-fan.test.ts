import assert from "node:assert/strict";
import { Bme280 } from "../simulator/devices/bme280";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const FAN = 25;
const MINUTE = 60_000;

describeOnEngines(
  "the fan of a cellar, by its own program",
  function () {
    this.timeout(240_000);
    let node: SimulatedNode;
    let inside: Bme280;
    let outside: Bme280;

    beforeEach(async () => {
      node = await SimulatedNode.boot("dew-fan");
      inside = node.device(Bme280, "inside");
      outside = node.device(Bme280, "outside");
      air(inside, 14, 80);
      air(outside, 20, 80);
      await node.untilOnline(15_000);
    });
    afterEach(async () => {
      assert.deepEqual([node.unexpectedErrors, node.board.longCallbacks], [[], []]);
      await node.close();
    });

    function air(part: Bme280, celsius: number, humidity: number): void {
      part.celsius = () => celsius;
      part.humidity = () => humidity;
    }

    const isAiring = async (): Promise<boolean> => {
      await node.board.run(3 * MINUTE);
      return node.board.pin(FAN).level;
    };
    const drying = (): number => Number(node.payloads("drying/state").at(-1));

    it("blows where that dries the cellar, however warm it is outside", async () => {
      // A dew point of 16.4 °C outside, and of 10.6 °C inside.
      assert.equal(await isAiring(), false);
      assert.ok(Math.abs(drying() + 5.8) < 0.15, String(drying()));
      // 5.4 °C.
      air(outside, 26, 27);
      assert.equal(await isAiring(), true);
      assert.ok(Math.abs(drying() - 5.2) < 0.15, String(drying()));
      // Less than half of what switches it on.
      air(outside, 20, 50);
      assert.equal(await isAiring(), false);
    });

    it("goes on while it is still worth it, and keeps the cellar from getting cold", async () => {
      air(outside, 5, 60);
      assert.equal(await isAiring(), true);
      // 8.4 °C.
      air(outside, 10, 90);
      assert.equal(await isAiring(), true);
      air(outside, 0, 60);
      air(inside, 7.5, 80);
      assert.equal(await isAiring(), false);
    });

    it("stands still while one of the parts is unplugged, and says that nothing is known", async () => {
      air(outside, 5, 60);
      assert.equal(await isAiring(), true);
      inside.isPresent = false;
      assert.equal(await isAiring(), false);
      assert.equal(node.payloads("drying/state").at(-1), "None");
      inside.isPresent = true;
      assert.equal(await isAiring(), true);
      outside.isPresent = false;
      assert.equal(await isAiring(), false);
    });
  },
  { esp8266: "its heap has no room for it" },
);
