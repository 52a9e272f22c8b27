import assert from "node:assert/strict";
import { Sht3x } from "../simulator/devices/sht3x";
import { boardFile } from "./board-file";
import { describeWithVoltages, except } from "./engines";
import { SimulatedNode } from "./simulated-node";

const SECOND = 1_000;

describeWithVoltages("values that are worked out of others", function () {
  this.timeout(60_000);
  let node: SimulatedNode;

  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  const room = { id: "room", type: "sht3x", periodSeconds: 10 };
  const air = { temperature: "room/temperature", humidity: "room/humidity" };
  const board = (sensors: object[], more: object = {}): string =>
    boardFile("room", {
      buses: [{ id: "i2c", type: "i2c", clock: "D22", data: "D21" }],
      sensors,
      ...more,
    });
  const last = (topic: string): string | undefined => node.payloads(topic).at(-1);

  it("come with each measurement of a part, wherever they stand in the file", async () => {
    node = await SimulatedNode.boot(
      board([
        { id: "spread", type: "difference", value: "room/temperature", minus: "dew" },
        { id: "dew", type: "dewPoint", ...air },
        room,
        { id: "water", type: "absoluteHumidity", ...air, decimals: 2 },
      ]),
    );
    const part = node.device(Sht3x, "room");
    part.celsius = () => 20;
    part.humidity = () => 50;
    await node.untilOnline(15 * SECOND);
    await node.board.run(2 * SECOND);
    assert.equal(last("dew/state"), "9.3");
    assert.equal(last("water/state"), "8.62");
    assert.equal(last("spread/state"), "10.7");
    const counts = (): number[] =>
      ["room/humidity", "dew", "water", "spread"].map((id) => node.on(`${id}/state`).length);
    await node.board.run(100 * SECOND);
    assert.equal(new Set(counts()).size, 1, counts().join());
    part.humidity = () => 80;
    await node.untilNext("room/humidity/state", 15 * SECOND);
    await node.board.run(SECOND);
    assert.equal(last("dew/state"), "16.4");
    assert.equal(last("spread/state"), "3.6");
  });

  it("there are none while the part is away, which Home Assistant is told", async () => {
    node = await SimulatedNode.boot(board([room, { id: "dew", type: "dewPoint", ...air }], { homeAssistant: {} }));
    const part = node.device(Sht3x, "room");
    part.celsius = () => 20;
    part.humidity = () => 50;
    await node.untilOnline(15 * SECOND);
    await node.board.run(15 * SECOND);
    assert.equal(last("dew/state"), "9.3");
    part.isPresent = false;
    await node.board.run(60 * SECOND);
    assert.equal(last("dew/state"), "None");
    const told = node.broker.messages.filter(({ topic }) => topic.startsWith("homeassistant/device/"));
    const config = told.find(({ payload }) => payload !== "")?.payload ?? "{}";
    const { cmps } = JSON.parse(config) as { cmps: Record<string, Record<string, unknown>> };
    const { dev_cla, unit_of_meas, exp_aft, stat_t } = cmps.dew;
    assert.deepEqual([dev_cla, unit_of_meas, exp_aft, stat_t], ["temperature", "°C", 30, "room/dew/state"]);
    part.isPresent = true;
    await node.board.run(90 * SECOND);
    assert.equal(last("dew/state"), "9.3");
  });

  it(
    "go by values as they are published, at the pace of the slowest, or at a period of their own",
    except("esp8266", "it measures one voltage", async () => {
      const volts = (id: string, pin: number, periodSeconds: number, more: object = {}): object => ({
        ...{ id, type: "analog", pin: `D${pin}`, periodSeconds, scale: 100, decimals: 1 },
        ...more,
      });
      node = await SimulatedNode.boot(
        board(
          [
            volts("a", 34, 1),
            volts("b", 35, 5, { filters: [{ offset: 10 }] }),
            { id: "mean", type: "average", values: ["a", "b"] },
            { id: "often", type: "average", values: ["b", "a"], periodSeconds: 2 },
          ],
          { buses: [] },
        ),
      );
      node.board.pin(34).volts = 0.66;
      node.board.pin(35).volts = 0.99;
      await node.untilOnline(15 * SECOND);
      await node.board.run(60 * SECOND);
      const [mean, often] = ["mean", "often"].map((id) => node.on(`${id}/state`).length);
      assert.ok(mean >= 12 && mean <= 14, `${mean}`);
      assert.ok(often >= 28 && often <= 31, `${often}`);
      assert.ok(Math.abs(Number(last("mean/state")) - 30) < 0.3, last("mean/state"));
      assert.equal(last("mean/state"), last("often/state"));
    }),
  );

  it(
    "tell what is left of a battery by the voltage behind a divider",
    except("esp8266", "its pin is A0", async () => {
      node = await SimulatedNode.boot(
        board(
          [
            { id: "supply", type: "analog", pin: "D34", periodSeconds: 5, scale: 6.6, unit: "V" },
            { id: "left", type: "battery", voltage: "supply" },
            {
              id: "own",
              type: "battery",
              voltage: "supply",
              points: [
                { volts: 4, percent: 80 },
                { volts: 3, percent: 0 },
              ],
            },
          ],
          { buses: [] },
        ),
      );
      // Nominally full scale is 3.3 V.
      node.board.pin(34).volts = 3.82 / 2;
      await node.untilOnline(15 * SECOND);
      await node.board.run(10 * SECOND);
      const [left, own] = ["left", "own"].map((id) => Number(last(`${id}/state`)));
      assert.ok(Math.abs(left - 50) <= 2, `${left} %`);
      assert.ok(Math.abs(own - 65.6) <= 2, `${own} %`);
    }),
  );

  it("let a thermostat go by them", async () => {
    node = await SimulatedNode.boot(
      board([room, { id: "dew", type: "dewPoint", ...air }], {
        actuators: [{ id: "fan", type: "switch", pin: "D25" }],
        rules: [{ type: "thermostat", sensor: "dew", actuator: "fan", target: 12, hysteresis: 1, mode: "cool" }],
      }),
    );
    const part = node.device(Sht3x, "room");
    part.celsius = () => 20;
    part.humidity = () => 90;
    await node.untilOnline(15 * SECOND);
    await node.board.run(15 * SECOND);
    assert.ok(node.board.pin(25).level);
    part.humidity = () => 40;
    await node.board.run(15 * SECOND);
    assert.ok(!node.board.pin(25).level);
  });
});
