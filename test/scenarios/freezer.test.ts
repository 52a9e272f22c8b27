import assert from "node:assert/strict";
import { Ds18b20 } from "../simulator/devices/ds18b20";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const WIRE = 4;
const BUZZER = 25;
const MINUTE = 60_000;
const MOMENTS = "the engines do not measure at the same moments, which is what the faults hit";

describeOnEngines(
  "a freezer watched by two thermometers on one 1-wire bus",
  function () {
    this.timeout(120_000);
    let node: SimulatedNode;
    let freezer: Ds18b20;
    let fridge: Ds18b20;

    beforeEach(async () => {
      node = await SimulatedNode.boot("freezer");
      freezer = node.device(Ds18b20, "freezer");
      fridge = node.device(Ds18b20, "fridge");
      freezer.celsius = () => -18.5;
      fridge.celsius = () => 4.2;
      await node.untilOnline(15_000);
    });
    afterEach(async () => {
      assert.deepEqual(node.board.uncaught, []);
      await node.close();
    });

    const last = (id: string): string | undefined => node.payloads(`${id}/state`).at(-1);
    const events = (id: string): string[] =>
      node
        .payloads("diagnostics")
        .map((report) => JSON.parse(report) as Record<string, string>)
        .filter((report) => report.id === id)
        .map((report) => report.event);

    it("publishes both temperatures, and prints at boot what is on the bus", async () => {
      await node.board.run(11_000);
      assert.deepEqual([last("freezer"), last("fridge")], ["-18.5", "4.2"]);
      assert.deepEqual(
        node.board.console.filter((line) => line.startsWith("wire: ")),
        [fridge, freezer].map(({ address }) => `wire: ${address}`),
      );
    });

    it("goes on with the one when the other is unplugged, says so once, and says that it is back", async () => {
      await node.board.run(MINUTE);
      freezer.isPresent = false;
      const [cold, cool] = [node.on("freezer/state").length, node.on("fridge/state").length];
      await node.board.run(10 * MINUTE);
      assert.equal(node.on("freezer/state").length, cold);
      assert.equal(node.on("fridge/state").length, cool + 60);
      assert.deepEqual(events("freezer"), ["no answer"]);
      freezer.isPresent = true;
      await node.board.run(1.5 * MINUTE);
      assert.deepEqual(events("freezer"), ["no answer", "reading again"]);
      assert.ok(node.on("freezer/state").length > cold);
      assert.deepEqual(events("fridge"), []);
    });

    it("never takes the 85 °C of a thermometer that just got its power for a temperature, and takes a real one", async () => {
      hasOwnTraffic(MOMENTS);
      for (let i = 0; i < 60; i++) {
        node.board.after(i * 7_300 + 50, () => freezer.losePower());
      }
      await node.board.run(8 * MINUTE);
      assert.deepEqual([...new Set(node.payloads("freezer/state"))], ["-18.5"]);
      freezer.celsius = () => 85;
      await node.board.run(MINUTE);
      assert.equal(last("freezer"), "85.0");
    });

    it("reads again what the radio disturbed", async () => {
      const before = node.on("freezer/state").length;
      for (let i = 0; i < 30; i++) {
        node.board.after(i * 10_000, () => (node.board.oneWire(WIRE).wrongBits = 1));
      }
      await node.board.run(5 * MINUTE);
      assert.ok(node.on("freezer/state").length >= before + 29);
      assert.deepEqual([...new Set(node.payloads("freezer/state"))], ["-18.5"]);
    });

    it("sounds its buzzer when it gets warm, also without Wi-Fi, and stops when it is cold again", async () => {
      await node.board.run(MINUTE);
      assert.equal(node.board.pin(BUZZER).level, false);
      node.board.accessPoint.up = false;
      await node.board.run(MINUTE);
      freezer.celsius = () => -12.5;
      await node.board.run(MINUTE);
      assert.equal(node.board.pin(BUZZER).level, false);
      freezer.celsius = () => -10.5;
      await node.board.run(12_000);
      assert.equal(node.board.pin(BUZZER).level, true);
      freezer.celsius = () => -13.5;
      await node.board.run(12_000);
      assert.equal(node.board.pin(BUZZER).level, false);
    });

    it("sounds its buzzer when it has not known for five minutes how warm it is, and not for a reading that is missing", async () => {
      await node.board.run(MINUTE);
      freezer.isPresent = false;
      await node.board.run(4 * MINUTE);
      freezer.isPresent = true;
      await node.board.run(2 * MINUTE);
      assert.deepEqual(
        node.board.pin(BUZZER).changes.map(({ level }) => level),
        [false],
      );
      freezer.isPresent = false;
      await node.board.run(5.5 * MINUTE);
      assert.equal(node.board.pin(BUZZER).level, true);
      freezer.isPresent = true;
      await node.board.run(1.5 * MINUTE);
      assert.equal(node.board.pin(BUZZER).level, false);
    });

    it("gives no reading while the bus is shorted, and switches its buzzer all the same", async () => {
      hasOwnTraffic(MOMENTS);
      node.board.oneWire(WIRE).isShorted = true;
      const before = node.on("freezer/state").length + node.on("fridge/state").length;
      await node.board.run(5 * MINUTE);
      assert.equal(node.on("freezer/state").length + node.on("fridge/state").length, before);
      assert.deepEqual([...events("freezer"), ...events("fridge")], ["no answer", "no answer"]);
      await node.command("buzzer", "ON");
      assert.equal(last("buzzer"), "ON");
      node.board.oneWire(WIRE).isShorted = false;
      await node.board.run(2 * MINUTE);
      assert.equal(last("fridge"), "4.2");
    });

    it("runs on with a reboot, faults now and then, and every reading a true one", async () => {
      hasOwnTraffic(MOMENTS);
      const part = inFullOr(1, 1 / 12);
      for (let hour = 0; hour < 24; hour++) {
        freezer.isPresent = hour % 5 !== 4;
        fridge.celsius = () => 4 + hour / 10;
        if (hour === 12) node.board.reboot();
        node.board.oneWire(WIRE).wrongBits = hour % 3 === 0 ? 200 : 0;
        await node.board.run(part * 60 * MINUTE);
      }
      const allowed = new Set(
        Array.from({ length: 24 }, (_, hour) => (Math.floor((4 + hour / 10) * 16) / 16).toFixed(1)),
      );
      assert.deepEqual([...new Set(node.payloads("freezer/state"))], ["-18.5"]);
      assert.deepEqual(
        node.payloads("fridge/state").filter((payload) => payload !== "4.2" && !allowed.has(payload)),
        [],
      );
      assert.ok(node.on("fridge/state").length > part * 8_500);
      assert.ok(node.on("freezer/state").length > part * 6_700);
    });
  },
  { esp8266: "its program does not fit the heap" },
);
