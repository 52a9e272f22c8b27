import assert from "node:assert/strict";
import { takeTime } from "../../../../firmware/app/services/sntp";

const COOKIE = "\x01\x02\x03\x04\x05\x06\x07\xff";

/** An answer as RFC 4330 §4 draws it. @param seconds of the server's time, the eight bytes at 40, as 8 hexadecimal digits */
function answer(seconds: string, { flags = 0x24, stratum = 2, cookie = COOKIE, bytes = 48 } = {}): string {
  const packet = Buffer.alloc(bytes);
  packet[0] = flags;
  packet[1] = stratum;
  packet.write(cookie, 24, "latin1");
  packet.write(seconds, 40, "hex");
  return packet.toString("latin1");
}

/** What an answer is taken for, as reports tell it; undefined where it is none. */
function taken(packet: string): string | undefined {
  const time = { thousands: 0, seconds: 0 };
  if (!takeTime(packet, COOKIE, time)) {
    assert.deepEqual(time, { thousands: 0, seconds: 0 });
    return undefined;
  }
  assert.ok(time.seconds >= 0 && time.seconds < 1000);
  return String(time.thousands * 1000 + time.seconds);
}

describe("the answer of a time server", () => {
  it("is seconds since 1900, and since 2036 since 2036", () => {
    // RFC 868 and RFC 5905, figure 4: 2,208,988,800 is 1 January 1970; 3,155,673,600 is 1 January 2000.
    assert.equal(taken(answer("83aa7e80")), "0");
    assert.equal(taken(answer("bc17c200")), "946684800");
    assert.equal(taken(answer("ffffffff")), "2085978495");
    assert.equal(taken(answer("00000001")), "2085978497");
  });

  it("counts with what follows the header, and with a server of any version that answers", () => {
    assert.equal(taken(answer("bc17c200", { bytes: 68 })), "946684800");
    assert.equal(taken(answer("bc17c200", { flags: 0x1c, stratum: 15 })), "946684800");
  });

  for (const [what, changes, seconds] of [
    ["is too short", { bytes: 47 }, "bc17c200"],
    ["answers another question", { cookie: COOKIE.replace("\x01", "\x02") }, "bc17c200"],
    ["comes from a client", { flags: 0x23 }, "bc17c200"],
    ["comes from a server that does not know the time", { flags: 0xe4 }, "bc17c200"],
    ["asks not to be asked (kiss of death)", { stratum: 0 }, "bc17c200"],
    ["comes from a server without a source", { stratum: 16 }, "bc17c200"],
    ["holds no time", {}, "00000000"],
  ] as const) {
    it(`is none where it ${what}`, () => {
      assert.equal(taken(answer(seconds, changes)), undefined);
    });
  }
});
