import assert from "node:assert/strict";
import { plot } from "../../../../scripts/lib/compare/plot";
import {
  acknowledgementTable,
  cell,
  fanOutTable,
  latencyTable,
  phaseTable,
  readingTable,
} from "../../../../scripts/lib/compare/tables";
import { CHINESE, ENGLISH } from "../../../../scripts/lib/compare/words";
import { FINDINGS } from "./findings";

/** Cells without what pads them. */
function rows(text: string): string[][] {
  return text.split("\n").map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((each) => each.trim()),
  );
}

describe("the tables of protocols", () => {
  it("show bytes, and packets behind them, with a tenth where not every reading took as many", () => {
    assert.equal(cell({ bytes: 1_234.4, packets: 2 }), "1,234 (2)");
    assert.equal(cell({ bytes: 50, packets: 1.02 }), "50 (1.0)");
    assert.equal(cell({ bytes: 0, packets: 0 }), "–");
    assert.equal(cell({ bytes: 0, packets: 4 }), "0 (4)");
  });

  it("have a row for each protocol, without TLS and with it", () => {
    const [title, , ...protocols] = rows(readingTable(FINDINGS, ENGLISH));
    assert.deepEqual(title, [
      "protocol",
      "sender",
      "receiver",
      "with TCP/IP",
      "TLS: sender",
      "TLS: receiver",
      "TLS: with TCP/IP",
    ]);
    assert.deepEqual(protocols[0], ["MQTT, QoS 0", "43 (1)", "43 (1)", "166", "65 (1)", "65 (1)", "210"]);
    assert.deepEqual(
      protocols.map(([name]) => name),
      ["MQTT, QoS 0", "MQTT, QoS 1", "HTTP, kept alive"],
    );
  });

  it("show connecting, an idle hour and ending, and nothing where nothing was", () => {
    const [, , first] = rows(phaseTable(FINDINGS, false, ENGLISH));
    assert.deepEqual(first, ["MQTT, QoS 0", "150 (5)", "150 (5)", "–", "240 (120)", "2 (5)", "2 (5)"]);
    assert.equal(rows(phaseTable(FINDINGS, true, ENGLISH)).length, 5);
  });

  it("show what a reading takes to all of its receivers", () => {
    const [, , first] = rows(fanOutTable(FINDINGS, ENGLISH));
    assert.deepEqual(first, ["MQTT, QoS 0", "166", "913", "8,383", "210", "1,155", "10,605"]);
  });

  it("put latencies beside that of MQTT at QoS 0 in the same column", () => {
    const [, , ...protocols] = rows(latencyTable(FINDINGS, ENGLISH));
    assert.deepEqual(protocols[0]?.slice(0, 3), ["MQTT, QoS 0", "1 (0.25 ms)", "1 (2.50 ms)"]);
    assert.deepEqual(protocols[2], ["HTTP, kept alive", "8.0 ×", "8.0 ×", "8.0 ×", "2.0 ×", "2.0 ×", "2.0 ×"]);
  });

  it("show milliseconds where the protocol that others stand beside was left out", () => {
    const others = FINDINGS.filter(({ protocol }) => protocol === "HTTP, kept alive");
    assert.equal(rows(latencyTable(others, ENGLISH))[2]?.[1], "2.00 ms");
  });

  it("put acknowledged protocols beside acknowledged MQTT alone", () => {
    const [, , ...protocols] = rows(acknowledgementTable(FINDINGS, ENGLISH));
    assert.deepEqual(
      protocols.map(([name, one]) => [name, one]),
      [
        ["MQTT, QoS 1", "1 (0.50 ms)"],
        ["HTTP, kept alive", "4.0 ×"],
      ],
    );
  });

  it("say the same in Chinese", () => {
    const [title, , , , http] = rows(readingTable(FINDINGS, CHINESE));
    assert.deepEqual(title?.slice(0, 4), ["协议", "发送方", "接收方", "含 TCP/IP"]);
    assert.equal(http?.[0], "HTTP，长连接");
    assert.deepEqual(http?.slice(1), rows(readingTable(FINDINGS, ENGLISH))[4]?.slice(1));
  });
});

describe("the picture of protocols", () => {
  const bars = (svg: string): { x: number; width: number }[] =>
    [...svg.matchAll(/<rect x="([\d.]+)" y="\d+" width="([\d.]+)" height="18"/g)].map(([, x, width]) => ({
      x: Number(x),
      width: Number(width),
    }));

  it("has a bar of four parts for each protocol, as long as its bytes", () => {
    const drawn = bars(plot(FINDINGS, ENGLISH));
    assert.equal(drawn.length, 3 * 4);
    const ends = [3, 7, 11].map((index) => drawn[index]!.x + drawn[index]!.width - drawn[0]!.x);
    // 210 of 2,724 bytes.
    assert.ok(Math.abs(ends[0]! / ends[2]! - 210 / 2_724) < 0.001, `${ends}`);
  });

  it("says how many bytes they are, and stays in its frame", () => {
    const svg = plot(FINDINGS, ENGLISH);
    assert.match(svg, />2,724<\/text>/);
    for (const { x, width } of bars(svg)) assert.ok(x + width <= 880 - 60);
  });

  it("loads nothing, runs nothing, and writes names out", () => {
    const named = FINDINGS.map((each) => ({ ...each, protocol: `<script>&${each.protocol}` }));
    const svg = plot(named, ENGLISH);
    assert.doesNotMatch(svg, /<script|href|url\(/);
    assert.match(svg, /&lt;script&gt;&amp;MQTT/);
  });
});
