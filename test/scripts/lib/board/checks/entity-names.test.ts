import assert from "node:assert/strict";
import type { BoardFile } from "../../../../../scripts/lib/board/config";
import { checkEntityNames } from "../../../../../scripts/lib/board/checks/entity-names";
import { entityName } from "../../../../../scripts/lib/home-assistant/entity-name";
import { exampleBoard, listing } from "../example-board";

const sensor = (id: string, type = "uptime"): object => ({ id, type, pin: "D34", periodSeconds: 10 });
const lamp = (id: string, type = "switch"): object => ({ id, type, pin: "D25", pressMs: 500 });

function warned(sensors: object[], actuators: object[] = [], changes: BoardFile = { homeAssistant: {} }): string[] {
  const found: string[] = [];
  const board = exampleBoard({ ...changes, sensors: sensors as never, actuators: actuators as never });
  checkEntityNames(board, listing(found));
  return found;
}

describe("ids that come to one name in Home Assistant", () => {
  it("warn where the second one stands, and name the first", () => {
    assert.deepEqual(warned([sensor("a-b"), sensor("a_b"), sensor("c")]), [
      "sensors.1.id: Home Assistant calls this sensor.example_a_b, and so what stands at sensors.0.id: it knows no difference " +
        'between cases, nor between "-" and "_", and puts a number behind one of the two; give one of them another id',
    ]);
  });

  it("are found by case, hyphens and underscores, also doubled and at the end, and among the values of one sensor", () => {
    for (const [one, other] of [
      ["Temp", "temp"],
      ["a--b", "a-b"],
      ["a_-b", "A_b"],
      ["x_", "x"],
      ["x", "x-"],
    ]) {
      assert.equal(warned([sensor(one), sensor(other)]).length, 1, `${one} ${other}`);
      assert.equal(warned([], [lamp(one), lamp(other)]).length, 1, `${one} ${other}`);
    }
    const weather = { id: "out", type: "bme280", bus: "i2c", periodSeconds: 10 };
    const buses = [{ id: "i2c", type: "i2c", clock: "D22", data: "D21" }] as const;
    assert.equal(warned([weather, sensor("out_humidity")], [], { homeAssistant: {}, buses: [...buses] }).length, 1);
  });

  it("are none where what they name is of different kinds there, or nobody is told", () => {
    assert.deepEqual(warned([sensor("a-b")], [lamp("a_b")]), []);
    assert.deepEqual(warned([sensor("a-b"), sensor("a_b", "digital")]), []);
    assert.deepEqual(warned([], [lamp("a-b"), lamp("a_b", "button")]), []);
    assert.deepEqual(warned([sensor("a-b"), sensor("a_b")], [], {}), []);
    assert.deepEqual(warned([sensor("a-b"), sensor("ab"), sensor("a-b-")].slice(0, 2)), []);
  });

  it("are those of what Home Assistant is shown, where commands have to be signed", () => {
    const commands = { signingKey: "0123456789abcdef0123456789abcdef" };
    const changes = { homeAssistant: {}, commands };
    // A switch that it may not command is a binary sensor there.
    assert.equal(warned([sensor("a-b", "digital")], [lamp("a_b")], changes).length, 1);
  });

  it("are not shown where an id came in for a name, nor told of one that stands twice", () => {
    const board = exampleBoard({ homeAssistant: {}, sensors: [sensor("a-b"), sensor("a_b")] as never, actuators: [] });
    const found: string[] = [];
    checkEntityNames(board, Object.assign(listing(found), { isNamed: () => true }));
    assert.match(
      found[0],
      /^sensors\.1\.id: Home Assistant calls this by one name, and so what stands at sensors\.0\.id/,
    );
    assert.doesNotMatch(found[0], /a_b/);
    checkEntityNames(board, Object.assign(listing(found), { hasErrorsAt: () => true }));
    assert.equal(found.length, 1);
  });

  it("go by the name that Home Assistant is asked for", () => {
    assert.equal(entityName("sensor", "wine-cellar", "Temp--A_"), "sensor.wine_cellar_temp_a");
  });
});
