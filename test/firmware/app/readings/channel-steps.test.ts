import assert from "node:assert/strict";
import { createDiagnostics } from "../../../../firmware/app/diagnostics";
import { filterChannel } from "../../../../firmware/app/readings/filtered";
import type { Node } from "../../../../firmware/app/node";
import { publishOnChange } from "../../../../firmware/app/readings/on-change";
import { createChannel, type Channel } from "../../../../firmware/app/readings/telemetry";
import type { Engine } from "../../../../firmware/engine/engine";
import { type Client, PublishStatus } from "../../../../firmware/mqtt/record";

describe("what stands between a sensor and the broker", () => {
  let nowMs: number;
  let sent: string[];
  let status: PublishStatus;
  let node: Node;
  let channel: Channel;

  beforeEach(() => {
    nowMs = 0;
    sent = [];
    status = PublishStatus.Sent;
    const client = { shortBytes: 0 } as Client;
    node = {
      engine: { clock: { nowMs: () => nowMs } } as unknown as Engine,
      client,
      diagnostics: createDiagnostics(client, "d"),
      samplers: [] as (() => void)[],
    } as Node;
    const publish = (payload: string): PublishStatus => {
      sent.push(payload);
      return status;
    };
    channel = createChannel(node, publish, (value, decimals) => value.toFixed(decimals), 1);
  });

  const take = (...values: number[]): void => values.forEach((value) => channel.take(channel, value));
  const comeOnline = (): void => node.samplers.forEach((sampler) => sampler());

  describe("publishing on change", () => {
    beforeEach(() => publishOnChange(channel, 60_000));

    it("goes by the value as it is published", () => {
      take(20.01, 20.04, 20.06, 20.11, 20.01);
      assert.deepEqual(sent, ["20.0", "20.1", "20.0"]);
    });

    it("breaks the silence when it has lasted too long", () => {
      for (nowMs = 0; nowMs <= 150_000; nowMs += 10_000) take(20);
      assert.equal(sent.length, 3);
    });

    it("tells the same value again to who has just come online, and after a time without reading", () => {
      take(20, 20);
      comeOnline();
      take(20, 20, NaN, NaN, 20, 20);
      assert.deepEqual(sent, ["20.0", "20.0", "20.0"]);
    });

    it("tries again what could not be sent", () => {
      status = PublishStatus.NotConnected;
      take(20, 20);
      status = PublishStatus.Sent;
      take(20, 20);
      assert.equal(sent.length, 3);
      assert.equal(node.diagnostics.dropped, 2);
    });
  });

  describe("filtering", () => {
    /** Lets every third value through, doubled. */
    const everyThird = (pass: (value: number) => void): ((value: number) => void) => {
      let count = 0;
      return (value) => {
        if (++count % 3 === 0) pass(value * 2);
      };
    };

    it("publishes what comes through", () => {
      filterChannel(channel, everyThird);
      take(1, 2, 3, 4, 5, 6);
      assert.deepEqual(sent, ["6.0", "12.0"]);
    });

    it("gives who has just come online the last value that came through, unless the next one does", () => {
      filterChannel(channel, everyThird);
      comeOnline();
      take(1, 2, 3, 4);
      comeOnline();
      take(5, 6);
      comeOnline();
      take(7, 8);
      comeOnline();
      take(9);
      assert.deepEqual(sent, ["6.0", "6.0", "12.0", "12.0", "18.0"]);
    });

    it("gives nobody an old value when the last that came through was none", () => {
      filterChannel(channel, everyThird);
      take(1, 2, 3, 4, 5, NaN);
      comeOnline();
      take(1);
      assert.deepEqual(sent, ["6.0"]);
    });

    it("comes before the decision whether to publish", () => {
      publishOnChange(channel, 60_000);
      filterChannel(channel, everyThird);
      take(1, 2, 3, 1, 2, 3, 1, 2, 4);
      comeOnline();
      take(1);
      assert.deepEqual(sent, ["6.0", "8.0", "8.0"]);
    });
  });
});
