import assert from "node:assert/strict";
import {
  appTable,
  grouped,
  idleTable,
  instructionsTable,
  memoryTable,
  ratio,
  sizeTable,
  table,
  updateTable,
} from "../../../../scripts/lib/bench/markdown";

describe("the benchmark's figures", () => {
  it("ratios have two significant digits below 10 and no decimals above", () => {
    assert.equal(ratio(107_000, 53_800), "2.0 ×");
    assert.equal(ratio(1, 4), "0.25 ×");
    assert.equal(ratio(53_800, 53_800), "1.0 ×");
    assert.equal(ratio(1_245, 100), "12 ×");
  });

  it("counts are whole and grouped by thousands", () => {
    assert.equal(grouped(138_281.6), "138,282");
  });

  it("a table has columns of one width, numbers to the right", () => {
    assert.equal(
      table([
        ["what", "a"],
        ["longer", "1,000"],
      ]),
      ["| what   |     a |", "| ------ | ----: |", "| longer | 1,000 |"].join("\n"),
    );
  });

  it("what a message costs stands beside what it costs the bare socket", () => {
    const text = instructionsTable([
      {
        work: "publish0",
        costs: [
          { client: "bare socket", instructions: 50_000 },
          { client: "mote", instructions: 100_000.4 },
        ],
      },
      {
        work: "publish1",
        costs: [
          { client: "bare socket", instructions: 60_000 },
          { client: "mote", instructions: undefined },
        ],
      },
    ]);
    assert.match(text, /^\| instructions per message +\| bare socket \| +mote \|$/m);
    assert.match(text, /QoS 0 +\| +50,000 \| 100,000 \(2\.0 ×\) \|$/m);
    assert.match(text, /PUBACK +\| +60,000 \| +cannot \|$/m);
  });

  it("what a whole app takes stands beside the bare socket's, its variables without those of no app", () => {
    const costs = [
      { app: "bare socket", instructions: 200_000, spread: 0.001 },
      { app: "mote", instructions: 600_000.4, spread: 0.0149 },
    ];
    const text = appTable(costs, [450, 1_450], 250);
    assert.match(text, /^\| a whole app +\| bare socket \| +mote \|$/m);
    assert.match(text, /^\| instructions per sample +\| +200,000 \| 600,000 \(3\.0 ×\) \|$/m);
    assert.match(text, /^\| .*differ.* \| +0\.1 % \| +1\.5 % \|$/m);
    assert.match(text, /^\| .* beside the 250 without an app \| +200 \| +1,200 \|$/m);
  });

  it("what a node takes while it has nothing to publish is told by the second", () => {
    const text = idleTable({ app: "mote", instructions: 3_674_703, spread: 0.01 });
    assert.match(text, /^\| instructions per second +\| 3,674,703 \|$/m);
  });

  it("what is done with a part of a program adds up", () => {
    const text = updateTable({
      partBytes: 444,
      instructions: { received: 3_000_000, checked: 5_000_000, taken: 9_000_000 },
      variables: { atRest: 1_000, taking: 1_300 },
    });
    assert.deepEqual(
      [...text.matchAll(/ ([\d,]+) \|$/gm)].map(([, value]) => value),
      ["3,000,000", "2,000,000", "4,000,000", "9,000,000", "1,000", "1,300"],
    );
  });

  it("memory's growth is from the first look to the last", () => {
    const text = memoryTable([
      { messages: 100, variables: 702 },
      { messages: 100_000, variables: 705 },
    ]);
    assert.match(text, /\| +100 \| 100,000 \| growth \|$/m);
    assert.match(text, /\| 702 \| +705 \| +3 \|$/m);
  });

  it("sizes are beside the smallest", () => {
    const text = sizeTable([
      { title: "small", bytes: 3_000 },
      { title: "large", bytes: 6_000 },
    ]);
    assert.match(text, /^\| small .*3,000 \| +1\.0 × \|$/m);
    assert.match(text, /^\| large .*6,000 \| +2\.0 × \|$/m);
  });
});
