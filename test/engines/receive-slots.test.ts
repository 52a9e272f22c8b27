import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { generate, parser, type Packet } from "mqtt-packet";
import { completeBoard } from "../../scripts/lib/board/defaults";
import { buildBoard } from "../../scripts/lib/build/build";
import { runEspruino } from "./espruino-runner";

const root = resolve(__dirname, "../..");
/** How many seconds pass for the node in one of ours. */
const SPEED = 20;
const MESSAGES = 30;

/**
 * A broker with one node and a window of 100: all that it has under way for the node leaves in one piece, on each new connection
 * again. It keeps the node's session.
 */
class WideBroker {
  /** Messages under way, the oldest first. */
  under = Array.from({ length: MESSAGES }, (_, i) => ({ id: i + 1, isReleased: false }));
  sessions = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => this.#serve(socket));

  async listen(): Promise<number> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    const reader = parser({ protocolVersion: 4 });
    reader.on("packet", (packet) => socket.write(this.#answer(packet)));
    socket.on("data", (bytes) => void reader.parse(bytes));
  }

  #answer(packet: Packet): Buffer {
    const messageId = packet.messageId!;
    const known = this.under.find(({ id }) => id === messageId);
    switch (packet.cmd) {
      case "connect":
        return generate({ cmd: "connack", returnCode: 0, sessionPresent: this.sessions++ > 0 });
      case "subscribe":
        return Buffer.concat([
          generate({ cmd: "suback", messageId, granted: packet.subscriptions.map(() => 2) }),
          ...this.under.map(({ id, isReleased }) =>
            isReleased
              ? generate({ cmd: "pubrel", messageId: id })
              : generate({
                  cmd: "publish",
                  topic: "slots/relay/set",
                  payload: id % 2 === 1 ? "ON" : "OFF",
                  qos: 2,
                  dup: this.sessions > 1,
                  retain: false,
                  messageId: id,
                }),
          ),
        ]);
      case "pubrec":
        if (known !== undefined) known.isReleased = true;
        return generate({ cmd: "pubrel", messageId });
      case "pubcomp":
        this.under = this.under.filter((each) => each !== known);
        return Buffer.alloc(0);
      default:
        return Buffer.alloc(0);
    }
  }
}

describe("a node with fewer receive slots than its broker has messages, in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(60_000);

  it("obeys all of them once, in their order, over as many connections as that takes", async function () {
    const executable = process.env["ESPRUINO"];
    if (executable === undefined || executable === "") this.skip();
    const folder = mkdtempSync(join(tmpdir(), "mote-slots-"));
    const broker = new WideBroker();
    const board = completeBoard({
      name: "slots",
      engine: "espruino",
      chip: "esp32",
      wifi: { ssid: "my-wifi", password: "change-me" },
      broker: { urls: ["mqtt://broker.example"], cleanSession: false },
      actuators: [{ id: "relay", type: "switch", pin: "D25", commandQos: 2 }],
      capacities: { receiveSlots: 4 },
    });
    const { bundlePath, secrets } = await buildBoard(board, root, folder);
    const levels: string[] = [];
    const espruino = runEspruino({
      executable,
      bundle: readFileSync(bundlePath, "latin1"),
      secrets,
      brokerPort: await broker.listen(),
      speed: SPEED,
      onLine: (line) => {
        const level = /^@pin 25 (\S+)$/.exec(line)?.[1];
        if (level !== undefined) levels.push(level);
      },
    });
    try {
      await espruino.waitFor("all messages to be done with", () => broker.under.length === 0, 40_000);
      // The first level is the one at boot.
      assert.deepEqual(levels.slice(-MESSAGES), new Array(MESSAGES / 2).fill(["1", "0"]).flat());
      assert.ok(levels.length <= MESSAGES + 1, `${levels.length} levels`);
      assert.ok(broker.sessions <= MESSAGES / 4 + 2, `${broker.sessions} connections`);
    } finally {
      await espruino.stop();
      broker.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
