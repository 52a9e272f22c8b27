import assert from "node:assert/strict";
import fc from "fast-check";
import { Failure } from "../../firmware/mqtt/record";
import { subscribePacket } from "../../firmware/mqtt/subscribe";
import { isTopicFilter, isTopicName, matches } from "../../firmware/mqtt/topic";
import { CUTS, Owner } from "../firmware/mqtt/owner";

const SEED = 20261124;
const utf8 = (text: string): string => Buffer.from(text).toString("latin1");

/** A PUBLISH at QoS 0 on a topic given as bytes. */
function publish(topic: string): string {
  const body = String.fromCharCode(topic.length >> 8, topic.length & 255) + topic + "x";
  return "0" + String.fromCharCode(body.length) + body;
}

function received(topic: string, cut = CUTS[0]!.cut): Owner {
  const owner = new Owner({ options: { subscribePacket: "", subscriptions: 0 } }).connect();
  cut(publish(topic)).forEach((part) => owner.receive(part));
  return owner;
}

/** What no UTF-8 string may hold, with the reason; the examples of ill-formed text follow table 3-7 of Unicode. */
const ILL_FORMED: Record<string, string> = {
  "a lone continuation byte": "a\x80",
  "a sequence that breaks off": "a\xc3",
  "a sequence that another follows": "\xe6\xb8a",
  "an overlong NUL": "\xc0\x80",
  "an overlong slash in two bytes": "\xc0\xaf",
  "an overlong slash in three bytes": "\xe0\x80\xaf",
  "an overlong slash in four bytes": "\xf0\x80\x80\xaf",
  "the first surrogate": "\xed\xa0\x80",
  "the last surrogate": "\xed\xbf\xbf",
  "a pair of surrogates": "\xed\xa0\xbd\xed\xb8\x80",
  "a character beyond U+10FFFF": "\xf4\x90\x80\x80",
  "a byte that UTF-8 has not": "\xfe",
};

describe("strings, as MQTT 3.1.1 has them", () => {
  for (const [what, text] of Object.entries(ILL_FORMED)) {
    it(`${what} in a topic ends the connection, and is no filter [MQTT-1.5.3-1]`, () => {
      for (const { cut } of CUTS) {
        const owner = received(`t/${text}`, cut);
        assert.deepEqual([owner.failures, owner.messages], [[Failure.ProtocolViolation], []]);
      }
      assert.equal(isTopicFilter(`t/${text}`), false);
    });
  }

  it("U+0000 in a topic ends the connection, and is in no name or filter [MQTT-1.5.3-2] [MQTT-4.7.3-2]", () => {
    for (const topic of ["\0", "a\0", "a/\0/b"]) {
      assert.deepEqual(received(topic).failures, [Failure.ProtocolViolation]);
      assert.equal(isTopicName(topic), false);
      assert.equal(isTopicFilter(topic), false);
    }
  });

  it("EF BB BF is a character like others and stays where it is [MQTT-1.5.3-3]", () => {
    for (const topic of ["\xef\xbb\xbfa", "a\xef\xbb\xbf/b", "\xef\xbb\xbf"]) {
      assert.deepEqual(received(topic).strays, [topic]);
      assert.ok(subscribePacket([topic], 0).includes(topic));
      assert.equal(matches(topic, topic), true);
      assert.equal(matches(topic, topic.replace("\xef\xbb\xbf", "")), false);
    }
  });

  it("a topic name without a character ends the connection, and is no filter [MQTT-4.7.3-1]", () => {
    assert.deepEqual(received("").failures, [Failure.ProtocolViolation]);
    assert.equal(isTopicName(""), false);
    assert.equal(isTopicFilter(""), false);
    assert.deepEqual(received("/").strays, ["/"]);
  });

  it("a wildcard in a topic name ends the connection [MQTT-4.7.1-1] [MQTT-3.3.2-2]", () => {
    for (const topic of ["#", "+", "a/#", "a/+/b", "a#", "+b", "a/b+"]) {
      for (const { cut } of CUTS) {
        assert.deepEqual(received(topic, cut).failures, [Failure.ProtocolViolation], topic);
      }
      assert.equal(isTopicName(topic), false);
    }
  });

  it("a topic filter of up to 65,535 bytes is one, not of more [MQTT-4.7.3-3]", () => {
    assert.equal(isTopicFilter("é".repeat(32_767).replace(/é/g, "\xc3\xa9") + "x"), true);
    assert.equal(isTopicFilter("\xc3\xa9".repeat(32_768)), false);
    assert.equal(isTopicFilter("x".repeat(65_535)), true);
    assert.equal(isTopicFilter("x".repeat(65_536)), false);
  });

  it(`Node.js' own decoder agrees on what is UTF-8, for any bytes (seed ${SEED})`, () => {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const isText = (bytes: Uint8Array): boolean => {
      try {
        return !decoder.decode(bytes).includes("\0");
      } catch {
        return false;
      }
    };
    const piece = fc.constantFrom(...Object.values(ILL_FORMED), utf8("é"), utf8("温"), utf8("😀"), "a", "/", "\0");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const topic = pieces.join("");
        assert.equal(isTopicName(topic), isText(Buffer.from(topic, "latin1")));
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });
});

