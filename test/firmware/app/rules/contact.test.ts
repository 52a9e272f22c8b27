import assert from "node:assert/strict";
import { contact } from "../../../../firmware/app/rules/contact";
import { createDiagnostics } from "../../../../firmware/app/diagnostics";
import type { Node, Output } from "../../../../firmware/app/node";
import { createChannel, startSensor } from "../../../../firmware/app/readings/telemetry";
import type { Engine } from "../../../../firmware/engine/engine";
import type { Client } from "../../../../firmware/mqtt/client";
import { PublishStatus } from "../../../../firmware/mqtt/publish";

/** A contact and an actuator that is commanded by it, on a node that nobody can be told anything of. */
function desk(heldAtBoot: boolean, onPress: boolean, onRelease: boolean, answer: () => boolean = () => true) {
  const client = { shortBytes: 0 } as Client;
  const commands: string[] = [];
  const runs: (() => void)[] = [];
  const engine = {
    clock: { nowMs: () => 0, every: (_periodMs: number, run: () => void) => runs.push(run) },
    chip: { log: () => {} },
  };
  const node = {
    engine: engine as unknown as Engine,
    client,
    diagnostics: createDiagnostics(client, "d"),
    samplers: [] as (() => void)[],
  } as Node;
  const lost = (): PublishStatus => PublishStatus.NotConnected;
  const output: Output = {
    entry: {
      id: "lamp",
      commandTopic: "c",
      stateTopic: "s",
      actuator: {
        command: (payload) => {
          commands.push(payload);
          return answer();
        },
        state: () => "ON",
      },
    },
    publish: lost,
    isDue: false,
  };
  let level = heldAtBoot ? 1 : 0;
  let changed = (): void => {};
  const sensor = { sample: () => level, watch: (notice: () => void) => void (changed = notice) };
  const channel = createChannel(node, "t", () => lost, String, 0);
  startSensor(channel, "push", 1000, sensor);
  contact(channel, sensor, output, "TOGGLE", onPress, onRelease);
  return {
    node,
    output,
    commands,
    set: (held: boolean): void => {
      level = held ? 1 : 0;
      changed();
    },
    sample: (): void => runs.forEach((run) => run()),
  };
}

describe("a button", () => {
  it("gives one command at each press, without a broker, and owes the state", () => {
    const { set, sample, commands, output } = desk(false, true, false);
    set(true);
    assert.deepEqual(commands, ["TOGGLE"]);
    assert.equal(output.isDue, true);
    sample();
    sample();
    set(false);
    sample();
    assert.equal(commands.length, 1);
    set(true);
    assert.equal(commands.length, 2);
  });

  it("held at boot is not pressed", () => {
    const { set, sample, commands, node } = desk(true, true, false);
    sample();
    node.samplers.forEach((each) => each());
    assert.deepEqual(commands, []);
    set(false);
    set(true);
    assert.equal(commands.length, 1);
  });

  it("acts when it is let go, or both times, where the board file says so", () => {
    for (const [onPress, onRelease, counts] of [
      [false, true, [0, 1, 1]],
      [true, true, [1, 2, 3]],
    ] as const) {
      const { set, commands } = desk(false, onPress, onRelease);
      const found = [true, false, true].map((held) => {
        set(held);
        return commands.length;
      });
      assert.deepEqual(found, counts);
    }
  });

  it("a command that is refused is counted, and the next press counts all the same", () => {
    const { set, commands, node } = desk(false, true, false, () => {
      if (commands.length === 1) throw new Error("no channel");
      return false;
    });
    for (const held of [true, false, true]) set(held);
    assert.equal(commands.length, 2);
    assert.deepEqual([node.diagnostics.refused, node.diagnostics.errors], [2, 1]);
  });
});
