import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../scripts/lib/build/build";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { signedCommand } from "../vectors/signed-commands";
import type { TcpBroker } from "../simulator/broker/broker";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { isMosquittoInstalled, MosquittoBroker } from "../simulator/broker/mosquitto";
import { testIdentities } from "../simulator/certificates";
import { runEspruino, type EspruinoProcess } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const executable = process.env["ESPRUINO"] ?? "";
const LOCK = 26;
const TOPIC = "home/door/lock/set";

describe("the door's bundle over TLS in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(120_000);
  let folder: string;
  let bundle: string;
  let secrets: string;
  let key: string;
  let espruino: EspruinoProcess;
  let broker: TcpBroker;
  const { ca, client, broker: identity } = testIdentities();

  before(async function () {
    if (executable === "") this.skip();
    folder = mkdtempSync(join(tmpdir(), "mote-door-"));
    // The board of boards/, with a broker that asks for TLS and a certificate.
    const door = JSON.parse(readFileSync(join(root, "boards/door.json"), "utf8")) as { broker: object };
    Object.assign(door.broker, {
      urls: ["mqtts://broker.example"],
      tls: { ca: "ca.pem", cert: "client.pem", key: "client.key" },
    });
    for (const [name, text] of [
      ["door.json", JSON.stringify(door)],
      ["ca.pem", ca.cert],
      ["client.pem", client.cert],
      ["client.key", client.key],
    ] as const) {
      writeFileSync(join(folder, name), text);
    }
    const { environment } = simulationEnvironment(root, process.env);
    const { board } = loadBoard(join(folder, "door.json"), { environment });
    key = board.commands?.signingKey ?? "";
    const built = await buildBoard(board, root, join(folder, "dist"));
    bundle = readFileSync(built.bundlePath, "latin1");
    secrets = built.secrets;
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    await espruino?.stop();
    await broker?.stop();
  });

  const payloads = (topic: string): string[] =>
    broker.messages.filter((message) => message.topic === `home/door/${topic}`).map(({ payload }) => payload);
  const report = (): Record<string, unknown> =>
    JSON.parse(payloads("diagnostics").at(-1) ?? "{}") as Record<string, unknown>;
  /** Waits for a report that names such an event. */
  const reported = (event: string): Promise<void> => espruino.waitFor(event, () => report()["event"] === event);

  /** Obeys what is signed, once, and nothing else; also after the broker was restarted. */
  async function guardsItsLock(over: TcpBroker): Promise<void> {
    broker = over;
    await broker.start();
    espruino = runEspruino({ executable, bundle, secrets, brokerPort: broker.port, securePort: broker.securePort });
    const nonceAfter = async (former: string): Promise<string> => {
      await espruino.waitFor("a nonce", () => ![former, undefined].includes(payloads("nonce").at(-1)));
      return payloads("nonce").at(-1) ?? "";
    };
    const nonce = await nonceAfter("");
    const command = signedCommand(key, TOPIC, nonce, "ON");
    await broker.publish(TOPIC, command);
    await espruino.waitForPin(LOCK, 1);
    const next = await nonceAfter(nonce);
    // From here on nothing may move the pin: each of these asks for OFF, or is a replay that would show as a write.
    const writes = (): number => espruino.lines.filter((line) => line.startsWith(`@pin ${LOCK} `)).length;
    const before = writes();
    await broker.publish(TOPIC, command);
    await reported("command stale");
    await broker.publish(TOPIC, signedCommand("f".repeat(32), TOPIC, next, "OFF"));
    await reported("command forged");
    await broker.publish(TOPIC, "OFF");
    await reported("command unsigned");
    assert.equal(writes(), before);
    const { unsigned, stale, forged, errors } = report();
    assert.deepEqual([unsigned, stale, forged, errors], [1, 1, 1, 0]);
    const onlines = payloads("status").filter((status) => status === "online").length;
    await broker.restart();
    await espruino.waitFor(
      "online again",
      () => payloads("status").filter((status) => status === "online").length > onlines,
      60_000,
    );
    await broker.publish(TOPIC, signedCommand(key, TOPIC, await nonceAfter(next), "OFF"));
    await espruino.waitForPin(LOCK, 0);
  }

  it("obeys signed commands once, and refuses replayed, forged and unsigned ones, on mosquitto (needs mosquitto)", async function () {
    if (!isMosquittoInstalled()) this.skip();
    await guardsItsLock(new MosquittoBroker({ ...identity, ca: ca.cert }));
  });

  it("and on aedes behind Node's TLS", async () => {
    await guardsItsLock(
      new EmbeddedBroker(0, { ...identity, ca: ca.cert, requestCert: true, rejectUnauthorized: true }),
    );
  });
});
