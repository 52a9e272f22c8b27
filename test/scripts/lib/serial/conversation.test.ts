import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { EspruinoConsole } from "../../../../scripts/lib/flash/espruino/console";
import { NodeMcuConsole } from "../../../../scripts/lib/flash/nodemcu/console";
import { Conversation, NoAnswerError } from "../../../../scripts/lib/serial/conversation";
import type { SerialLine } from "../../../../scripts/lib/serial/line";
import { openTcpLine } from "../../../../scripts/lib/serial/tcp-line";
import { UserError } from "../../../../scripts/lib/user-error";
import { tappedLine } from "./tapped-line";

const MB = 1024 * 1024;

describe("a conversation with a chip", () => {
  it("keeps no more than an answer may take of what came, and the first of it to tell who answers", () => {
    const { line, send } = tappedLine();
    const conversation = new Conversation(line);
    send("first ");
    for (let i = 0; i < 200; i++) send("x".repeat(65_536));
    send(" last");
    assert.ok(conversation.text.length <= 65_536 && conversation.text.endsWith("x last"));
    assert.ok(conversation.seen.length <= 4_096 && conversation.seen.startsWith("first x"));
  });

  it("finds an answer between whatever a program prints", async () => {
    const { line, send } = tappedLine();
    const conversation = new Conversation(line);
    const found = conversation.waitForLine("mote lamp", 1_000);
    for (let i = 0; i < 30; i++) send("noise\r\n".repeat(10_000));
    send("\x1b[Jmote l");
    send("amp\r");
    send("\n");
    assert.equal(await found, "mote lamp");
  });

  it("goes by the last that was said of flow control", async () => {
    const written: string[] = [];
    const { line, send } = tappedLine((typed) => written.push(typed));
    const conversation = new Conversation(line);
    send("\x11a\x13b\x13");
    const sent = conversation.send("later");
    await new Promise(setImmediate);
    assert.deepEqual(written, []);
    send("\x13\x11c");
    await sent;
    assert.deepEqual([written, conversation.text], [["later"], "abc"]);
  });

  it("ends when more comes than any answer is waited for, whatever it is", async () => {
    for (const piece of ["x", "\n", "\x01", "\x02", "\x011:", "\x1b[", "\x13", "mote "]) {
      const { line, send } = tappedLine();
      const conversation = new Conversation(line);
      const waiting = conversation.waitForLine("mote lamp", 60_000);
      let sentBytes = 0;
      const flood = setInterval(() => {
        for (let i = 0; i < 8; i++, sentBytes += 65_536) send(piece.repeat(65_536).slice(0, 65_536));
      });
      await assert
        .rejects(
          waiting,
          (error) =>
            error instanceof UserError && !(error instanceof NoAnswerError) && /sends without end/.test(error.message),
          JSON.stringify(piece),
        )
        .finally(() => clearInterval(flood));
      assert.ok(sentBytes < 8 * MB, `${sentBytes} bytes of ${JSON.stringify(piece)}`);
    }
  });

  for (const [what, look] of [
    ["Espruino's", (line: SerialLine) => new EspruinoConsole(line).look()],
    ["NodeMCU's", (line: SerialLine) => new NodeMcuConsole(line).look()],
  ] as const) {
    it(`with a line that never stops is over at once, and ${what} console is not looked for any longer`, async () => {
      const flood = Buffer.alloc(65_536, "\x1b[1");
      const server = createServer((socket) => {
        const more = (): void => {
          while (!socket.destroyed && socket.write(flood));
        };
        socket.on("drain", more).on("error", () => {});
        more();
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      const line = await openTcpLine(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
      const startedMs = performance.now();
      await assert.rejects(look(line), /tcp:.*: sends without end, more than 4 MB and no answer among it/);
      assert.ok(performance.now() - startedMs < 10_000);
      await line.close();
      server.close();
    });
  }
});
