import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BoardError, loadBoard } from "../../../scripts/lib/load-board";

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
    assert.deepEqual(errors({ actuators, sensors: [{ id: "up", type: "uptime", periodSeconds: 60 }] }), []);
  });

  for (const [what, board, expected] of [
    [
      "signalStrength",
      { sensors: [{ id: "rssi", type: "signalStrength", periodSeconds: 60 }] },
      /shed\.json:\d+:\d+: error: NodeMCU on ESP32 tells the signal/,
    ],
    [
      "mqtts",
      { broker: { urls: ["mqtts://192.168.1.10"] } },
      /: error: NodeMCU has no TLS on its sockets; write mqtt:/,
    ],
    ["consoles", { consoles: { telnet: true } }, /: error: NodeMCU opens no console to the network/],
  ] as const) {
    it(`is refused ${what}, with place and cure`, () => {
      const found = errors(board);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0], expected);
    });
  }
});
