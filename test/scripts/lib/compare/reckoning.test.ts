import assert from "node:assert/strict";
import { HEADER_BYTES, packets, segments, wireBytes } from "../../../../scripts/lib/compare/headers";
import { idleHour, spread } from "../../../../scripts/lib/compare/measure";
import { DOTTED_NAME, FIRST_READING, NAME, PAYLOAD_BYTES } from "../../../../scripts/lib/compare/protocol";
import { pairs, parts, phaseCosts, readingCosts, runOf, wholeReading } from "../../../../scripts/lib/compare/reckoning";
import { finding, FINDINGS, traffic } from "./findings";

describe("what is reckoned of protocols", () => {
  it("begins with a name of 33 bytes and readings of six", () => {
    assert.deepEqual([NAME.length, DOTTED_NAME.length], [33, 33]);
    assert.equal(String(FIRST_READING).length, PAYLOAD_BYTES);
  });

  it("takes a segment for each 1,460 bytes that were begun", () => {
    assert.deepEqual([0, 1, 1_460, 1_461, 2_920, 2_921].map(segments), [0, 1, 1, 2, 2, 3]);
  });

  it("adds three packets for a connection that opens and four for one that closes, of 40 bytes each", () => {
    assert.equal(HEADER_BYTES, 40);
    assert.equal(packets(traffic(10, 0)), 1);
    assert.equal(packets(traffic(10, 10, 1, 1)), 2 + 3 + 4);
    assert.equal(wireBytes(traffic(10, 5, 1, 1)), 15 + 9 * 40);
  });

  it("shares a run among its readings and receivers", () => {
    for (const receivers of [1, 10, 100]) {
      const run = runOf(FINDINGS[0]!, receivers);
      assert.deepEqual(readingCosts(run), {
        sender: { bytes: 43, packets: 1 },
        receiver: { bytes: 43, packets: 1 },
      });
      assert.deepEqual(phaseCosts(run, "connect").receiver, { bytes: 150, packets: 5 });
      assert.equal(wholeReading(run), (43 + 40) * (1 + receivers));
    }
  });

  it("parts a reading into payload, protocol, headers and what TLS adds, and loses nothing", () => {
    const made = parts(runOf(FINDINGS[0]!, 1), runOf(FINDINGS[3]!, 1));
    assert.deepEqual(made, { payload: 12, protocol: 74, headers: 80, tls: 44 });
    const sum = Object.values(made).reduce((total, part) => total + part, 0);
    assert.equal(sum, wholeReading(runOf(FINDINGS[3]!, 1)));
  });

  it("makes an hour of a keep-alive by how often one comes each way", () => {
    const hour = idleHour(traffic(2, 4, 1, 1), { up: 60, down: 30 });
    assert.deepEqual(hour, {
      up: { bytes: 120, segments: 60 },
      down: { bytes: 480, segments: 120 },
      opened: 60,
      closed: 60,
    });
    assert.deepEqual(idleHour(traffic(2, 8), { down: 60 }), { ...traffic(0, 0), down: { bytes: 480, segments: 60 } });
    assert.deepEqual(idleHour(traffic(2, 8), {}), traffic(0, 0));
  });

  it("takes the middle of what was timed, and what 95 of 100 did not exceed", () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    assert.deepEqual(spread(values), { median: 51, p95: 96 });
    assert.deepEqual(spread([7]), { median: 7, p95: 7 });
  });

  it("says which protocol has not been measured with TLS, or with so many receivers", () => {
    const alone = finding("XMPP", 200, false);
    assert.throws(() => pairs([alone]), /XMPP was not measured with TLS/);
    assert.throws(() => runOf({ ...alone, runs: [] }, 10), /XMPP has no run with 10 receivers/);
  });
});
