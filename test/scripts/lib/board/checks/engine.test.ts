import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BoardError, loadBoard } from "../../../../../scripts/lib/board/load";

describe("a board for NodeMCU", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "mote-board-"));
    mkdirSync(join(root, "boards"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function errors(board: Record<string, unknown>): string[] {
    const whole = {
      name: "shed",
      engine: "nodemcu",
      chip: "esp32",
      wifi: { ssid: "home", password: "correct horse" },
      broker: { urls: ["mqtt://192.168.1.10"] },
      ...board,
    };
    writeFileSync(join(root, "boards/shed.json"), JSON.stringify(whole, undefined, 1));
    try {
      loadBoard("shed", { environment: {}, root });
      return [];
    } catch (error) {
      assert.ok(error instanceof BoardError, String(error));
      return error.message.split("\n").filter((line) => line.includes(": error: "));
    }
  }

  it("may have what the engine can do", () => {
    const actuators = [{ id: "pump", type: "switch", pin: "D26" }];
    const wifi = {
      ssid: "home",
      password: "correct horse",
      hostname: "{name}-{mac}",
      address: { ip: "192.168.1.20", gateway: "192.168.1.1" },
    };
    const sensors = [{ id: "up", type: "uptime", periodSeconds: 60 }];
    assert.deepEqual(
      errors({ actuators, sensors, wifi, diagnostics: ["resetReason"], time: { server: "pool.ntp.org" } }),
      [],
    );
  });

  it("may have one I²C bus, as fast as its interface made of software is, and 1-wire buses", () => {
    const i2c = { id: "i2c", type: "i2c", clock: "D22", data: "D21" };
    const wire = { id: "wire", type: "oneWire", pin: "D4" };
    const sensors = [
      { id: "room", type: "bme280", periodSeconds: 60 },
      { id: "cold", type: "ds18b20", periodSeconds: 60 },
    ];
    assert.deepEqual(errors({ buses: [i2c, wire], sensors }), []);
    const [fast, second] = errors({
      buses: [
        { ...i2c, hz: 400_000 },
        { ...i2c, id: "b", clock: "D18", data: "D19" },
      ],
    });
    assert.match(fast, /: error: NodeMCU on the ESP32 drives such a bus with at most 100000 Hz/);
    assert.match(second, /: error: NodeMCU on the ESP32 has more I²C interfaces, but only the one/);
  });

  it("counts pulses on eight pins, and on more where they bounce", () => {
    const pins = [4, 5, 13, 14, 16, 17, 18, 19, 21, 22];
    const sensors = pins.map((pin, i) => ({
      id: `meter-${i}`,
      type: "pulseCounter",
      pin: `D${pin}`,
      periodSeconds: 60,
      ...(i === 0 ? { debounceMs: 20 } : {}),
    }));
    assert.deepEqual(errors({ sensors: sensors.slice(0, 9) }), []);
    const [ninth, ...more] = errors({ sensors });
    assert.match(ninth, /shed\.json:\d+:\d+: error: NodeMCU on the ESP32 counts by the chip's 8 counters/);
    assert.deepEqual(more, []);
  });

  for (const [what, board, expected] of [
    [
      "signalStrength",
      { sensors: [{ id: "rssi", type: "signalStrength", periodSeconds: 60 }] },
      /shed\.json:\d+:\d+: error: NodeMCU on the ESP32 tells the signal/,
    ],
    [
      "mqtts",
      { broker: { urls: ["mqtts://192.168.1.10"] } },
      /: error: NodeMCU on the ESP32 has no TLS on its sockets; write mqtt:/,
    ],
    ["consoles", { consoles: { telnet: true } }, /: error: NodeMCU on the ESP32 opens no console to the network/],
    [
      "tokens",
      { tokens: false },
      /shed\.json:\d+:\d+: error: NodeMCU on the ESP32 runs compiled Lua, which has no tokens/,
    ],
    ["a watchdog", { watchdogSeconds: 60 }, /: error: NodeMCU on the ESP32 has a watchdog of its own/],
  ] as const) {
    it(`is refused ${what}, with place and cure`, () => {
      const found = errors(board);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0], expected);
    });
  }
});
