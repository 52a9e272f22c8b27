import assert from "node:assert/strict";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { once } from "node:events";
import { answered, joinBroker, subscribe } from "../../../../scripts/lib/broker/join";
import { UserError } from "../../../../scripts/lib/user-error";
import { exampleBoard } from "../board/example-board";

const CONNACK = Buffer.from([0x20, 2, 0, 0]);

/** Somebody who cannot, or may not, is told so in a line: it is no fault of ours. */
describe("a broker that does not do what it is asked to", () => {
  for (const [what, answer] of [
    [
      "refuses",
      (socket: Socket, asked: Buffer) => socket.write(Buffer.from([0x90, 3, asked[2] ?? 0, asked[3] ?? 0, 0x80])),
    ],
    ["hangs up", (socket: Socket) => socket.destroy()],
  ] as const) {
    it(`${what}: the topics are named that this user may not hear`, async () => {
      const server = createServer((socket) => {
        socket.on("error", () => {});
        socket.once("data", () => {
          socket.write(CONNACK);
          socket.once("data", (asked) => answer(socket, asked));
        });
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      const client = await joinBroker(exampleBoard(), `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`);
      await assert.rejects(subscribe(client, ["home/door/nonce"]), (error) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.message, /^the broker refuses to tell this user of home\/door\/nonce \(.*\): look at this/);
        return true;
      });
      await client.endAsync(true);
      server.close();
    });
  }

  it("says nothing at all: nobody waits for ever", async () => {
    await assert.rejects(
      answered(new Promise(() => {}), "refuses it", 20),
      (error) => error instanceof UserError && /^the broker has not answered within 0.02 s/.test(error.message),
    );
    assert.equal(await answered(Promise.resolve(1), "refuses it", 20), 1);
  });
});
