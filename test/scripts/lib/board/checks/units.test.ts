import assert from "node:assert/strict";
import type { BoardFile } from "../../../../../scripts/lib/board/config";
import { checkUnits } from "../../../../../scripts/lib/board/checks/units";
import { didYouMeanUnit, isKnownUnit, meantUnits } from "../../../../../scripts/lib/home-assistant/unit-spelling";
import { SENSOR_UNITS } from "../../../../../scripts/lib/home-assistant/device-classes";
import { SENSORS } from "../../../../../scripts/lib/sensors/registry";
import { channelsOf } from "../../../../../scripts/lib/sensors/channels";
import { exampleBoard, listing } from "../example-board";

function warnings(sensor: object, changes: BoardFile = { homeAssistant: {} }): string[] {
  const found: string[] = [];
  const whole: { unit?: string } = { id: "x", pin: "D34", periodSeconds: 5, ...sensor } as object;
  const source = listing(found, () => JSON.stringify(whole.unit));
  checkUnits(exampleBoard({ sensors: [whole] as never, actuators: [], ...changes }), source);
  return found;
}

const meter = (unit: string | undefined, more: object = {}): object => ({ type: "pulseCounter", unit, ...more });

describe("units with another spelling", () => {
  it("are found, whatever is different: case, raised digits, blanks, letters for signs, words", () => {
    for (const [written, ...meant] of [
      ["kwh", "kWh"],
      ["KWh", "kWh"],
      ["KWH", "kWh"],
      ["kW/h", "kWh"],
      ["kw h", "kWh"],
      ["wh", "Wh"],
      ["m3", "m³"],
      ["M3", "m³"],
      ["m^3", "m³"],
      ["㎥", "m³"],
      ["cbm", "m³"],
      ["l", "L"],
      ["litres", "L"],
      ["ml", "mL"],
      ["l/min", "L/min"],
      ["L / min", "L/min"],
      ["lpm", "L/min"],
      ["liter per minute", "L/min"],
      ["m3/h", "m³/h"],
      ["C", ...[]],
      ["°c", "°C"],
      ["℃", "°C"],
      ["degC", "°C"],
      ["hpa", "hPa"],
      ["HPA", "hPa"],
      ["Lux", "lx"],
      ["PPM", "ppm"],
      ["percent", "%"],
      ["ug/m3", ...[]],
      ["μg/m3", "µg/m³"],
      ["hz", "Hz"],
      ["RPM", "rpm"],
      ["w", "W"],
      ["KW", "kW"],
      ["mv", "mV", "MV"],
      ["DBm", "dBm"],
    ]) {
      assert.deepEqual(meantUnits(written), meant, written);
    }
    assert.equal(didYouMeanUnit("mw"), ' (did you mean "mW" or "MW"?)');
  });

  it("are not what is right, nor units of other people, nor near by letters alone", () => {
    for (const unit of Object.values(SENSOR_UNITS).flat()) {
      if (unit === null) continue;
      assert.ok(isKnownUnit(unit));
      assert.deepEqual(meantUnits(unit), [], unit);
    }
    for (const unit of ["S", "H", "bananas", "clicks", "kWp", "m4", "Wx", "NTU", "µg/m³", "μg/m³", ""]) {
      assert.deepEqual(meantUnits(unit), [], unit);
    }
  });

  it("warn, of a meter with what is lost by it, whether Home Assistant is told or not", () => {
    const expected = [
      'sensors.0.unit: "kwh" is no unit that Home Assistant knows (did you mean "kWh"?); so written it counts as no meter of ' +
        "energy, water or gas",
    ];
    assert.deepEqual(warnings(meter("kwh")), expected);
    assert.deepEqual(warnings(meter("kwh"), {}), expected);
    assert.match(warnings(meter("m3"))[0], /did you mean "m³"/);
    assert.match(warnings(meter("l", { total: false }))[0], /did you mean "L"/);
  });

  it("warn of other sensors and of actuators where Home Assistant is told", () => {
    const analog = { type: "analog", unit: "hpa" };
    assert.deepEqual(warnings(analog), [
      'sensors.0.unit: "hpa" is no unit that Home Assistant knows (did you mean "hPa"?)',
    ]);
    assert.deepEqual(warnings(analog, {}), []);
    assert.deepEqual(warnings({ ...analog, unit: "hPa" }), []);
    const found: string[] = [];
    const setPoint = { id: "n", type: "number", min: 0, max: 9, unit: "°c" } as const;
    checkUnits(exampleBoard({ homeAssistant: {}, sensors: [], actuators: [setPoint] }), listing(found));
    assert.match(found[0], /^actuators.0.unit: .*did you mean "°C"/);
  });

  it("say nothing where a device class has said it", () => {
    assert.deepEqual(warnings({ type: "analog", unit: "hpa", deviceClass: "pressure" }), []);
    assert.deepEqual(warnings(meter("kwh", { total: { deviceClass: "energy" } })), []);
  });

  it("stay possible where nobody knows them, with a warning for a meter that Home Assistant is told of", () => {
    for (const unit of ["clicks", "barrels", "turns"]) {
      assert.match(
        warnings(meter(unit))[0],
        new RegExp(`^sensors.0.unit: Home Assistant knows no unit "${unit}": it shows`),
      );
      assert.deepEqual(warnings(meter(unit), {}), []);
      assert.deepEqual(warnings(meter(unit, { total: false })), []);
      assert.deepEqual(warnings({ type: "analog", unit }), []);
    }
    for (const unit of [undefined, "kWh", "m³", "L", "mm"]) assert.deepEqual(warnings(meter(unit)), []);
  });

  it("are shown as they are written: what stands behind a name is nobody's to see", () => {
    const found: string[] = [];
    const source = listing(found, () => '"${MQTT_PASSWORD}"');
    const sensors = [{ id: "x", pin: "D34", periodSeconds: 5, type: "pulseCounter", unit: "hunter22" }] as const;
    checkUnits(exampleBoard({ homeAssistant: {}, sensors: [...sensors], actuators: [] }), source);
    assert.match(found[0], /knows no unit "\$\{MQTT_PASSWORD\}": /);
    assert.doesNotMatch(found[0], /hunter22/);
    const told: string[] = [];
    const named = Object.assign(
      listing(told, () => '"${UNIT}"'),
      { shown: () => "${UNIT}" },
    );
    checkUnits(exampleBoard({ homeAssistant: {}, sensors: [{ ...sensors[0], unit: "kwh" }], actuators: [] }), named);
    assert.match(told[0], /knows no unit "\$\{UNIT\}": /);
    assert.doesNotMatch(told[0], /did you mean/);
  });

  it("are none of those that kinds of sensors have by themselves", () => {
    assert.ok(SENSORS.length > 15);
    for (const { unit, id } of channelsOf(exampleBoard())) assert.ok(unit === undefined || isKnownUnit(unit), id);
  });
});
