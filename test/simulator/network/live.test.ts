import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { LiveTarget, type LiveAddress } from "./live";
import { SimulatedNetwork } from "./simulated";

describe("a TCP address for many boards", () => {
  let server: Server;
  let address: LiveAddress;
  let network: SimulatedNetwork;
  let told: string[];
  let arrived: () => void;

  beforeEach(async () => {
    server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    address = { host: "127.0.0.1", port: (server.address() as AddressInfo).port, state: "open" };
    network = new SimulatedNetwork();
    told = [];
    arrived = () => {};
    const watch = {
      connected: () => told.push("connected"),
      sent: (bytes: string) => told.push(`sent ${bytes}`),
      received: (bytes: string) => told.push(`received ${bytes}`),
      ended: () => told.push("ended"),
    };
    const arrive = (happen: () => void): void => {
      happen();
      arrived();
    };
    network.route("broker:1883", new LiveTarget(address, arrive, () => watch));
  });

  afterEach(() => {
    network.close();
    server.close();
  });

  const next = (): Promise<void> => new Promise((resolve) => (arrived = resolve));

  it("carries bytes both ways, and tells of them", async () => {
    const accepted = once(server, "connection") as Promise<[Socket]>;
    const outcome = network.connect("broker", 1883, 0);
    assert.ok("link" in outcome);
    outcome.link.write("\xffping", 0);
    const [socket] = await accepted;
    const [bytes] = (await once(socket, "data")) as [Buffer];
    assert.equal(bytes.toString("latin1"), "\xffping");
    const answered = next();
    socket.write(Buffer.from("\x80pong", "latin1"));
    await answered;
    assert.equal(outcome.link.read(100, 1), "\x80pong");
    assert.deepEqual(told.sort(), ["connected", "received \x80pong", "sent \xffping"]);
    const over = next();
    socket.end();
    await over;
    assert.equal(outcome.link.state(1), "ended");
    assert.ok(told.includes("ended"));
  });

  for (const [state, failure, blockedMs] of [
    ["refused", "refused", 30],
    ["silent", "timed out", 10_000],
  ] as const) {
    it(`is ${failure} at once where it is known to be ${state}: no thread waits`, () => {
      address.state = state;
      assert.deepEqual(network.connect("broker", 1883, 0), { blockedMs, failure });
      assert.deepEqual(told, []);
    });
  }

  it("resets a connection to a broker that has just died", async () => {
    const { port } = address;
    server.close();
    await once(server, "close");
    assert.equal(address.port, port);
    const over = next();
    const outcome = network.connect("broker", 1883, 0);
    assert.ok("link" in outcome);
    await over;
    assert.equal(outcome.link.state(1), "reset");
  });

  it("leaves keep alive to the broker: the clock is the wall's", async () => {
    const accepted = once(server, "connection") as Promise<[Socket]>;
    const outcome = network.connect("broker", 1883, 0);
    assert.ok("link" in outcome);
    // CONNECT with a keep alive of one second.
    outcome.link.write("\x10\x0d\0\x04MQTT\x04\x02\0\x01\0\x01a", 0);
    await accepted;
    assert.equal(network.nextArrivalMs(0), Infinity);
    assert.equal(outcome.link.state(60_000), "open");
  });
});
