import assert from "node:assert/strict";
import { Aht20 } from "../simulator/devices/aht20";
import { Bh1750 } from "../simulator/devices/bh1750";
import { Bme280 } from "../simulator/devices/bme280";
import { Bmp280 } from "../simulator/devices/bmp280";
import { Sht3x } from "../simulator/devices/sht3x";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";

const MINUTE = 60_000;

describeOnEngines(
  "a weather station with five parts on one I²C bus",
  function () {
    this.timeout(60_000);
    let node: SimulatedNode;
    let station: Bme280;
    let barometer: Bmp280;
    let shade: Sht3x;
    let shed: Aht20;

    beforeEach(async () => {
      node = await SimulatedNode.boot("weather");
      station = node.device(Bme280, "station");
      barometer = node.device(Bmp280, "barometer");
      shade = node.device(Sht3x, "shade");
      shed = node.device(Aht20, "shed");
      station.celsius = () => 21.5;
      station.pascals = () => 99_870;
      station.humidity = () => 45;
      barometer.pascals = () => 99_900;
      shade.celsius = () => -7.3;
      shed.humidity = () => 62;
      node.device(Bh1750, "sun").lux = () => 20_000;
      await node.untilOnline(15_000);
    });
    afterEach(async () => {
      assert.deepEqual(node.board.uncaught, []);
      await node.close();
    });

    const count = (topic: string): number => node.on(`${topic}/state`).length;
    const events = (id: string): string[] =>
      node
        .payloads("diagnostics")
        .map((report) => JSON.parse(report) as Record<string, string>)
        .filter((report) => report.id === id)
        .map((report) => report.event);

    it("publishes each quantity on a topic of its own, through its own filters, and none that is false", async () => {
      await node.board.run(2 * MINUTE);
      assert.deepEqual(
        Object.fromEntries(
          node.broker.messages
            .filter(({ topic }) => topic.endsWith("/state"))
            .map(({ topic, payload }) => [topic.replace("home/weather/", "").replace("/state", ""), payload]),
        ),
        {
          "station/temperature": "21.5",
          "station/humidity": "45.0",
          "station/pressure": "998.7",
          "barometer/pressure": "999.0",
          "shade/temperature": "-7.3",
          "shade/humidity": "50.0",
          "shed/temperature": "20.0",
          "shed/humidity": "60.0",
          sun: "20000",
        },
      );
      // It did not change.
      assert.equal(count("station/pressure"), 1);
    });

    it("is not blocked for more than a second by a stuck bus, once in half a minute, and recovers", async () => {
      await node.board.run(MINUTE);
      hasOwnTraffic("only Espruino waits for a stuck bus");
      node.board.i2c(22, 21).isStuck = true;
      const before = ["station/temperature", "shade/temperature", "sun"].map(count);
      await node.board.run(10 * MINUTE);
      assert.deepEqual(["station/temperature", "shade/temperature", "sun"].map(count), before);
      assert.deepEqual(events("shade"), ["no answer"]);
      // What the engine throws ends in the bus, and not with who uses it.
      assert.equal(node.diagnostics.errors, 0);
      // A keep-alive that is missed, or a ping that is late, would show here.
      assert.equal(node.payloads("status").filter((status) => status === "online").length, 1);
      node.board.i2c(22, 21).isStuck = false;
      await node.board.run(2 * MINUTE);
      assert.deepEqual(events("shade"), ["no answer", "reading again"]);
      assert.deepEqual(events("sun"), ["no answer", "reading again"]);
      assert.ok(count("station/temperature") > before[0]);
    });

    it("refuses a part that is another one than the board file says", async () => {
      await node.board.run(1_000);
      const line = node.board.i2c(22, 21);
      const other = new Bmp280(() => node.board.nowMs);
      line.devices.splice(line.devices.indexOf(station), 1, other);
      await node.board.run(5 * MINUTE);
      assert.deepEqual(events("station").slice(-1), ["wrong identity"]);
      assert.equal(count("station/temperature"), 1);
    });

    it("publishes no reading of a part that was reset in the middle, or whose check is wrong", async () => {
      hasOwnTraffic("the engines do not measure at the same moments, which is what the faults hit");
      for (const [i, part] of [station, barometer, shade, shed].entries()) {
        for (let at = 0; at < 20 * MINUTE; at += 10_000) {
          // Within the measurements that begin on each ten seconds.
          if (at % 20_000 === 0) node.board.after(at + ((i * 17) % 90), () => part.losePower());
        }
      }
      for (let i = 0; i < 20; i++) {
        await node.board.run(MINUTE);
        shade.wrongChecks = i % 4;
        shed.wrongChecks = i % 3;
      }
      const seen = (topic: string): string[] => [...new Set(node.payloads(`${topic}/state`))];
      assert.deepEqual(seen("station/temperature"), ["21.5"]);
      assert.deepEqual(seen("station/humidity"), ["45.0"]);
      assert.deepEqual(seen("barometer/pressure"), ["999.0"]);
      assert.deepEqual(seen("shade/temperature"), ["-7.3"]);
      assert.deepEqual(seen("shed/humidity"), ["60.0"]);
      assert.ok(Number(node.diagnostics.missing) > 5, String(node.diagnostics.missing));
      assert.ok(count("station/temperature") > 10);
    });
  },
  { esp8266: "its program does not fit the heap" },
);
