import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BoardError, loadBoard } from "../../../../scripts/lib/board/load";

type Entry = Record<string, unknown>;

describe("the pins of a chip", () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "mote-pins-"));
    mkdirSync(join(root, "boards"));
  });
  after(() => rmSync(root, { recursive: true }));

  function load(chip: string, parts: Entry): { errors: string[]; warnings: string[] } {
    const board = {
      name: "shed",
      engine: "nodemcu",
      chip,
      wifi: { ssid: "home", password: "correct horse" },
      broker: { urls: ["mqtt://192.168.1.10"] },
      ...parts,
    };
    writeFileSync(join(root, "boards/shed.json"), JSON.stringify(board, undefined, 1));
    try {
      const { warnings } = loadBoard("shed", { environment: {}, root });
      return { errors: [], warnings: warnings.map(({ message }) => message) };
    } catch (error) {
      assert.ok(error instanceof BoardError, String(error));
      const errors = error.message.split("\n").flatMap((line) => /: error: (.*)/.exec(line)?.[1] ?? []);
      return { errors, warnings: [] };
    }
  }
  const contact = (pin: string, more: Entry = {}): Entry => ({
    sensors: [{ id: "door", type: "digital", pin, periodSeconds: 60, ...more }],
  });
  const voltage = (pin: string): Entry => ({ sensors: [{ id: "soil", type: "analog", pin, periodSeconds: 5 }] });
  const relay = (pin: string): Entry => ({ actuators: [{ id: "pump", type: "switch", pin }] });
  const waves = (...hz: number[]): Entry => ({
    actuators: hz.map((each, i) => ({ id: `l${i}`, type: "pwm", pin: `D${i + 1}`, hz: each })),
  });

  describe("of the ESP32-C3 and ESP32-S3 under Espruino", () => {
    const sensor = (type: string, more: Entry = {}): Entry => ({
      sensors: [{ id: "x", type, periodSeconds: 60, ...more }],
    });
    const leds = (...hz: number[]): Entry => ({
      actuators: hz.map((each, i) => ({ id: `l${i}`, type: "pwm", pin: `D${i + 3}`, hz: each })),
    });
    const twoBuses = {
      buses: [
        { id: "a", type: "i2c", clock: "D5", data: "D4" },
        { id: "b", type: "i2c", clock: "D7", data: "D6" },
      ],
      sensors: [
        { id: "x", type: "bme280", bus: "a", periodSeconds: 60 },
        { id: "y", type: "bme280", bus: "b", periodSeconds: 60 },
      ],
    };

    for (const [chip, what, parts] of [
      ["esp32c3", "a voltage on D4", voltage("D4")],
      ["esp32c3", "five square waves of 5 kHz and another one", leds(5000, 5000, 5000, 5000, 5000, 1000)],
      ["esp32c3", "a contact on a pin that the ESP32 does not watch", contact("D7")],
      ["esp32c3", "a relay on D10 of a XIAO", { hardware: "xiao-esp32c3", ...relay("D10") }],
      ["esp32s3", "relays beyond the ESP32's pins", relay("D48")],
      ["esp32s3", "two buses", twoBuses],
      ["esp32s3", "eight square waves", leds(5000, 5000, 5000, 5000, 5000, 1000, 2000, 3000)],
      ["esp32s3", "a telnet console", { consoles: { telnet: true } }],
    ] as const) {
      it(`${chip}: may have ${what}`, () => assert.deepEqual(load(chip, { engine: "espruino", ...parts }).errors, []));
    }

    for (const [chip, what, parts, expected] of [
      ["esp32c3", "a pin that is none", relay("D22"), /^D22: the ESP32-C3 has no such pin; there are D0–D21/],
      ["esp32c3", "the flash memory's pins", relay("D14"), /^D14: wired to the flash memory/],
      ["esp32c3", "its USB", contact("D18"), /^D18: the chip's own USB/],
      ["esp32c3", "the button that Espruino has", contact("D0"), /^D0: Espruino turns its levels/],
      ["esp32c3", "the second converter", voltage("D5"), /^D5: belongs to the second converter .* D1–D4/],
      [
        "esp32c3",
        "two frequencies besides 5 kHz",
        leds(1000, 2000),
        /at most 1 square waves with a frequency of their own/,
      ],
      ["esp32c3", "two buses", twoBuses, /ESP32-C3 has 1 I²C port/],
      ["esp32c3", "a thermometer", sensor("chipTemperature"), /on the ESP32-C3 cannot read the chip's thermometer/],
      [
        "esp32c3",
        "a telnet console",
        { consoles: { telnet: true } },
        /on the ESP32-C3 has no telnet console; leave it/,
      ],
      [
        "esp32c3",
        "a pin that a XIAO does not bring out",
        { hardware: "xiao-esp32c3", ...relay("D11") },
        /^the Seeed Studio XIAO ESP32C3 has no pin called so; there are D0, D1, .*D10$/,
      ],
      ["esp32s3", "another board's chip", { hardware: "xiao-esp32c3" }, /has another chip; write "chip": "esp32c3"/],
      [
        "esp32s3",
        "a voltage",
        voltage("D4"),
        /^Espruino on the ESP32-S3 cannot measure a voltage on any pin; take a board/,
      ],
      [
        "esp32s3",
        "a contact on a pin that is not watched",
        contact("D7"),
        /^D7: Espruino does not tell when it changes/,
      ],
      [
        "esp32s3",
        "a pin that is none",
        relay("D23"),
        /^D23: the ESP32-S3 has no such pin; there are D0–D21 and D26–D48/,
      ],
    ] as const) {
      it(`${chip}: may not have ${what}`, () => {
        const { errors } = load(chip, { engine: "espruino", ...parts });
        assert.equal(errors.length, 1, errors.join("\n"));
        assert.match(errors[0]!, expected);
      });
    }

    it("a board that is named without its chip is told which that is", () => {
      const { errors } = load("esp32c3", { engine: "espruino", hardware: "xiao-esp32c3", chip: undefined });
      assert.deepEqual(errors, [
        '"chip" is missing',
        'a Seeed Studio XIAO ESP32C3 has a chip that is to be named too; write "chip": "esp32c3"',
      ]);
    });

    it("a XIAO's pins go by what is printed on it, with what its chip says of them", () => {
      const { warnings } = load("esp32c3", { engine: "espruino", hardware: "xiao-esp32c3", ...relay("D6") });
      assert.deepEqual(warnings.length, 1);
      assert.match(warnings[0]!, /^D6: the chip prints on it while it boots/);
    });
  });

  describe("of the ESP32-C3 and ESP32-S3 under NodeMCU", () => {
    for (const [chip, what, parts] of [
      ["esp32c3", "a voltage on D0", voltage("D0")],
      ["esp32s3", "a voltage on D8", voltage("D8")],
      ["esp32s3", "a contact on a pin that Espruino does not watch", contact("D7")],
      ["esp32c3", "six square waves of four frequencies", waves(1, 2, 3, 4, 4, 4)],
      ["esp32c3", "its reason for a reset", { diagnostics: ["resetReason"] }],
    ] as const) {
      it(`${chip}: may have ${what}`, () => assert.deepEqual(load(chip, parts).errors, []));
    }
    const meter = (type: string, pins: Entry): Entry => ({ sensors: [{ id: "x", type, periodSeconds: 60, ...pins }] });
    for (const [chip, what, parts, expected] of [
      [
        "esp32c3",
        "a voltage on D5",
        voltage("D5"),
        /^D5: belongs to the second converter .* NodeMCU reads ADC1 only: D0–D4/,
      ],
      ["esp32s3", "a voltage on D9", voltage("D9"), /^D9: is a channel .* does not take; take one of D1–D8/],
      ["esp32c3", "seven square waves", waves(1, 1, 1, 1, 1, 1, 1), /at most 6 square waves/],
      [
        "esp32s3",
        "counted pulses",
        meter("pulseCounter", { pin: "D4", unit: "l" }),
        /on the ESP32-S3 cannot count pulses/,
      ],
      [
        "esp32c3",
        "an echo",
        meter("hcsr04", { triggerPin: "D4", echoPin: "D5" }),
        /on the ESP32-C3 cannot time an echo/,
      ],
    ] as const) {
      it(`${chip}: may not have ${what}`, () => {
        const { errors } = load(chip, parts);
        assert.equal(errors.length, 1, errors.join("\n"));
        assert.match(errors[0]!, expected);
      });
    }
  });

  describe("as a board prints them", () => {
    const on = (chip: string, hardware: string | undefined, parts: Entry): ReturnType<typeof load> =>
      load(chip, { engine: chip === "esp8266" ? "nodemcu" : "espruino", hardware, ...parts });

    for (const [chip, hardware, parts, warning] of [
      ["esp32", "esp32-devkit-v1", voltage("VP"), undefined],
      ["esp32", "esp32-devkit-v1", relay("TX2"), undefined],
      ["esp32", "nodemcu-32s", relay("P25"), undefined],
      ["esp32", "nodemcu-32s", relay("P12"), /^P12: held high at reset/],
      ["esp32c3", "lolin-c3-mini", relay("D10"), undefined],
      ["esp32s3", "esp32-s3-devkitc-1", relay("TX"), /^TX: the chip prints on it/],
      ["esp8266", "d1-mini", relay("D1"), undefined],
      ["esp8266", "nodemcu-devkit", relay("RX"), /^RX: it is the serial console's input/],
    ] as const) {
      it(`may be ${JSON.stringify(Object.values(parts))} on a ${hardware}`, () => {
        const { errors, warnings } = on(chip, hardware, parts);
        assert.deepEqual(errors, []);
        assert.equal(warnings.length, warning === undefined ? 0 : 1, warnings.join());
        if (warning !== undefined) assert.match(warnings[0]!, warning);
      });
    }

    for (const [chip, hardware, parts, expected] of [
      ["esp32", "esp32-devkit-v1", voltage("D36"), /has no pin called so; the chip's D36 is printed VP there$/],
      ["esp32", "esp32-devkit-v1", relay("D0"), /has no pin called so; there are VP, VN, /],
      ["esp32", "nodemcu-32s", relay("SD2"), /^SD2: wired to the flash memory/],
      ["esp32", undefined, relay("P25"), /^P25: the ESP32 has no such pin; .*with "hardware": "nodemcu-32s"$/],
      ["esp32", undefined, relay("IO25"), /^IO25: the ESP32 has no such pin; there are D0[^;]*$/],
      ["esp8266", "d1-mini", relay("D9"), /the chip's D9 is printed RX there$/],
    ] as const) {
      it(`may not be ${JSON.stringify(Object.values(parts))} on ${hardware ?? "a chip alone"}`, () => {
        const { errors } = on(chip, hardware, parts);
        assert.equal(errors.length, 1, errors.join("\n"));
        assert.match(errors[0]!, expected);
      });
    }
  });

  describe("of the ESP8266 under NodeMCU", () => {
    for (const [what, parts] of [
      ["a contact on D5", contact("D5")],
      ["a voltage on A0", voltage("A0")],
      ["a relay on D0", relay("D0")],
      ["six square waves of one frequency", waves(500, 500, 500, 500, 500, 500)],
      ["a strip on D4", { actuators: [{ id: "strip", type: "rgb", pin: "D4", count: 8 }] }],
      ["its signal's strength", { sensors: [{ id: "signal", type: "signalStrength", periodSeconds: 60 }] }],
    ] as const) {
      it(`may have ${what}`, () => assert.deepEqual(load("esp8266", parts).errors, []));
    }

    for (const [what, parts, expected] of [
      ["a pin that is none", relay("D13"), /^D13: the ESP8266 has no such pin; there are D0–D8, D9 \(RX\), D10/],
      ["the flash memory's pins", relay("D11"), /^D11: wired to the flash memory/],
      [
        "a contact on D0",
        contact("D0"),
        /^D0: the ESP8266 does not tell when D0 \(GPIO16\) changes; take one of D1–D7/,
      ],
      ["a contact on A0", contact("A0"), /^A0: an analog input, nothing tells when it changes/],
      [
        "a pull-down",
        contact("D5", { pull: "down" }),
        /^D5: the ESP8266 has no pull-down resistors; write "pull": "up"/,
      ],
      ["a voltage on D1", voltage("D1"), /^D1: cannot measure a voltage; the ESP8266 has one pin that can: A0/],
      ["a relay on A0", relay("A0"), /^A0: an analog input, it cannot drive anything; take one of D1–D8/],
      [
        "a square wave on D0",
        { actuators: [{ id: "lamp", type: "pwm", pin: "D0", hz: 500 }] },
        /^D0: NodeMCU puts out no square wave on D0 \(GPIO16\); take one of D1–D8/,
      ],
      [
        "a second frequency",
        waves(500, 1000),
        /^NodeMCU drives square waves of one frequency at a time; write "hz": 500/,
      ],
      ["a frequency too high", waves(1001), /^NodeMCU drives square waves of at most 1000 Hz here; write "hz": 1000/],
      [
        "a light with the usual frequency",
        { actuators: [{ id: "lamp", type: "light", pin: "D1" }] },
        /^NodeMCU drives square waves of at most 1000 Hz here/,
      ],
      [
        "a seventh square wave",
        waves(500, 500, 500, 500, 500, 500, 500),
        /^NodeMCU drives at most 6 square waves here/,
      ],
      [
        "a strip elsewhere than D4",
        { actuators: [{ id: "strip", type: "rgb", pin: "D2", count: 8 }] },
        /^NodeMCU on the ESP8266 sends to a strip by its second serial port, which is on D4; .* write "pin": "D4"/,
      ],
      [
        "a bus on D0",
        { buses: [{ id: "wire", type: "oneWire", pin: "D0" }] },
        /^D0: NodeMCU has no bus on D0 \(GPIO16\)/,
      ],
    ] as const) {
      it(`is refused ${what}, with the cure`, () => {
        const { errors } = load("esp8266", parts);
        assert.equal(errors.length, 1, errors.join("\n"));
        assert.match(errors[0], expected);
      });
    }

    for (const [pin, expected] of [
      ["D0", /high while the chip boots/],
      ["D3", /held low at reset, the chip waits in its boot loader/],
      ["D4", /held low at reset, the chip does not boot/],
      ["D8", /held high at reset, the chip does not boot/],
      ["D9", /the serial console's input/],
      ["D10", /the serial console's output/],
    ] as const) {
      it(`warns about ${pin}`, () => assert.match(load("esp8266", relay(pin)).warnings.join(), expected));
    }
  });

  describe("of the ESP32 under NodeMCU", () => {
    for (const [what, parts] of [
      ["a contact on D12", contact("D12")],
      ["square waves on D25 and D26", { actuators: [25, 26].map((n) => ({ id: `l${n}`, type: "pwm", pin: `D${n}` })) }],
      ["a relay on D0", relay("D0")],
      [
        "eight square waves of four frequencies",
        {
          actuators: [13, 14, 16, 17, 18, 19, 21, 22].map((n, i) => ({
            id: `l${n}`,
            type: "pwm",
            pin: `D${n}`,
            hz: 100 + (i % 4),
          })),
        },
      ],
    ] as const) {
      it(`may have ${what}`, () => assert.deepEqual(load("esp32", parts).errors, []));
    }

    for (const [what, parts, expected] of [
      ["the ESP8266's A0", voltage("A0"), /^A0: the ESP32 has no such pin/],
      ["a voltage on the second converter", voltage("D4"), /^D4: belongs to .*; NodeMCU reads ADC1 only: D32–D39/],
      [
        "a fifth frequency",
        {
          actuators: [13, 14, 16, 17, 18].map((n) => ({ id: `l${n}`, type: "pwm", pin: `D${n}`, hz: n })),
        },
        /^NodeMCU drives square waves of 4 frequencies at a time; write "hz": 13 here too, or the same for all/,
      ],
    ] as const) {
      it(`is refused ${what}, with the cure`, () => {
        const { errors } = load("esp32", parts);
        assert.equal(errors.length, 1, errors.join("\n"));
        assert.match(errors[0], expected);
      });
    }
  });

  it("are not asked for where the engine does not run on the chip", () => {
    const { errors } = load("esp8266", { engine: "espruino", ...relay("D25") });
    assert.deepEqual(errors, [
      'Espruino on the ESP8266 has room for some seven calls inside each other, and a node makes nine and more; write "engine": "nodemcu"',
    ]);
  });
});
