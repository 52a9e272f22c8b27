import assert from "node:assert/strict";
import type { SensorConfig } from "../../../../../scripts/lib/board/config";
import { checkHomeAssistant } from "../../../../../scripts/lib/board/checks/home-assistant";
import { channelsOf } from "../../../../../scripts/lib/sensors/channels";
import { SENSOR_UNITS } from "../../../../../scripts/lib/home-assistant/device-classes";
import { exampleBoard, listing } from "../example-board";

function problems(...sensors: object[]): string[] {
  const found: string[] = [];
  const whole = sensors.map((sensor) => ({ id: "x", type: "analog", pin: "D34", periodSeconds: 5, ...sensor }));
  checkHomeAssistant(
    exampleBoard({ homeAssistant: {}, sensors: whole as SensorConfig[], actuators: [] }),
    listing(found),
  );
  return found;
}

describe("the rules for what Home Assistant would drop", () => {
  it("find a device class that there is not, and the one that was meant", () => {
    assert.deepEqual(problems({ deviceClass: "humidty", unit: "%" }), [
      'sensors.0.deviceClass: "humidty" is no device class for numbers of Home Assistant\'s (did you mean "humidity"?)',
    ]);
    const digital = { type: "digital", pin: "D27" };
    assert.match(problems({ ...digital, deviceClass: "humidity" })[0] ?? "", /for ON and OFF .*; there are: battery, /);
    assert.deepEqual(problems({ ...digital, deviceClass: "garage_door" }), []);
    assert.equal(problems({ deviceClass: "door" }).length, 1);
  });

  it("find a unit that does not fit the class, and no unit where there has to be one", () => {
    assert.deepEqual(problems({ deviceClass: "pressure", unit: "hpa" }), [
      'sensors.0.unit: Home Assistant drops a value of class "pressure" in "hpa"; it takes "Pa", "hPa", "kPa", "mPa", ' +
        '"bar", "mbar", "cbar", "mmHg", "inHg", "inH₂O", "psi" (did you mean "hPa"?)',
    ]);
    assert.deepEqual(problems({ deviceClass: "power_factor", unit: "W" }), [
      'sensors.0.unit: Home Assistant drops a value of class "power_factor" in "W"; it takes "%", no unit',
    ]);
    assert.deepEqual(problems({ deviceClass: "moisture" }), [
      'sensors.0.deviceClass: Home Assistant drops a value of class "moisture" without a unit; it takes "%"',
    ]);
    assert.deepEqual(problems({ deviceClass: "ph" }), []);
    assert.deepEqual(problems({ deviceClass: "power_factor" }), []);
  });

  it("are those of one release, and tell of what later ones added", () => {
    assert.deepEqual(problems({ deviceClass: "power", unit: "BTU/h" }), [
      'sensors.0.unit: Home Assistant drops a value of class "power" in "BTU/h"; it takes "W", "mW", "kW", "MW", "GW", "TW"',
    ]);
    assert.deepEqual(problems({ deviceClass: "volatile_organic_compounds", unit: "mg/m³" }), []);
    assert.deepEqual(problems({ deviceClass: "carbon_monoxide", unit: "ppb" }), [
      'sensors.0.deviceClass: Home Assistant takes "ppb" for the class "carbon_monoxide" since 2026; older releases drop the value',
    ]);
    assert.deepEqual(problems({ deviceClass: "pm4", unit: "\u03bcg/m³" }), [
      'sensors.0.deviceClass: Home Assistant knows the class "pm4" since 2026; older releases drop the value',
    ]);
    assert.deepEqual(problems({ deviceClass: "radon", unit: "ppm" }), [
      'sensors.0.unit: Home Assistant drops a value of class "radon" in "ppm"; it takes "Bq/m³", "pCi/L"',
    ]);
  });

  it("let any unit pass where there is no class, and both letters for micro where there is one", () => {
    assert.deepEqual(problems({ unit: "bananas" }), []);
    for (const micro of ["\u00b5", "\u03bc"]) {
      assert.deepEqual(problems({ deviceClass: "conductivity", unit: `${micro}S/cm` }), []);
    }
  });

  it("find a board that has nothing to tell", () => {
    assert.match(problems()[0] ?? "", /^homeAssistant: .* no sensors and no actuators/);
  });

  it("are kept by what each type of sensor says of itself", () => {
    for (const { deviceClass, unit } of channelsOf(exampleBoard())) {
      if (deviceClass !== undefined) assert.ok((SENSOR_UNITS[deviceClass] ?? []).includes(unit ?? null), deviceClass);
    }
  });
});