describe("topic filters, as MQTT 3.1.1 has them", () => {
  const isFilter = (filter: string): boolean => isTopicFilter(filter);

  it("`#` stands alone or after a `/`, and last [MQTT-4.7.1-2]", () => {
    // The examples of §4.7.1.2.
    for (const filter of ["#", "sport/#", "sport/tennis/#", "sport/tennis/player1/#", "/#"]) {
      assert.ok(isFilter(filter), filter);
    }
    for (const filter of ["sport/tennis#", "sport/tennis/#/ranking", "##", "#/", "a#", "/a#", "#a", "+#", "#+"]) {
      assert.ok(!isFilter(filter), filter);
    }
  });

  it("`+` fills a whole level, any and several [MQTT-4.7.1-3]", () => {
    // The examples of §4.7.1.3.
    for (const filter of ["+", "+/tennis/#", "sport/+/player1", "/+", "+/+", "+/", "+/+/#"]) {
      assert.ok(isFilter(filter), filter);
    }
    for (const filter of ["sport+", "+sport", "sport/+x", "sport/x+/y", "++", "+x/#"]) {
      assert.ok(!isFilter(filter), filter);
    }
  });

  const MATCHES: [filter: string, matching: string[], others: string[]][] = [
    [
      "sport/tennis/player1/#",
      ["sport/tennis/player1", "sport/tennis/player1/ranking", "sport/tennis/player1/score/wimbledon"],
      ["sport/tennis/player10", "sport/tennis"],
    ],
    ["sport/#", ["sport", "sport/", "sport/a/b"], ["sports", "/sport"]],
    ["#", ["a", "/", "a/b/c", "/finance"], ["$SYS", "$SYS/a"]],
    ["sport/tennis/+", ["sport/tennis/player1", "sport/tennis/"], ["sport/tennis/player1/ranking", "sport/tennis"]],
    ["sport/+", ["sport/"], ["sport"]],
    ["+/+", ["/finance", "a/b", "/"], ["a", "a/b/c", "$SYS/a"]],
    ["/+", ["/finance"], ["finance"]],
    ["+", ["finance", ""], ["/finance", "$SYS"]],
    ["+/monitor/Clients", ["a/monitor/Clients"], ["$SYS/monitor/Clients"]],
    ["$SYS/#", ["$SYS", "$SYS/", "$SYS/monitor/Clients"], ["SYS/a"]],
    ["$SYS/monitor/+", ["$SYS/monitor/Clients"], ["$SYS/monitor"]],
    ["a/+/c/#", ["a/b/c", "a//c", "a/b/c/d/e"], ["a/b/d", "a/b"]],
    ["a/b", ["a/b"], ["a/B", "a/b/", "/a/b", "a", "a/bc"]],
    ["ACCOUNTS", ["ACCOUNTS"], ["Accounts"]],
    ["/a", ["/a"], ["a"]],
    ["a/$b/+", ["a/$b/c"], ["a/b/c"]],
  ];
  for (const [filter, matching, others] of MATCHES) {
    it(`${filter} matches as the specification says`, () => {
      for (const topic of matching) assert.ok(matches(filter, topic), `${filter} has to match ${topic}`);
      for (const topic of others) assert.ok(!matches(filter, topic), `${filter} must not match ${topic}`);
    });
  }

  it(`matching agrees with a level-by-level definition, for any filter and topic (seed ${SEED})`, () => {
    const levels = (some: string[]): fc.Arbitrary<string[]> =>
      fc.array(fc.constantFrom(...some), { minLength: 1, maxLength: 4 });
    const defined = (filter: string[], topic: string[]): boolean => {
      if (/^[+#]/.test(filter[0]!) && topic[0]!.startsWith("$")) return false;
      const many = filter.at(-1) === "#";
      const fixed = many ? filter.slice(0, -1) : filter;
      if (many ? topic.length < fixed.length : topic.length !== fixed.length) return false;
      return fixed.every((level, i) => level === "+" || level === topic[i]);
    };
    fc.assert(
      fc.property(
        levels(["a", "b", "", "+", "$x"]),
        fc.boolean(),
        levels(["a", "b", "", "$x"]),
        (some, many, topic) => {
          const filter = many ? [...some, "#"] : some;
          assert.equal(matches(filter.join("/"), topic.join("/")), defined(filter, topic));
        },
      ),
      { seed: SEED, numRuns: 5000 },
    );
  });
});
