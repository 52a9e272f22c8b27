import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { openLine } from "../../../../scripts/lib/serial/open";

describe("a line to a serial server", () => {
  let server: Server;
  let url: string;

  beforeEach(async () => {
    server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => server.close());

  async function accepted(): Promise<Socket> {
    const [socket] = (await once(server, "connection")) as [Socket];
    return socket;
  }

  it("carries every byte both ways", async () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    const far = accepted().then((socket) => socket.on("data", (bytes) => socket.end(bytes)));
    const line = await openLine(url);
    const received: number[] = [];
    line.onBytes((bytes) => received.push(...bytes));
    const ended = new Promise<Error | undefined>((resolve) => line.onEnd(resolve));
    await line.setBaudRate(921_600);
    await line.setSignals({ dtr: false });
    await line.write(all);
    assert.equal(await ended, undefined);
    assert.deepEqual(received, [...all]);
    (await far).destroy();
  });

  it("says that it has ended, also to who asks later, and takes no more bytes", async () => {
    const far = accepted();
    const line = await openLine(url);
    (await far).destroy();
    await new Promise<void>((resolve) => line.onEnd(() => resolve()));
    await new Promise<void>((resolve) => line.onEnd(() => resolve()));
    await assert.rejects(line.write(Buffer.from("x")), /ended/);
    await line.close();
    await line.close();
  });

  it("is explained when nobody is there, and when it is not written as an address", async () => {
    server.close();
    await once(server, "close");
    await assert.rejects(openLine(url), /tcp:\/\/127\.0\.0\.1:\d+: ECONNREFUSED; is the serial server running there\?/);
    await assert.rejects(openLine("tcp://somewhere"), /is written tcp:\/\/host:port/);
  });
});
