import type { KindNames } from "./names";

/** The files of a new kind of filter: one that leaves out values. */
export function filterFiles({ camel, pascal, file, snake }: KindNames): Record<string, string> {
  return {
    [`firmware/filters/${file}.ts`]: `import type { Filter } from "./filter";

/** \`${snake}\`: values below \`least\` end here; NaN goes on. To do: what it does. */
export function ${camel}(least: number): Filter {
  return (value) => (value < least ? undefined : value);
}
`,
    [`scripts/lib/filters/${file}.ts`]: `import { firmware } from "../program/code";
import type { FilterDescriptor } from "./descriptor";

/**
 * Leaves out what is below it. To do: what it does; this text stands in the reference.
 * @minimum -1e9
 * @maximum 1e9
 */
export type ${pascal}FilterConfig = number;

const driver = firmware<typeof import("../../../firmware/filters/${file}")>("filters/${file}");

export const ${camel}: FilterDescriptor<"${snake}", ${pascal}FilterConfig> = {
  name: "${snake}",
  defaults: {},
  exampleOptions: 5,
  range: ([low, high], least) => [Math.max(low, least), Math.max(high, least)],
  // All values may be below it.
  silence: () => undefined,
  make: (least) => driver.${camel}(least),
};
`,
    [`test/firmware/filters/${file}.test.ts`]: `import assert from "node:assert/strict";
import { ${camel} } from "../../../firmware/filters/${file}";

describe("the filter ${snake}", () => {
  it("leaves out what is below it, and no more", () => {
    const filter = ${camel}(5);
    assert.deepEqual(
      [4.9, 5, 6, -1].map((value) => filter(value)),
      [undefined, 5, 6, undefined],
    );
  });

  it("makes no number of no reading", () => {
    assert.ok(Number.isNaN(${camel}(5)(NaN)));
  });
});
`,
    [`test/scenarios/${file}.test.ts`]: `import assert from "node:assert/strict";
import { VoltageSource } from "../simulator/devices/analog";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";

describe("the filter ${snake} on a board", function () {
  this.timeout(60_000);

  it("stands between the sensor and the broker", async () => {
    const filters = [{ ${snake}: 50 }];
    const sensors = [{ id: "soil", type: "analog", pin: "D34", periodSeconds: 5, scale: 100, filters }];
    const node = await SimulatedNode.online(boardFile("try", { sensors }));
    const soil = node.device(VoltageSource, "soil");
    soil.volts = () => 0.5;
    await node.board.run(6_000);
    const before = node.payloads("soil/state").length;
    await node.board.run(20_000);
    assert.equal(node.payloads("soil/state").length, before);
    soil.volts = () => 2.5;
    await node.board.run(6_000);
    assert.ok(node.payloads("soil/state").length > before);
    await node.close();
  });
});
`,
  };
}
