import assert from "node:assert/strict";
import { Ds18b20 } from "../simulator/devices/ds18b20";
import { TimeServer } from "../simulator/network/time-server";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const HEATER = 25;
const MINUTE = 60_000;
/** 3 February 2027, 21:58 UTC, and 6:58 of the day after. */
const EVENING = 1_801_691_880;
const MORNING = EVENING + 9 * 3600;

describeOnEngines(
  "the aquarium, by its own program",
  function () {
    this.timeout(240_000);
    let node: SimulatedNode;
    let water: Ds18b20;

    beforeEach(async () => {
      node = await SimulatedNode.boot("aquarium");
      isNow(EVENING);
      water = node.device(Ds18b20, "water");
      water.celsius = () => 25;
      await node.untilOnline(15_000);
    });
    afterEach(async () => {
      assert.deepEqual([node.unexpectedErrors, node.board.longCallbacks], [[], []]);
      await node.close();
    });

    const isNow = (seconds: number): void => {
      const server = new TimeServer(seconds - node.board.nowMs / 1000);
      node.network.datagramServers.set("pool.ntp.org:123", server);
    };
    const isHeating = async (celsius: number): Promise<boolean> => {
      water.celsius = () => celsius;
      await node.board.run(25_000);
      return node.board.pin(HEATER).level;
    };

    it("heats below what the water should have, and no more above it", async () => {
      assert.deepEqual([await isHeating(24.7), await isHeating(25.1), await isHeating(25.3)], [true, true, false]);
      assert.deepEqual(node.payloads("heater/state"), ["OFF", "ON", "OFF"]);
      await node.command("day", "27");
      assert.equal(await isHeating(26.5), true);
    });

    it("lets the water cool down at night, also after a reboot, until the morning", async () => {
      await node.board.run(3 * MINUTE);
      assert.equal(await isHeating(24), false);
      assert.equal(await isHeating(22.7), true);
      await node.board.run(MINUTE);
      // Nine hours without power, for which a scenario need not wait.
      isNow(MORNING);
      node.board.reboot();
      await node.untilOnline(15_000);
      assert.equal(await isHeating(24), false);
      await node.board.run(3 * MINUTE);
      assert.equal(await isHeating(24), true);
    });

    it("says when the water is far off, and when the thermometer is unplugged: then nothing is heated", async () => {
      assert.equal(await isHeating(24.5), true);
      water.isPresent = false;
      await node.board.run(MINUTE);
      assert.equal(node.board.pin(HEATER).level, false);
      water.isPresent = true;
      await isHeating(21.5);
      await isHeating(28.5);
      await isHeating(25);
      assert.deepEqual(node.payloads("alarm"), ["OK", "no reading", "too cold", "too warm", "OK"]);
      assert.ok(node.on("alarm").every(({ retain }) => retain));
      assert.equal(node.diagnostics.event, "water: OK");
    });

    it("goes on without Wi-Fi, and says then what it could not say before", async () => {
      node.board.accessPoint.up = false;
      await node.board.run(MINUTE);
      assert.equal(await isHeating(21), true);
      node.board.accessPoint.up = true;
      await node.untilOnline(3 * MINUTE);
      await node.board.run(15_000);
      assert.equal(node.payloads("alarm").at(-1), "too cold");
    });
  },
  { esp8266: "its heap has no room for it" },
);
