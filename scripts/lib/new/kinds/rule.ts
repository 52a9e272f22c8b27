import type { KindNames } from "./names";

/** The files of a new kind of rule: a value that commands an actuator when it comes to a limit. */
export function ruleFiles({ camel, pascal, file }: KindNames): Record<string, string> {
  return {
    [`firmware/app/rules/${file}.ts`]: `import { command } from "../commands/commands";
import type { Output } from "../node";
import { follow, type Channel } from "../readings/telemetry";

/**
 * Has a value command an actuator when it comes to \`limit\` from below, whether there is a broker or not. Where there is no reading,
 * nothing is commanded. To do: what it does.
 */
export function ${camel}(channel: Channel, output: Output, limit: number, payload: string): void {
  let isReached = false;
  follow(channel, (value) => {
    const wasReached = isReached;
    // NaN is below any limit.
    isReached = value >= limit;
    if (isReached && !wasReached) {
      command(channel.node, output, payload);
    }
  });
}
`,
    [`scripts/lib/rules/${file}.ts`]: `import type { SensorRuleBase } from "../board/config/rule";
import { referTo } from "../board/checks/references";
import { utf8 } from "../bytes";
import { entry, firmware, member } from "../program/code";
import type { RuleDescriptor } from "./descriptor";
import { nameOfActuator, nameOfValue } from "./names";

/** A value that commands an actuator when it comes to a limit from below. To do: what it does; this text stands in the reference. */
export interface ${pascal}RuleConfig extends SensorRuleBase {
  type: "${camel}";
  /** In the unit of the value. */
  limit: number;
  /**
   * The command, as it would be published.
   * @minLength 1
   * @maxLength 128
   */
  command: string;
}

const driver = firmware<typeof import("../../../firmware/app/rules/${file}")>("app/rules/${file}");

export const ${camel}: RuleDescriptor<${pascal}RuleConfig> = {
  type: "${camel}",
  defaults: { command: "ON" },
  exampleEntry: { sensor: "soil", actuator: "pump", limit: 50 },
  exampleOn: {
    sensors: [{ id: "soil", type: "analog", pin: "D34", periodSeconds: 10, scale: 100, unit: "%" }],
    actuators: [{ id: "pump", type: "switch", pin: "D25" }],
  },
  checkReferences: (draft, rule) => void referTo(draft, rule, "sensor", "sensors"),
  sentence: ({ sensor, actuator, limit, command }, board) =>
    \`when \${nameOfValue(sensor, board)} comes to \${limit}, \${nameOfActuator(actuator, board)} is told \${command}\`,
  isAbout: ({ sensor }, channel) => channel.id === sensor,
  steps: ({ config: { limit, command }, actuator }, program) => ({
    follow: (way) => {
      const output = entry(member(program.node, "outputs"), actuator);
      program.whole.run(driver.${camel}(way, output, limit, utf8(command)));
    },
  }),
};
`,
    [`test/firmware/app/rules/${file}.test.ts`]: `import assert from "node:assert/strict";
import { createDiagnostics } from "../../../../firmware/app/diagnostics";
import type { Node, Output } from "../../../../firmware/app/node";
import { createChannel } from "../../../../firmware/app/readings/telemetry";
import { ${camel} } from "../../../../firmware/app/rules/${file}";
import type { Engine } from "../../../../firmware/engine/engine";
import { type Client, PublishStatus } from "../../../../firmware/mqtt/record";

/** A value and an actuator that it commands, on a node that nobody can be told anything of. */
function desk(limit: number) {
  const client = { shortBytes: 0 } as Client;
  const commands: string[] = [];
  const engine = { clock: { nowMs: () => 0 }, chip: { log: () => {} } } as unknown as Engine;
  const node = { engine, client, diagnostics: createDiagnostics(client, "d") } as Node;
  const lost = (): PublishStatus => PublishStatus.NotConnected;
  const actuator = { command: (payload: string) => commands.push(payload) > 0, state: () => "ON" };
  const entry = { id: "pump", commandTopic: "c", stateTopic: "s", actuator };
  const output: Output = { entry, publish: lost, isDue: false };
  const channel = createChannel(node, lost, String, 0);
  channel.take = () => {};
  ${camel}(channel, output, limit, "ON");
  return { commands, measure: (value: number): void => channel.take(channel, value) };
}

describe("the rule ${camel}", () => {
  it("commands when the value comes to its limit, each time", () => {
    const { commands, measure } = desk(50);
    for (const value of [49.9, 50, 60, 50]) measure(value);
    assert.deepEqual(commands, ["ON"]);
    for (const value of [40, 51]) measure(value);
    assert.equal(commands.length, 2);
  });

  it("commands nothing where there is no reading", () => {
    const { commands, measure } = desk(50);
    measure(NaN);
    assert.deepEqual(commands, []);
  });
});
`,
    [`test/scenarios/${file}.test.ts`]: `import assert from "node:assert/strict";
import { VoltageSource } from "../simulator/devices/analog";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";

describe("the rule ${camel} on a board", function () {
  this.timeout(60_000);

  it("commands its actuator when the value comes to its limit", async () => {
    const path = boardFile("try", {
      sensors: [{ id: "soil", type: "analog", pin: "D34", periodSeconds: 5, scale: 100 }],
      actuators: [{ id: "pump", type: "switch", pin: "D25" }],
      rules: [{ type: "${camel}", sensor: "soil", actuator: "pump", limit: 50 }],
    });
    const node = await SimulatedNode.online(path);
    const soil = node.device(VoltageSource, "soil");
    soil.volts = () => 0.5;
    await node.board.run(6_000);
    assert.equal(node.payloads("pump/state").at(-1), "OFF");
    soil.volts = () => 2.5;
    await node.board.run(6_000);
    assert.equal(node.payloads("pump/state").at(-1), "ON");
    await node.close();
  });
});
`,
  };
}
