import assert from "node:assert/strict";
import type { Engine } from "../../../../firmware/engine/engine";
import { createDiagnostics } from "../../../../firmware/app/diagnostics";
import type { Node } from "../../../../firmware/app/node";
import { createChannel, follow, startSensor, type Channel } from "../../../../firmware/app/readings/telemetry";
import { PublishStatus, type Client } from "../../../../firmware/mqtt/record";

/** A channel whose payloads are kept, on a node whose clock stands still until `tick` is called. */
function channelOnDesk(): { node: Node; channel: Channel; sent: string[]; tick: () => void } {
  const sent: string[] = [];
  const runs: (() => void)[] = [];
  const client = { shortBytes: 0 } as Client;
  const engine = { clock: { nowMs: () => 0, every: (_periodMs: number, run: () => void) => runs.push(run) } };
  const node = {
    engine: engine as unknown as Engine,
    client,
    diagnostics: createDiagnostics(client, "d"),
    samplers: [] as (() => void)[],
  } as Node;
  const publish = (payload: string): PublishStatus => {
    sent.push(payload);
    return PublishStatus.Sent;
  };
  const channel = createChannel(node, publish, (value, decimals) => value.toFixed(decimals), 1);
  return { node, channel, sent, tick: () => runs.forEach((run) => run()) };
}

describe("a channel", () => {
  it("publishes what is sampled on the period, and when somebody has just come online", () => {
    const { node, channel, sent, tick } = channelOnDesk();
    let value = 1;
    startSensor(channel, "x", 1000, { sample: () => value++ });
    assert.deepEqual(sent, []);
    tick();
    node.samplers.forEach((sample) => sample());
    assert.deepEqual(sent, ["1.0", "2.0"]);
  });

  it("publishes also when the sensor notices a change", () => {
    const { channel, sent } = channelOnDesk();
    let changed = (): void => {};
    startSensor(channel, "x", 1000, { sample: () => 3, watch: (notice) => (changed = notice) });
    changed();
    assert.deepEqual(sent, ["3.0"]);
  });

  it("never publishes what is no reading, counts it and says whose it is", () => {
    const { node, channel, sent, tick } = channelOnDesk();
    startSensor(channel, "x", 1000, { sample: () => NaN });
    tick();
    assert.deepEqual(sent, []);
    assert.deepEqual([node.diagnostics.missing, node.diagnostics.event, node.diagnostics.id], [1, "no reading", "x"]);
  });

  it("tells its followers each value after it was published, and that there was none", () => {
    const { channel, sent, tick } = channelOnDesk();
    const told: unknown[] = [];
    follow(channel, (value) => told.push(["first", value, sent.length]));
    follow(channel, (value) => told.push(["second", value]));
    const values = [20.5, NaN];
    startSensor(channel, "x", 1000, { sample: () => values.shift() ?? 0 });
    tick();
    tick();
    assert.deepEqual(told, [
      ["first", 20.5, 1],
      ["second", 20.5],
      ["first", NaN, 1],
      ["second", NaN],
    ]);
  });
});
