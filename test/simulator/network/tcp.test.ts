import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import type { Server, Socket } from "node:net";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { SimulatedNetwork } from "./simulated";
import { TcpTarget } from "./tcp";

describe("a TCP target", () => {
  let server: Server;
  let accepted: Socket[];
  let network: SimulatedNetwork;
  let target: TcpTarget;

  beforeEach(async () => {
    accepted = [];
    server = createServer((socket) => {
      accepted.push(socket);
      socket.on("error", () => {});
      socket.on("data", (chunk) => socket.write(chunk));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    target = new TcpTarget("127.0.0.1", () => port);
    network = new SimulatedNetwork();
    network.route("*", target);
  });
  afterEach(() => {
    network.close();
    accepted.forEach((socket) => socket.destroy());
    server.close();
  });

  function connect() {
    const outcome = network.connect("broker", 1883, 0);
    assert.ok("link" in outcome);
    return outcome.link;
  }

  it("connects at once to a server in this very thread, and bytes go there and back", async () => {
    const link = connect();
    const bytes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join("");
    link.write(bytes, 0);
    await network.settle();
    assert.equal(link.read(1000, 0), bytes);
    assert.equal(link.state(0), "open");
  });

  it("tells when the peer closed, after everything it sent has been read", async () => {
    const link = connect();
    link.write("bye", 0);
    await network.settle();
    accepted[0]!.end();
    target.moved();
    await network.settle();
    assert.equal(link.state(0), "open");
    assert.equal(link.read(1000, 0), "bye");
    assert.equal(link.state(0), "ended");
  });

  it("tells a reset", async () => {
    const link = connect();
    link.write("x", 0);
    await network.settle();
    accepted[0]!.resetAndDestroy();
    target.moved();
    await network.settle();
    assert.equal(link.state(0), "reset");
  });

  it("closes the board's end so that the peer sees it", async () => {
    const link = connect();
    link.write("x", 0);
    await network.settle();
    const ended = once(accepted[0]!, "end");
    link.close(0);
    await ended;
  });

  it("is refused at once where nobody listens", async () => {
    server.close();
    await once(server, "close");
    assert.deepEqual(network.connect("broker", 1883, 0), { blockedMs: 30, failure: "refused" });
  });

  it("knows no host that does not resolve", () => {
    network.route("*", new TcpTarget("no-such-host.invalid", () => 1883));
    assert.deepEqual(network.connect("broker", 1883, 0), { blockedMs: 30, failure: "unknown host" });
  });

  it("keeps no process alive, not even with an open connection", function () {
    this.timeout(20_000);
    const { port } = server.address() as AddressInfo;
    const program = `
      const { TcpTarget } = require("./test/simulator/network/tcp");
      const board = { received() {}, ended() {}, reset() {} };
      console.log("peer" in new TcpTarget("127.0.0.1", () => ${port}).connect(board));`;
    const output = execFileSync(process.execPath, ["-r", "./.config/run-typescript.cjs", "-e", program], {
      timeout: 15_000,
    });
    assert.equal(output.toString(), "true\n");
  });
});
