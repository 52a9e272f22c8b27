import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { Relay } from "../../../../scripts/lib/compare/relay";
import { between, noTraffic } from "../../../../scripts/lib/compare/traffic";

const HOST = "127.0.0.1";

describe("the relay that counts", () => {
  let server: Server;
  let relay: Relay;
  let accepted: Promise<Socket>;

  beforeEach(async () => {
    server = createServer({ allowHalfOpen: true }).listen(0, HOST);
    await once(server, "listening");
    accepted = once(server, "connection").then(([socket]) => socket as Socket);
    relay = await Relay.to((server.address() as AddressInfo).port);
  });
  afterEach(async () => {
    await relay.close();
    (await accepted).destroy();
    server.close();
  });

  async function join(): Promise<{ client: Socket; far: Socket }> {
    const client = connect({ host: HOST, port: relay.port, allowHalfOpen: true });
    await once(client, "connect");
    return { client, far: await accepted };
  }

  async function read(socket: Socket, bytes: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let got = 0;
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      chunks.push(chunk as Buffer);
      got += (chunk as Buffer).length;
      if (got >= bytes) break;
    }
    return Buffer.concat(chunks);
  }

  it("passes on every byte, and counts each way by itself", async () => {
    const { client, far } = await join();
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    client.write(all);
    assert.deepEqual(await read(far, 256), all);
    far.write("answer");
    assert.equal((await read(client, 6)).toString(), "answer");
    const { up, down, opened, closed } = relay.traffic;
    assert.deepEqual(
      [up, down],
      [
        { bytes: 256, segments: 1 },
        { bytes: 6, segments: 1 },
      ],
    );
    assert.deepEqual([opened, closed], [1, 0]);
    client.destroy();
  });

  it("counts every byte of more than fits into a socket", async () => {
    const { client, far } = await join();
    const bytes = 3_000_000;
    client.end(Buffer.alloc(bytes, "x"));
    assert.equal((await read(far, bytes)).length, bytes);
    const { up } = relay.traffic;
    assert.equal(up.bytes, bytes);
    assert.ok(up.segments >= bytes / 1460, `${up.segments}`);
  });

  it("counts a connection as closed when both sides have ended it, and passes an end on", async () => {
    const { client, far } = await join();
    client.end("bye");
    assert.equal((await read(far, 3)).toString(), "bye");
    await once(far.resume(), "end");
    assert.equal(relay.traffic.closed, 0);
    const closed = once(client.resume(), "close");
    far.end("so long");
    await closed;
    while (relay.traffic.closed === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([relay.traffic.down.bytes, relay.traffic.opened, relay.traffic.closed], [7, 1, 1]);
  });

  it("cuts off the server's side when a client is cut off", async () => {
    const { client, far } = await join();
    const cut = once(far.resume(), "close");
    client.resetAndDestroy();
    await assert.rejects(cut, /ECONNRESET/);
  });
});

describe("what went through a relay", () => {
  it("tells what lies between two looks", () => {
    const earlier = { ...noTraffic(), up: { bytes: 10, segments: 1 }, opened: 1 };
    const later = { up: { bytes: 30, segments: 3 }, down: { bytes: 5, segments: 1 }, opened: 4, closed: 2 };
    assert.deepEqual(between(earlier, later), {
      up: { bytes: 20, segments: 2 },
      down: { bytes: 5, segments: 1 },
      opened: 3,
      closed: 2,
    });
  });
});
