import assert from "node:assert/strict";
import { Conversation } from "../../../../scripts/lib/compare/conversation";
import type { Address, Protocol } from "../../../../scripts/lib/compare/protocol";

const ADDRESS: Address = { host: "127.0.0.1", port: 1, user: { username: "node", password: "secret" } };

type Deliver = (payload: string) => void;

/** A protocol without a server: `hand` has each reading get to the receivers in its own way. */
function protocol(hand: (payload: string, receivers: readonly Deliver[]) => void, ended: string[] = []): Protocol {
  const receivers: Deliver[] = [];
  return {
    name: "by hand",
    server: "node:http",
    port: "http",
    isAcknowledged: false,
    idle: { sender: {}, receiver: {} },
    connectSender: async () => ({
      send: async (payload) => hand(payload, receivers),
      end: async () => void ended.push("sender"),
    }),
    connectReceiver: async (_address, index, onReading) => {
      receivers.push(onReading);
      return { end: async () => void ended.push(`receiver ${index}`) };
    },
  };
}

async function open(made: Protocol, count = 2): Promise<Conversation> {
  return Conversation.open(made, { sender: ADDRESS, receivers: ADDRESS }, count, 60);
}

describe("a sender and its receivers", () => {
  it("send one reading of six bytes after the other, and wait for all", async () => {
    const sent: string[] = [];
    const conversation = await open(
      protocol((payload, receivers) => {
        sent.push(payload);
        for (const deliver of receivers) setImmediate(deliver, payload);
      }),
      3,
    );
    for (let i = 0; i < 3; i++) {
      const { toAllMs, sentMs } = await conversation.send();
      assert.ok(toAllMs >= sentMs && sentMs >= 0);
    }
    assert.deepEqual(sent, ["100000", "100001", "100002"]);
  });

  for (const { what, hand, error } of [
    {
      what: "a reading that comes twice",
      hand: (payload: string, [first]: readonly Deliver[]) => [payload, payload].forEach((each) => first?.(each)),
      error: /receiver 1 got 100000 when 100000 had been sent/,
    },
    {
      what: "another reading than was sent",
      hand: (_payload: string, receivers: readonly Deliver[]) => receivers[1]?.("99999"),
      error: /receiver 2 got 99999 when 100000 had been sent/,
    },
  ]) {
    it(`tell ${what}`, async () => {
      const conversation = await open(protocol(hand));
      await assert.rejects(conversation.send(), error);
    });
  }

  it("tell with the next reading what came too often after the last", async () => {
    const late: Deliver[] = [];
    const conversation = await open(
      protocol((payload, receivers) => {
        for (const deliver of receivers) deliver(payload);
        late.push(() => receivers[0]?.(payload));
      }),
    );
    await conversation.send();
    late[0]?.("");
    await assert.rejects(conversation.send(), /receiver 1 got 100000/);
  });

  it("end each, the sender first", async () => {
    const ended: string[] = [];
    await (await open(protocol(() => undefined, ended))).end();
    assert.deepEqual(ended, ["sender", "receiver 0", "receiver 1"]);
  });

  it("tell what the sender is told", async () => {
    const refusing = protocol(() => {
      throw new Error("no more room");
    });
    await assert.rejects((await open(refusing)).send(), /no more room/);
  });
});
