import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Peer } from "../../../../scripts/lib/bench/peer";
import { COMMAND_PACKET, CONNECT_PACKET, readingPacket, subscribePacket } from "../../../../scripts/lib/bench/workload";

describe("the other end of a measured client", () => {
  let peer: Peer;
  let sockets: Socket[];

  beforeEach(async () => {
    peer = await Peer.listen();
    sockets = [];
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    peer.close();
  });

  async function open(port: number): Promise<Socket> {
    const socket = connect(port, "127.0.0.1");
    sockets.push(socket);
    await once(socket, "connect");
    return socket;
  }

  async function read(socket: Socket, length: number): Promise<string> {
    let text = "";
    while (text.length < length) {
      const [bytes] = (await once(socket, "data")) as [Buffer];
      text += bytes.toString("latin1");
    }
    return text;
  }

  it("answers CONNECT, SUBSCRIBE and PUBLISH at QoS 1, and counts what is published", async () => {
    const client = await open(peer.clientPort);
    const [first, second] = [CONNECT_PACKET + subscribePacket(0), readingPacket(0) + readingPacket(1)];
    client.write(first + second, "latin1");
    assert.equal(await read(client, 13), "\x20\x02\0\0\x90\x03\0\x01\0\x40\x02\0\x03");
    assert.equal(peer.published, 2);
  });

  it("says each PUBACK on the control connection too, also when that comes later", async () => {
    const client = await open(peer.clientPort);
    client.write(readingPacket(1), "latin1");
    await read(client, 4);
    assert.equal(await read(await open(peer.controlPort), 1), "p");
  });

  it("sends commands when it is told, one or many, and echoes", async () => {
    const control = await open(peer.controlPort);
    control.write("m3");
    control.write("se");
    assert.equal(await read(control, 1), "e");
    // What was asked for before the client came is not lost.
    assert.equal(await read(await open(peer.clientPort), 4 * 36), COMMAND_PACKET.repeat(4));
  });

  it("answers each PINGREQ, and grants as many subscriptions as are asked for", async () => {
    const client = await open(peer.clientPort);
    client.write("\xc0\0\x82\x0a\0\x07\0\x01a\0\0\x01b\0", "latin1");
    assert.equal(await read(client, 8), "\xd0\0\x90\x04\0\x07\0\0");
  });

  it("knows what was published on a topic once everybody has left", async () => {
    const client = await open(peer.clientPort);
    client.end("0\x04\0\x01aX0\x04\0\x01aY0\x04\0\x01aX0\x04\0\x01bX", "latin1");
    await peer.untilLeft();
    assert.deepEqual(
      [...peer.payloads("a")],
      [
        ["X", 2],
        ["Y", 1],
      ],
    );
    assert.deepEqual([...peer.payloads("c")], []);
    assert.equal(peer.published, 4);
  });
});
