import assert from "node:assert/strict";
import { createDiagnostics } from "../../../../firmware/app/diagnostics";
import type { Node } from "../../../../firmware/app/node";
import { tellPresses } from "../../../../firmware/app/readings/presses";
import type { Channel } from "../../../../firmware/app/readings/telemetry";
import { type Client, ClientState, PublishStatus } from "../../../../firmware/mqtt/record";
import { RelayDesk } from "../../actuators/relay-desk";

class PressDesk extends RelayDesk {
  readonly told: string[] = [];
  readonly client = { state: ClientState.Ready, shortBytes: 0 } as Client;
  readonly node = {
    client: this.client,
    diagnostics: createDiagnostics(this.client, "d"),
    engine: { chip: { log: () => {} } },
  } as unknown as Node;
  readonly channel: Channel;

  constructor() {
    super();
    const publish = (event: string): PublishStatus => {
      // As one with an outbox, which takes all.
      this.told.push(event);
      return PublishStatus.Sent;
    };
    this.channel = { node: this.node, publish, take: () => {} } as unknown as Channel;
    tellPresses(this.channel, this.alarms);
    this.take(0);
  }

  take(value: number): void {
    this.channel.take(this.channel, value);
  }

  /** Presses and releases, each for so long. */
  press(...ms: number[]): string[] {
    ms.forEach((each, index) => {
      this.take(index % 2 === 0 ? 1 : 0);
      this.run(each);
    });
    this.take(0);
    this.run(3_000);
    return this.told.splice(0);
  }
}

describe("presses of a push button", () => {
  it("are single, double or long, each told once", () => {
    const desk = new PressDesk();
    assert.deepEqual(desk.press(100), ["single"]);
    assert.deepEqual(desk.press(100, 200, 100), ["double"]);
    assert.deepEqual(desk.press(1_500), ["long"]);
    assert.deepEqual(desk.press(10_000), ["long"]);
    assert.deepEqual(desk.press(100, 500, 100), ["single", "single"], "too far apart");
    assert.deepEqual(desk.press(100, 200, 1_500), ["long"], "the second one is held");
    assert.deepEqual(desk.press(100, 200, 100, 200, 100), ["double", "single"]);
  });

  it("are told as soon as it is known what they are", () => {
    const desk = new PressDesk();
    desk.take(1);
    desk.run(799);
    assert.deepEqual(desk.told, []);
    desk.run(2);
    assert.deepEqual(desk.told, ["long"]);
    desk.take(0);
    desk.take(1);
    desk.run(50);
    desk.take(0);
    desk.run(200);
    desk.take(1);
    desk.run(50);
    desk.take(0);
    assert.deepEqual(desk.told, ["long", "double"]);
  });

  it("are none while nothing changes, however often it is looked, and none that were held at boot", () => {
    const desk = new PressDesk();
    for (let i = 0; i < 20; i++) {
      desk.take(0);
      desk.run(500);
    }
    assert.deepEqual(desk.told, []);
    const held = new PressDesk();
    tellPresses(held.channel, held.alarms);
    held.take(1);
    held.run(5_000);
    held.take(0);
    held.run(5_000);
    assert.deepEqual(held.told, []);
    assert.deepEqual(held.press(100), ["single"]);
  });

  it("without a broker are dropped and counted, and never told later", () => {
    const desk = new PressDesk();
    desk.client.state = ClientState.Closed;
    assert.deepEqual(desk.press(100), []);
    assert.equal(desk.node.diagnostics.dropped, 1);
    desk.client.state = ClientState.Ready;
    desk.run(60_000);
    assert.deepEqual(desk.told, []);
    assert.deepEqual(desk.press(100), ["single"]);
  });
});
