import assert from "node:assert/strict";
import type { Node } from "../../../../firmware/app/node";
import { latest, startDerived, startDerivedEvery } from "../../../../firmware/app/readings/derived";
import type { Channel } from "../../../../firmware/app/readings/telemetry";
import { VirtualTime } from "../../../simulator/virtual-time";

describe("a value that is worked out of others", () => {
  const time = new VirtualTime();
  const node = {
    owesReadings: true,
    creditors: [],
    engine: {
      clock: {
        every: (ms: number, run: () => void): void => {
          const again = (): void => {
            time.after(ms, again);
            run();
          };
          time.after(ms, again);
        },
      },
    },
  } as unknown as Node;
  const channel = (take: (value: number) => void): Channel =>
    ({ node, take: (_channel: Channel, value: number) => take(value) }) as unknown as Channel;
  const give = (to: Channel, value: number): void => to.take(to, value);

  it("goes by the last value of each, of which there is none at first", () => {
    const source = channel(() => {});
    const last = latest(source);
    assert.ok(Number.isNaN(last()));
    give(source, 5);
    assert.equal(last(), 5);
    give(source, NaN);
    assert.ok(Number.isNaN(last()));
  });

  it("is worked out when the slowest of them was read, once and behind it", () => {
    const order: string[] = [];
    const quick = channel(() => order.push("quick"));
    const slow = channel((value) => order.push(`slow ${value}`));
    const [a, b] = [latest(quick), latest(slow)];
    const sum = channel((value) => order.push(`sum ${value}`));
    startDerived(sum, { sample: () => a() + b() }, slow);
    give(quick, 1);
    give(quick, 2);
    give(slow, 10);
    give(slow, NaN);
    assert.deepEqual(order, ["quick", "quick", "slow 10", "sum 12", "slow NaN", "sum NaN"]);
  });

  it("or on a period of its own", () => {
    const seen: number[] = [];
    let value = 1;
    startDerivedEvery(
      channel((each) => seen.push(each)),
      { sample: () => value },
      1_000,
    );
    time.advance(2_000);
    value = 2;
    time.advance(1_000);
    assert.deepEqual(seen, [1, 1, 2]);
  });

  it("is worked out anew where it was owed", () => {
    const seen: number[] = [];
    const creditors = node.creditors.length;
    startDerived(
      channel((each) => seen.push(each)),
      { sample: () => 7 },
      channel(() => {}),
    );
    node.creditors[creditors].sample();
    assert.deepEqual(seen, [7]);
  });
});
