import assert from "node:assert/strict";
import { ACTUATORS } from "../../../../scripts/lib/actuators/registry";
import { knownName, KNOWN_NAMES, plain } from "../../../../scripts/lib/board/known-names";
import { loadBoard } from "../../../../scripts/lib/board/load";
import { RULES } from "../../../../scripts/lib/rules/registry";
import { SENSORS } from "../../../../scripts/lib/sensors/registry";
import { boardFile } from "../../../scenarios/board-file";

const types = (kinds: readonly { type: string }[]): string[] => kinds.map(({ type }) => type);
/** What may stand in each place. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  sensors: types(SENSORS),
  actuators: types(ACTUATORS),
  rules: types(RULES),
  buses: ["i2c", "oneWire"],
  chip: ["esp32", "esp8266"],
  engine: ["espruino", "nodemcu"],
};

/** What is said of a board file with such a thing in it. */
function said(list: string, name: string): string {
  const entry = { id: "x", type: name, pin: "D27", periodSeconds: 10 };
  const board = list === "chip" || list === "engine" ? { [list]: name } : { [list]: [entry] };
  try {
    loadBoard(boardFile("parts", board), { environment: {} });
    return "nothing";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("names of other firmware and of parts", () => {
  it("are none of what is there: one that comes to be a kind is known no longer", () => {
    for (const [list, names] of Object.entries(KNOWN_NAMES)) {
      assert.ok(names.size > 3);
      for (const kind of KINDS[list]) {
        // What is a kind in one list may be known in another.
        assert.equal(knownName(list, kind), undefined, `${list}: ${kind}`);
      }
    }
  });

  it("are written plainly, each once in its list", () => {
    const truths = Object.values(KNOWN_NAMES);
    for (const names of truths) for (const name of names.keys()) assert.equal(plain(name), name);
    const all = truths.reduce((sum, names) => sum + names.size, 0);
    assert.ok(all > 400, `${all} names`);
  });

  it("lead to kinds that there are", () => {
    const kinds = Object.values(KINDS).flat();
    for (const [list, names] of Object.entries(KNOWN_NAMES)) {
      for (const [name, truth] of names) {
        const led = [...truth.matchAll(/"type": "(\w+)"|type (?:[^(]*?)"(\w+)"/g)].map(
          ([, one, other]) => one ?? other,
        );
        for (const type of led) assert.ok(kinds.includes(type), `${list}: ${name} leads to ${type}`);
        for (const [, type] of truth.matchAll(/write "type": "(\w+)"/g)) {
          // A rule may be what was looked for among the actuators.
          assert.ok(KINDS[list].includes(type) || list === "rules", `${list}: ${name} leads to ${type}`);
        }
      }
    }
  });

  it("are told the truth of in a board file, however they are written, and no name like them is offered", () => {
    for (const [list, name, expected] of [
      [
        "sensors",
        "dht22",
        /^\S+ error: no "dht22" here: the pulse that starts a DHT11 or DHT22 does not work with Espruino/,
      ],
      ["sensors", "DHT-22", /no "DHT-22" here: the pulse/],
      ["sensors", "dht20", /it is an AHT20 in another housing: write "type": "aht20"$/],
      ["sensors", "sht31", /it is one of the SHT3x: write "type": "sht3x"$/],
      ["sensors", "SHT45", /it is one of the SHT4x: write "type": "sht4x"$/],
      [
        "sensors",
        "bmp180",
        /it is not supported; for air pressure take a part of type "bmp280", "bme280" or "bme680"$/,
      ],
      ["sensors", "bme688", /it is not supported by its name; a BME680 is/],
      ["sensors", "ds18s20", /of another family than the DS18B20, and not supported/],
      ["sensors", "htu21d", /take one of type "sht3x", "sht4x", "aht20" or "bme280"$/],
      ["sensors", "scd41", /is not supported, and no other part for gases and dust is$/],
      ["sensors", "flow-meter", /what gives pulses: write "type": "pulseCounter"$/],
      ["sensors", "HC-SR501", /what is high or low on a pin: write "type": "digital"$/],
      ["sensors", "thermistor", /it is an NTC thermistor: write "type": "ntc"$/],
      ["actuators", "relay", /what is on or off: write "type": "switch"$/],
      ["actuators", "WS2812B", /a strip of such LEDs in one colour: write "type": "rgb"$/],
      ["actuators", "stepper", /stepper motors are not supported$/],
      ["actuators", "thermostat", /it is a rule: write it into "rules", as "type": "thermostat"; what people set/],
      ["rules", "button", /is called "contact" now: write "type": "contact"$/],
      ["buses", "spi", /SPI is not supported$/],
      ["chip", "esp32-c6", /Espruino is not published for it: take a board with an ESP32 \("esp32"\)/],
      ["chip", "xiao-esp32c3", /write "chip": "esp32c3" and "hardware": "xiao-esp32c3"$/],
      ["chip", "d1_mini", /write "chip": "esp8266" and "hardware": "d1-mini"$/],
      ["chip", "M5Stamp-C3", /behind a USB bridge, which Espruino does not listen to: take a board/],
      ["chip", "esp32-wroom-32", /it has an ESP32: write "esp32"$/],
      [
        "engine",
        "micropython",
        /it is not supported: programs are for "espruino" \(JavaScript\) and "nodemcu" \(Lua\)$/,
      ],
      ["engine", "esphome", /it is not supported/],
    ] as const) {
      const message = said(list, name);
      assert.match(message, expected, name);
      assert.doesNotMatch(message, /did you mean|\n/, name);
    }
  });

  it("leave what is only misspelt to its spelling, and what nobody knows to the list of what there is", () => {
    assert.match(said("sensors", "digitl"), /found "digitl" \(did you mean "digital"\?\)/);
    assert.match(said("chip", "ESP32-S3"), /\(did you mean "esp32s3"\?\)/);
    assert.match(said("sensors", "BME-280"), /\(did you mean "bme280"\?\)/);
    assert.match(said("sensors", "xyz9000"), /expected one of "analog", .*, found "xyz9000"$/);
    assert.match(said("chip", "esp3266"), /expected one of "esp32", "esp32c3", "esp32s3", "esp8266", found "esp3266"/);
  });

  it("that are supported by now are taken", () => {
    const buses = [{ id: "i2c", type: "i2c", clock: "D22", data: "D21" }];
    const sensors = ["aht10", "sht4x", "bme680"].map((type, i) => ({
      id: `s${i}`,
      type,
      periodSeconds: 10,
      ...(type === "aht10" ? { address: "0x39" } : {}),
    }));
    loadBoard(boardFile("there", { buses, sensors }), { environment: {} });
  });
});
