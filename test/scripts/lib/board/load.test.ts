import * as assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { BoardError, boardNames, loadBoard, simulationEnvironment } from "../../../../scripts/lib/board/load";
import { UserError } from "../../../../scripts/lib/user-error";

const project = path.resolve(__dirname, "../../../..");
const environment = { PASSPHRASE: "correct horse battery", LOGIN: "pippin-the-cat" };
const names = Object.keys(environment);

/** A small board, one entry a line, so that places are easy to count. */
const LINES = [
  "{",
  '  "name": "shed",',
  '  "engine": "espruino",',
  '  "chip": "esp32",',
  '  "wifi": { "ssid": "home", "password": "${PASSPHRASE}" },',
  '  "broker": { "urls": ["mqtt://192.168.1.10"] },',
  '  "sensors": [',
  '    { "id": "soil", "type": "analog", "pin": "D34", "periodSeconds": 5 },',
  '    { "id": "door", "type": "digital", "pin": "D27", "periodSeconds": 60 }',
  "  ],",
  '  "actuators": [',
  '    { "id": "pump", "type": "switch", "pin": "D25" },',
  '    { "id": "lamp", "type": "pwm", "pin": "D33" }',
  "  ]",
  "}",
];

describe("loadBoard", () => {
  let root = "";

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "mote-board-"));
    mkdirSync(path.join(root, "boards"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function load(text: string) {
    writeFileSync(path.join(root, "boards/shed.json"), text);
    return loadBoard("shed", { environment, names, root });
  }

  /** The problems of the small board with `from` replaced, as `line:column: …`. */
  function problems(...changes: [from: string, to: string][]): string[] {
    const text = changes.reduce((all, [from, to]) => {
      assert.ok(all.includes(from), `the small board has no ${from}`);
      return all.replace(from, () => to);
    }, LINES.join("\n"));
    const file = path.join(root, "boards/shed.json");
    const strip = (line: string): string => {
      assert.ok(line.startsWith(`${file}:`), line);
      // Lists of all there is grow with everything that is added.
      return line.slice(file.length + 1).replace(/(one of "\w+", "\w+")(, "\w+"){2,}/, "$1, …");
    };
    try {
      return load(text).warnings.map((problem) => `${problem.line}:${problem.column}: ${problem.message}`);
    } catch (error) {
      assert.ok(error instanceof BoardError, String(error));
      return error.message.split("\n").map(strip);
    }
  }

  const CASES: [behaviour: string, from: string, to: string, expected: string][] = [
    ["a wrong type", '"periodSeconds": 5 ', '"periodSeconds": "5" ', "8:70: error: expected a number, found text"],
    [
      "an unknown key, once, at the key",
      '"periodSeconds": 5 ',
      '"periodSecond": 5 ',
      '8:53: error: unknown key "periodSecond" (did you mean "periodSeconds"?)',
    ],
    ["a missing key", ', "periodSeconds": 5', "", '8:5: error: "periodSeconds" is missing'],
    [
      "an unknown type, and nothing else about that entry",
      '"analog"',
      '"analogue"',
      '8:29: error: expected one of "analog", "ntc", …, found "analogue" (did you mean "analog"?)',
    ],
    [
      "a key of another type",
      '"pin": "D27"',
      '"pin": "D27", "scale": 2',
      '9:54: error: unknown key "scale"; expected one of "type", "id", …',
    ],
    ["broken JSON", '"home",', '"home"', '5:28: error: not valid JSON: expected "," between two entries'],
    ["a comment", '"esp32",', '"esp32", // classic', "4:20: error: not valid JSON: JSON has no comments; take it out"],
    [
      "a trailing comma",
      '"pin": "D33" }',
      '"pin": "D33", }',
      '13:50: error: not valid JSON: expected a key in double quotes; JSON takes no comma before "}"',
    ],
    [
      "a key given twice",
      '"name": "shed",',
      '"name": "shed", "name": "shed",',
      '2:19: error: the key "name" stands twice, first at 2:3',
    ],
    [
      "a name that is not the file's",
      '"shed"',
      '"barn"',
      '2:11: error: expected "shed", the name of the file; rename one of the two',
    ],
    [
      "a bus on a pin that drives nothing",
      '  "sensors": [',
      '  "buses": [{ "id": "wire", "type": "oneWire", "pin": "D35" }], "sensors": [',
      "7:55: error: D35: an input only (D34–D39), and a bus is driven from both ends",
    ],
    [
      "a bus on a pin that is taken",
      '  "sensors": [',
      '  "buses": [{ "id": "i2c", "type": "i2c", "clock": "D25", "data": "D21" }], "sensors": [',
      "12:46: error: D25 is in use already, at 7:52; take another pin",
    ],
    [
      "a part at an address that it cannot have",
      '  "sensors": [\n    { "id": "soil", "type": "analog", "pin": "D34",',
      '  "buses": [{ "id": "i2c", "type": "i2c", "clock": "D22", "data": "D21" }], "sensors": [\n' +
        '    { "id": "soil", "type": "sht3x", "address": "0x46",',
      '8:49: error: expected one of "0x44", "0x45", found "0x46"',
    ],
    [
      "an id used twice",
      '"door"',
      '"soil"',
      "9:13: error: this id is in use already, at 8:13; ids are unique on a board",
    ],
    [
      "a fraction of a millisecond",
      '"periodSeconds": 5 ',
      '"periodSeconds": 5.0001 ',
      "8:70: error: expected whole milliseconds: at most three digits after the decimal point",
    ],
    [
      "a missing secret",
      "${PASSPHRASE}",
      "${PASSPHRAS}",
      "5:41: error: ${PASSPHRAS} has no value (did you mean ${PASSPHRASE}?); put PASSPHRAS=… into .env (see .env.example)",
    ],
    [
      "a short passphrase",
      "${PASSPHRASE}",
      "short",
      '5:41: error: expected 8 to 63 ASCII characters (WPA), or "" here for an open network',
    ],
    [
      "TLS without its letters",
      "mqtt://",
      "ssl://",
      "6:24: error: expected mqtt://host or mqtt://host:port, or mqtts:// for TLS",
    ],
    [
      "a login within the URL",
      "mqtt://192",
      "mqtt://${LOGIN}:x@192",
      '6:24: error: expected mqtt://host or mqtt://host:port, or mqtts:// for TLS: put user and password into "username" and "password" beside "urls"',
    ],
    [
      "a password without user name",
      '.10"]',
      '.10"], "password": "x"',
      '6:60: error: a password needs a "username" beside it [MQTT-3.1.2-22]',
    ],
    [
      "attempts with one broker",
      '.10"]',
      '.10"], "attempts": 5',
      '6:60: error: means something with several "urls" only; leave it out',
    ],
    [
      "a wildcard in a topic",
      '"pin": "D27"',
      '"pin": "D27", "stateTopic": "shed/+"',
      "9:68: error: a topic to publish on or be commanded by holds no + and no # [MQTT-3.3.2-2]",
    ],
    [
      "a placeholder that stands for nothing",
      '"pin": "D27"',
      '"pin": "D27", "stateTopic": "shed/{id}"',
      "9:68: error: braces hold {mac} or {name}, and nothing else",
    ],
    [
      "an identifier that boards with one program would share",
      '.10"] },',
      '.10"], "clientId": "x" }, "topics": { "base": "{name}/{mac}" },',
      "6:60: with {mac} in topics and none here, two boards with this program throw each other off the broker; add {mac}",
    ],
    [
      "a status topic that boards with one program would share",
      '.10"] },',
      '.10"], "clientId": "x-{mac}" },',
      '1:1: boards with this program share the topic of their status; write {mac} into "base", as in "home/{name}/{mac}"',
    ],
    [
      "two publications on one topic",
      '"pin": "D27"',
      '"pin": "D27", "stateTopic": "shed/soil/state"',
      "9:68: error: this topic is in use already, by what stands at 8:13; every topic of a board is used once",
    ],
    [
      "a pin that does not exist",
      "D27",
      "D24",
      "9:47: error: D24: the ESP32 has no such pin; there are D0–D19, D21–D23, D25–D27 and D32–D39",
    ],
    [
      "a flash pin",
      "D27",
      "D6",
      "9:47: error: D6: wired to the flash memory that the program runs from (D6–D11); take another pin",
    ],
    ["an input driven", "D25", "D35", "12:46: error: D35: an input only (D34–D39), it cannot drive anything"],
    [
      "a pull resistor that is not there",
      "D27",
      "D36",
      '9:47: error: D36: has no pull resistor inside the chip (D34–D39 have none); write "pull": "none" and put one outside',
    ],
    [
      "a voltage on the second converter",
      "D34",
      "D4",
      "8:46: error: D4: belongs to the second converter (ADC2), which does not work with Wi-Fi; Espruino reads ADC1 only: D32–D39",
    ],
    ["a pin in use", "D25", "D27", "12:46: error: D27 is in use already, at 9:47; take another pin"],
    [
      "a square wave on the DAC",
      "D33",
      "D26",
      "13:43: error: D26: D25 and D26 drive Espruino's 8-bit DAC instead of a square wave; take another pin, such as D33",
    ],
    [
      "a packet larger than its capacity",
      '"chip": "esp32",',
      `"chip": "esp32", "topics": { "base": "${"x".repeat(760)}" },`,
      '4:30: error: a diagnostics report takes up to 1166 bytes, more than transmitBytes (1024); shorten the topics or raise "transmitBytes"',
    ],
    [
      "a reading larger than the outbox: over its capacity",
      '"pin": "D27"',
      `"pin": "D27", "qos": 1, "stateTopic": "${"x".repeat(1020)}"`,
      '9:5: error: a reading takes up to 1030 bytes, more than transmitBytes (1024); shorten the topics or raise "transmitBytes"; also: a reading takes up to 1030 bytes, more than the whole outbox; raise its "bytes"',
    ],
    [
      "an input that would have to trigger a part",
      '"type": "digital", "pin": "D27"',
      '"type": "hcsr04", "triggerPin": "D35", "echoPin": "D27"',
      "9:53: error: D35: an input only (D34–D39), it cannot drive anything",
    ],
    [
      "an echo that the engine does not tell of",
      '"type": "digital", "pin": "D27"',
      '"type": "hcsr04", "triggerPin": "D27", "echoPin": "D12"',
      "9:71: error: D12: Espruino does not tell when it changes (D6–D12); take another pin",
    ],
    [
      "a time server that is none",
      '"chip": "esp32",',
      '"chip": "esp32", "time": { "server": "ntp://x" },',
      '4:40: error: expected a name or an IPv4 address, such as "pool.ntp.org"',
    ],
    [
      "a part that the engine cannot serve",
      '"type": "digital"',
      '"type": "dht22"',
      '9:29: error: no "dht22" here: the pulse that starts a DHT11 or DHT22 does not work with Espruino on the ESP32 (an open issue of the engine\'s), so that it would have no readings, and there is no driver for NodeMCU; take another part, such as SHT3x, AHT20 or BME280 on I²C',
    ],
    [
      "one of several values that is neither false nor an object",
      '"type": "analog", "pin": "D34"',
      '"type": "pulseCounter", "pin": "D34", "pull": "none", "rate": true',
      "8:83: error: expected false or an object { … }, found true",
    ],
    [
      "a mistake in one of several values",
      '"type": "analog", "pin": "D34"',
      '"type": "pulseCounter", "pin": "D34", "pull": "none", "rate": { "decimals": 1.5 }',
      "8:97: error: expected a whole number, found a number that is not whole",
    ],
    [
      "a value of one sensor named as another one",
      '"type": "analog", "pin": "D34", "periodSeconds": 5 },',
      '"type": "pulseCounter", "pin": "D34", "pull": "none", "periodSeconds": 5 }, { "id": "soil-rate", "type": "uptime", "periodSeconds": 5 },',
      "8:105: error: soil-rate is in use already, at 8:13; several values of a sensor are called <id>-<value>",
    ],
    [
      "a misspelt filter",
      '"pin": "D34"',
      '"pin": "D34", "filters": [{ "ofset": 1 }]',
      '8:67: error: unknown key "ofset" (did you mean "offset"?)',
    ],
    [
      "two filters in one pair of braces",
      '"pin": "D34"',
      '"pin": "D34", "filters": [{ "offset": 1, "round": 1 }]',
      "8:65: error: expected exactly one key here; write each in braces of its own",
    ],
    [
      "a pair of braces without a filter",
      '"pin": "D34"',
      '"pin": "D34", "filters": [{}]',
      "8:65: error: expected exactly one key here; write each in braces of its own",
    ],
    [
      "a filter that lets nothing through",
      '"pin": "D34"',
      '"pin": "D34", "filters": [{ "debounce": { "seconds": 5 } }]',
      '8:65: error: a value comes every 5 s, so that it is never quiet for 5 s and nothing goes on; shorten "seconds", or take "throttle" or "median"',
    ],
    [
      "filters on a contact",
      '"pin": "D27"',
      '"pin": "D27", "filters": [{ "round": 1 }]',
      '9:65: error: filters are for numbers; a contact has "debounceMs"',
    ],
    [
      "a sensor asked to notice changes that it cannot",
      '"pin": "D34"',
      '"pin": "D34", "publish": "both"',
      '8:64: error: "analog" does not notice changes between two periods; take "period" or "change"',
    ],
    [
      "a thermistor of which nothing is known",
      '"type": "analog"',
      '"type": "ntc", "resistorOhms": 10000',
      '8:5: error: give either "beta" or "steinhartHart", from the data sheet of the thermistor',
    ],
    [
      "a thermistor on a pin that measures no voltage",
      '"type": "analog", "pin": "D34"',
      '"type": "ntc", "beta": 3950, "resistorOhms": 10000, "pin": "D19"',
      "8:80: error: D19: cannot measure a voltage; take one of D32–D39",
    ],
    [
      "a switch alone in its interlock",
      '"pin": "D25"',
      '"pin": "D25", "interlock": "motor"',
      '12:66: error: no other switch is in the group "motor"; give another one the same "interlock"',
    ],
    [
      "a wait without an interlock",
      '"pin": "D25"',
      '"pin": "D25", "interlockWaitSeconds": 1',
      '12:77: error: is for switches with an "interlock"; name the group or leave it out',
    ],
    [
      "two switches of an interlock on at boot",
      '{ "id": "pump", "type": "switch", "pin": "D25" }',
      '{ "id": "up", "type": "switch", "pin": "D25", "interlock": "motor", "initialValue": "ON" },\n' +
        '    { "id": "down", "type": "switch", "pin": "D26", "interlock": "motor", "initialValue": "ON" }',
      '13:91: error: only one switch of the group "motor" can be on at boot',
    ],
    [
      "a number whose steps do not come to its end",
      '{ "id": "pump", "type": "switch", "pin": "D25" }',
      '{ "id": "goal", "type": "number", "min": 0, "max": 1, "step": 0.3 }',
      "12:56: error: is not on a step: from 0 by 0.3 no step comes to 1",
    ],
    [
      "a thermostat that goes by a contact",
      '    { "id": "lamp", "type": "pwm", "pin": "D33" }\n  ]',
      '    { "id": "lamp", "type": "pwm", "pin": "D33" }\n  ],\n' +
        '  "rules": [{ "type": "thermostat", "sensor": "door", "actuator": "pump", "target": 5 }]',
      '15:47: error: the board has no number that is measured as "door"; there are: soil',
    ],
    [
      "a thermostat that switches a lamp's level",
      '    { "id": "lamp", "type": "pwm", "pin": "D33" }\n  ]',
      '    { "id": "lamp", "type": "pwm", "pin": "D33" }\n  ],\n' +
        '  "rules": [{ "type": "thermostat", "sensor": "soil", "actuator": "lamp", "target": 5 }]',
      '15:67: error: a thermostat needs a "switch", and lamp is a "pwm"',
    ],
    [
      "a thermostat without its number",
      '    { "id": "lamp", "type": "pwm", "pin": "D33" }\n  ]',
      '    { "id": "lamp", "type": "pwm", "pin": "D33" }\n  ],\n' +
        '  "rules": [{ "type": "thermostat", "sensor": "soil", "actuator": "pump", "target": "lamp" }]',
      '15:85: error: the board has no "number" or "climate" that is called "lamp"; there are: none',
    ],
    [
      "a cover with both relays on one pin",
      '{ "id": "pump", "type": "switch", "pin": "D25" }',
      '{ "id": "blind", "type": "cover", "openPin": "D25", "closePin": "D25", "openSeconds": 20 }',
      "12:69: error: D25 is in use already, at 12:50; take another pin",
    ],
    [
      "a fail-safe that is no command of the actuator",
      '"pin": "D33"',
      '"pin": "D33", "failSafe": { "afterSeconds": 60, "action": 140 }',
      '13:94: error: expected "keep", "OFF", "ON" or a whole number from 0 to 100, found 140',
    ],
  ];

  for (const [behaviour, from, to, expected] of CASES) {
    it(`reports ${behaviour}`, () =>
      assert.ok(problems([from, to]).includes(expected), problems([from, to]).join("\n")));
  }

  it("puts the board's name in place in topics and identifier, and nowhere else", () => {
    const { board } = load(
      LINES.join("\n").replace(
        '"broker": {',
        '"topics": { "base": "a/{name}" }, "broker": { "username": "{name}", "clientId": "{name}-{name}", ',
      ),
    );
    assert.deepEqual(
      [board.topics?.base, board.broker.clientId, board.broker.username],
      ["a/shed", "shed-shed", "{name}"],
    );
  });

  it("reports one mistake once", () => {
    for (const [behaviour, from, to] of CASES.filter(([behaviour]) => !/capacity/.test(behaviour))) {
      assert.equal(problems([from, to]).length, 1, `${behaviour}:\n${problems([from, to]).join("\n")}`);
    }
  });

  it("says once what an entry should be that is nothing like one", () => {
    const found = problems(['{ "id": "soil", "type": "analog", "pin": "D34", "periodSeconds": 5 }', "5"]);
    assert.deepEqual(found, ["8:5: error: expected an object { … }, found a whole number"]);
  });

  it("refuses a contact on a pin whose changes the engine does not report", () => {
    assert.match(problems(['"pin": "D27"', '"pin": "D12"']).join("\n"), /^9:47: error: D12: Espruino does not tell/);
  });

  it("refuses the pin that the engine turns round", () => {
    assert.match(problems(['"pin": "D25"', '"pin": "D0"']).join("\n"), /^12:46: error: D0: Espruino turns its levels/);
  });

  it("refuses numbers that no chip can compute with", () => {
    assert.match(
      problems(['"periodSeconds": 5', '"periodSeconds": 5, "scale": 1e999'])[0],
      /^8:82: error: expected a number, found a number too large/,
    );
    assert.match(problems(['"periodSeconds": 5', '"periodSeconds": 5, "scale": 1e30'])[0], /at most 1000000000/);
  });

  it("refuses an address that is none", () => {
    assert.match(problems(["192.168.1.10", "192.168.1.300"])[0], /^6:24: error: .*four numbers from 0 to 255/);
  });

  it("shows no secret as the name of a pin, though nothing says what the pin is for", () => {
    const found = problems(['"type": "analog", "pin": "D34"', '"type": "${LOGIN}", "pin": "${LOGIN}"']).join("\n");
    assert.ok(!found.includes(environment.LOGIN), found);
  });

  it("finds nothing wrong with the small board", () => assert.deepEqual(problems(), []));

  it("reports every problem at once, in the order of the file", () => {
    const found = problems(['"shed"', '"barn"'], ["mqtt:", "ssl:"], ["D34", "D4"], ["D25", "D35"], ["D33", "D26"]);
    assert.deepEqual(
      found.map((line) => line.split(": ")[0]),
      ["2:11", "6:24", "8:46", "12:46", "13:43"],
    );
  });

  describe("tells mistakes of all stages in one go:", () => {
    const soil = '{ "id": "soil", "type": "analog", "pin": "D34", "periodSeconds": 5 }';
    const lamp = '{ "id": "lamp", "type": "pwm", "pin": "D33" }\n  ]';
    const rules = (...list: string[]): [string, string] => [lamp, `${lamp},\n  "rules": [${list.join(",\n    ")}]`];
    const thermostat = (of: string): string =>
      `{ "type": "thermostat", "sensor": "soil", "actuator": "pump", "target": 5 ${of}}`;

    it("of the schema, of pins, of references, of Home Assistant, of kinds and of filters", () => {
      const found = problems(
        [
          soil,
          '{ "id": "soil", "type": "analog", "pin": "D34", "periodSeconds": 5, "deviceClass": "voltage", "unit": "volts" }',
        ],
        ['"periodSeconds": 60', '"periodSeconds": "60"'],
        ['"pin": "D25"', '"pin": "D35", "interlock": "motor"'],
        rules(
          '{ "type": "thermostat", "sensor": "soil", "actuator": "pum", "target": 5 }',
          '{ "type": "thermostat", "sensor": "sol", "actuator": "pump", "target": 5 }',
        ),
        ['"pin": "D33"', '"pin": "D34"'],
      );
      assert.deepEqual(
        found.map((line) => line.slice(0, 60)),
        [
          '8:107: error: Home Assistant drops a value of class "voltage" ',
          "9:71: error: expected a number, found text",
          "12:46: error: D35: an input only (D34–D39), it cannot drive an",
          '12:66: error: no other switch is in the group "motor"; give an',
          "13:43: error: D34 is in use already, at 8:46; take another pin",
          '15:67: error: the board has no actuator "pum" (did you mean "p',
          '16:39: error: the board has no number that is measured as "sol',
        ].map((line) => line.slice(0, 60)),
      );
    });

    it("all that a rule names and that is not there", () => {
      const found = problems(rules('{ "type": "thermostat", "sensor": "sol", "actuator": "pum", "target": "goal" }'));
      assert.deepEqual(
        found.map((line) => line.slice(0, 44)),
        [
          "15:47: error: the board has no number that is measured as",
          '15:66: error: the board has no actuator "pum" (did',
          '15:83: error: the board has no "number" or "climate" "goal"; there',
        ].map((line) => line.slice(0, 44)),
      );
    });

    it("of the schema and of Home Assistant in one entry", () => {
      const found = problems([
        '"pin": "D34", "periodSeconds": 5',
        '"pin": 34, "periodSeconds": "5", "deviceClass": "voltage", "unit": "volts"',
      ]);
      assert.deepEqual(
        found.map((line) => line.slice(0, 37)),
        [
          "8:46: error: expected text in double ",
          "8:67: error: expected a number, found",
          "8:106: error: Home Assistant drops a ",
        ],
      );
    });

    it("of the whole board, where its parts are wrong", () => {
      const found = problems(
        ['"chip": "esp32",', '"chip": 32, "topics": { "base": 1 }, "outbox": { "messages": "8" },'],
        ['["mqtt://192.168.1.10"]', '"mqtt://192.168.1.10"'],
        [
          soil,
          '{ "id": "soil", "type": "analog", "pin": "D34", "periodSeconds": 5, "filters": [{ "debounce": { "seconds": 5 } }] }',
        ],
      );
      assert.deepEqual(
        found.map((line) => line.split(": ")[0]),
        ["4:11", "4:35", "4:64", "6:23", "8:85"],
      );
    });

    it("what is missing in an object, with what else is to be said of it", () => {
      assert.deepEqual(problems([soil, '{ "id": "soil", "type": "sht3x" }']), [
        '8:5: error: "periodSeconds" is missing; also: needs an I²C bus; write "buses": [{ "id": "i2c", "type": "i2c", "clock": "D22", "data": "D21" }]',
      ]);
      assert.deepEqual(problems([soil, '{ "type": "analog" }']), [
        '8:5: error: "periodSeconds", "id" and "pin" are missing',
      ]);
      assert.deepEqual(problems(['"ssid": "home", "password": "${PASSPHRASE}"', ""]), [
        '5:11: error: "ssid" and "password" are missing',
      ]);
    });

    for (const [what, ...changes] of [
      ["a rule that goes by a sensor that is wrong", [soil, soil.replace("5 }", '"5" }')], rules(thermostat(""))],
      [
        "a rule that goes by a value of a sensor that is wrong",
        [soil, '{ "id": "soil", "type": "sht3x", "bus": 7, "periodSeconds": 60 }'],
        rules(thermostat("").replace('"soil"', '"soil-temperature"')),
        [
          '"chip": "esp32",',
          '"chip": "esp32", "buses": [{ "id": "i2c", "type": "i2c", "clock": "D22", "data": "D21" }],',
        ],
      ],
      [
        "a rule that switches what is wrong",
        ['"switch", "pin": "D25"', '"switch", "pin": "D25", "activeLow": "yes"'],
        rules(thermostat("")),
      ],
      ["a rule that is wrong itself", rules(thermostat(', "hysteresis": "x"'))],
      [
        "an interlock whose other switch is wrong",
        ['"pin": "D25"', '"pin": "D25", "interlock": "motor"'],
        [
          '{ "id": "lamp", "type": "pwm", "pin": "D33" }',
          '{ "id": "lamp", "type": "switch", "pin": "D33", "interlock": 7 }',
        ],
      ],
      [
        "a unit that is misspelt as a key",
        ['"periodSeconds": 5 ', '"periodSeconds": 5, "deviceClass": "voltage", "unti": "V" '],
      ],
      ["a unit that is no text", ['"periodSeconds": 5 ', '"periodSeconds": 5, "deviceClass": "voltage", "unit": 5 ']],
      ["an entry of no kind", ['"analog"', '"analogue"']],
      ["an entry that is none", [soil, "[]"]],
      ["an id that is none", ['"soil"', '"s o i l"']],
      ["an id that is missing", ['"id": "soil", ', ""]],
      [
        "a list that is none",
        ['"sensors": [', '"sensors": 5, "rules": ['],
        ['"rules": [\n', '"rules": [], "buses": [\n'],
        [soil, ""],
        [/ *\{ "id": "door.*\n/, "\n"],
      ],
    ] as [string, ...[string | RegExp, string][]][]) {
      it(`nothing more than one of ${what}`, () => {
        let text = LINES.join("\n");
        for (const [from, to] of changes) text = text.replace(from, () => to);
        text = text.replace(",\n\n", "\n");
        assert.throws(
          () => load(text),
          (error) => {
            assert.ok(error instanceof BoardError, String(error));
            assert.equal(error.problems.length, 1, error.message);
            return true;
          },
        );
      });
    }
  });

  for (const [what, text, column] of [
    ["lists", "[".repeat(5_000) + "]".repeat(5_000), 65],
    ["lists that do not end", "[".repeat(200_000), 65],
    ["objects", '{"a":'.repeat(5_000) + "1" + "}".repeat(5_000), 321],
    ["objects that do not end", '{"a":'.repeat(200_000), 321],
    ["both in turn", '[{"a":'.repeat(100_000), 193],
    ["lists in a board", `{"name":"shed","sensors":${"[".repeat(200_000)}`, 89],
  ] as const) {
    it(`refuses brackets in each other, of ${what}, at the first that is one too many`, () => {
      assert.throws(
        () => load(text),
        (error) => {
          assert.ok(error instanceof BoardError, String(error));
          assert.equal(error.problems.length, 1);
          assert.match(error.message, new RegExp(`:1:${column}: error: more than 64 brackets in each other`));
          return true;
        },
      );
    });
  }

  it("tells of 200,000 mistakes the first hundred, and how many there are", () => {
    assert.throws(
      () => load(`{${'"a":1,'.repeat(200_000)}"a":1}`),
      (error) => {
        assert.ok(error instanceof BoardError, String(error));
        assert.equal(error.problems.length, 100);
        assert.equal(error.lines.length, 101);
        assert.match(error.lines[0] ?? "", /:1:8: error: the key "a" stands twice, first at 1:2$/);
        assert.equal(error.lines[100], "and 199900 more; mend these first");
        return true;
      },
    );
  });

  it("takes brackets in a text for what they are", () => {
    const name = "[{".repeat(500);
    assert.deepEqual(problems(['"pin": "D27"', `"pin": "D27", "name": "${name}"`]), []);
  });

  it("refuses letters that are not in UTF-8, at the first, and never changes one", () => {
    for (const [bytes, expected] of [
      [
        Buffer.from('{\n  "name": "Küche"', "latin1"),
        /:2:13: error: here stands a letter that is not in UTF-8, but perhaps in Latin-1/,
      ],
      [Buffer.from('{ "name": "shed" }', "utf16le"), /:1:1: error: this file is in UTF-16/],
      [Buffer.from('\ufeff{ "name": "shed" }', "utf16le"), /:1:1: error: this file is in UTF-16/],
      [Buffer.from('\ufeff{ "name": "shed" }'), /:1:1: error: .*byte order mark/],
    ] as const) {
      writeFileSync(path.join(root, "boards/shed.json"), bytes);
      assert.throws(
        () => loadBoard("shed", { environment, names, root }),
        (error) => error instanceof BoardError && error.problems.length === 1 && expected.test(error.message),
      );
    }
  });

  it("takes an empty passphrase for an open network only where the board file has one", () => {
    const empty =
      '5:41: error: its value is empty; give it one, or where the network is open, write "password": "" here';
    const said = (password: string, value: string): string[] => {
      writeFileSync(path.join(root, ".env"), `EMPTY=${value}\n`);
      return problems(["${PASSPHRASE}", password]);
    };
    assert.deepEqual(said("", "''"), []);
    assert.deepEqual(said("${EMPTY}", "''"), [empty]);
    assert.deepEqual(said("\\u0024{EMPTY}", "''"), [empty]);
    assert.deepEqual(said("${EMPTY}${EMPTY}", '""'), [empty]);
    assert.match(
      said("${EMPTY}", "").join(),
      /^5:41: error: \$\{EMPTY\} has no value: nothing stands behind it at .*\.env:1;/,
    );
    assert.match(said("${EMPTY}", " # none").join(), /nothing stands behind it/);
  });

  it("has one error for one place", () => {
    assert.deepEqual(problems(['"pin": "D33"', '"pin": "D34"']), [
      "13:43: error: D34 is in use already, at 8:46; take another pin",
    ]);
  });

  it("looks into an object that has an unknown key, and blames nothing else in it", () => {
    const found = problems(['.10"]', '.10"], "username": "u", "password": "p", "usernam": "u"']);
    assert.deepEqual(found, ['6:82: error: unknown key "usernam" (did you mean "username"?)']);
  });

  it("warns about strapping pins and loads all the same", () => {
    assert.match(
      problems(["D25", "D12"]).join(),
      /^12:46: D12: held high at reset, it sets the flash memory's voltage/,
    );
  });

  it("counts the square waves that Espruino can make", () => {
    const lamp = (id: number, hz: number) => `{ "id": "l${id}", "type": "pwm", "pin": "D${id}", "hz": ${hz} }`;
    const own = [13, 14].map((pin) => lamp(pin, 100));
    const shared = [16, 17, 18, 19, 21].map((pin) => lamp(pin, 5000));
    const last = '{ "id": "lamp", "type": "pwm", "pin": "D33" }';
    assert.deepEqual(problems([last, [last, ...own, ...shared].join(",\n")]), []);
    assert.match(
      problems([last, [last, ...own, lamp(22, 100)].join(",\n")]).join(),
      /^16:1: error: .* at most 3 square waves/,
    );
    assert.match(
      problems([last, [last, ...shared, lamp(22, 5000)].join(",\n")]).join(),
      /^19:1: error: .* at most 5 square waves/,
    );
  });

  it("counts a light's square wave, and keeps it from the pins that make none", () => {
    const lamps = (pins: number[]) => pins.map((pin) => `{ "id": "l${pin}", "type": "light", "pin": "D${pin}" }`);
    const last = '{ "id": "lamp", "type": "pwm", "pin": "D33" }';
    const five = lamps([13, 14, 16, 17, 18]);
    assert.deepEqual(problems([last, five.join(",\n")]), []);
    assert.match(problems([last, [...five, ...lamps([19])].join(",\n")]).join(), /^18:1: error: .* at most 5 square/);
    const servos = [21, 22, 23, 27].map(
      (pin) => `{ "id": "s${pin}", "type": "servo", "pin": "D${pin}", "initialValue": 0 }`,
    );
    assert.match(problems(['"D27"', '"D4"'], [last, servos.join(",\n")]).join(), /^16:1: error: .* at most 3 square/);
    assert.match(problems([last, lamps([26]).join()]).join(), /^13:44: error: D26: D25 and D26 drive/);
  });

  it("knows that Espruino drives one strip only", () => {
    const strip = (pin: number) => `{ "id": "s${pin}", "type": "rgb", "pin": "D${pin}", "count": 8 }`;
    const last = '{ "id": "lamp", "type": "pwm", "pin": "D33" }';
    assert.deepEqual(problems([last, strip(13)]), []);
    assert.match(problems([last, [13, 14].map(strip).join(",\n")]).join(), /^14:1: error: Espruino drives one "rgb"/);
  });

  it("puts secrets in place after parsing, whatever characters they hold", () => {
    writeFileSync(path.join(root, ".env"), "PASSPHRASE=from the file\nOTHER='quo\"te\\d'\n");
    const loaded = load(LINES.join("\n").replace('"home"', () => '"${OTHER}$${X}"'));
    assert.equal(loaded.board.wifi.ssid, 'quo"te\\d${X}');
    assert.equal(loaded.board.wifi.password, environment.PASSPHRASE, "the environment comes before .env");
    assert.deepEqual(loaded.secrets, ['quo"te\\d', environment.PASSPHRASE]);
  });

  it("never shows a secret, wherever it stands", () => {
    const texts = [...LINES.join("\n").matchAll(/"[^"\n]*"(?!:)/g)];
    assert.ok(texts.length > 15);
    for (const { 0: text, index } of texts) {
      const whole = LINES.join("\n");
      const changed = whole.slice(0, index) + '"${LOGIN}"' + whole.slice(index + text.length);
      try {
        for (const { message } of load(changed).warnings) assert.doesNotMatch(message, /pippin/);
      } catch (error) {
        assert.ok(error instanceof BoardError, String(error));
        assert.doesNotMatch(error.message, /pippin/);
      }
    }
  });

  it("lists the boards there are when the one asked for does not exist", () => {
    writeFileSync(path.join(root, "boards/shed.json"), LINES.join("\n"));
    assert.throws(
      () => loadBoard("shet", { environment, root }),
      (error) =>
        error instanceof UserError && /no board "shet".*did you mean "shed"\?.*there are: shed$/.test(error.message),
    );
  });

  it("returns or throws a BoardError, whatever is done to the text", () => {
    const random = generator(20_260);
    const whole = LINES.join("\n");
    const pieces = [
      "{",
      "}",
      "[",
      "]",
      '"',
      ",",
      ":",
      "null",
      "-1",
      "1e999",
      "${",
      "\\u0000",
      "\\ud800",
      "__proto__",
      "//",
      "D6",
      "é",
    ];
    let loaded = 0;
    for (let i = 0; i < 400; i++) {
      const at = random(whole.length);
      const text = whole.slice(0, at) + (pieces[random(pieces.length)] ?? "") + whole.slice(at + random(12));
      try {
        load(text);
        loaded++;
      } catch (error) {
        assert.ok(error instanceof BoardError && error.problems.length > 0, `${String(error)} for\n${text}`);
      }
    }
    assert.ok(loaded < 200, `${loaded} of 400 loaded`);
  });
});

describe("the boards of this project", () => {
  const { environment, placeholders } = simulationEnvironment(project, {});

  it("load with the values of .env.example", () => {
    assert.ok(boardNames().length >= 5);
    for (const name of boardNames()) assert.equal(loadBoard(name, { environment }).board.name, name);
  });

  it("give rise to two warnings: the key of .env.example is known, the LED of a devkit is on D2", () => {
    const warnings = boardNames().flatMap((name) => loadBoard(name, { environment }).warnings);
    assert.deepEqual(
      warnings.map(({ message }) => message.slice(0, 3)),
      ["thi", "D2:"],
    );
  });

  it("name the schema, and no secret that .env.example does not explain", () => {
    for (const name of boardNames()) {
      const text = readFileSync(path.join(project, "boards", `${name}.json`), "utf8");
      assert.match(text, /"\$schema": "\.\/board\.schema\.json"/);
      for (const [, secret] of text.matchAll(/\$\{(\w+)\}/g))
        assert.ok(Object.hasOwn(environment, secret ?? ""), secret);
    }
    assert.ok(Array.isArray(placeholders));
  });
});

/** Numbers below `limit`, the same for the same seed (Lehmer). */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
}
