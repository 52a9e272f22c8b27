import assert from "node:assert/strict";
import {
  imageOf,
  NO_NONCE,
  releaseTextProblem,
  signBack,
  signOffer,
  signPart,
  type Offer,
} from "../../../../scripts/lib/update/sign-update";
import { signedBack, signedOffer, signedPart } from "../../../vectors/signed-updates";

const KEY = "0123456789abcdef0123456789abcdef";
const NONCE = "2.0000000042.3kVb9QeXw0Zr";
/** Each byte there is, some of them twice. */
const PROGRAM = Buffer.from(Array.from({ length: 600 }, (_, index) => index & 255));
/** By another program: hashlib of Python. */
const SHA = "48hA+wYa0ChSycT45l95a0/WhNFaOOGYpcqPcGey1I0=";

describe("the signature of an update", () => {
  const offer: Offer = {
    name: "door",
    engine: "espruino",
    chip: "esp32",
    counter: 1_764_583_200,
    image: imageOf(PROGRAM),
    nonce: NONCE,
    when: "now",
    isAgain: false,
    version: "0.1.0+1a2b3c4d",
    text: "Opens more slowly",
  };
  const HEAD = `1 door espruino esp32 1764583200 600 ${imageOf(PROGRAM).sha}`;

  it("is of an offer what the form says, with and without a nonce and a text", () => {
    assert.equal(signOffer(KEY, offer), signedOffer(KEY, `${HEAD} ${NONCE} now 0.1.0+1a2b3c4d`, "Opens more slowly"));
    const retained = { ...offer, nonce: NO_NONCE, when: "ask", isAgain: true, text: "" } as const;
    const payload = signOffer(KEY, retained);
    assert.equal(payload, signedOffer(KEY, `${HEAD} - ask+again 0.1.0+1a2b3c4d`, ""));
    assert.equal(payload.split(" ").length, 13);
    assert.equal(payload.at(-1), " ");
  });

  it("covers each field and the text of an offer, and needs the key", () => {
    const macOf = (changed: Partial<Offer>, key = KEY): string =>
      signOffer(key, { ...offer, ...changed }).split(" ")[11] ?? "";
    const macs = [
      macOf({}),
      macOf({}, KEY.toUpperCase()),
      macOf({ name: "doo" }),
      macOf({ engine: "nodemcu" }),
      macOf({ chip: "esp8266" }),
      macOf({ counter: offer.counter + 1 }),
      macOf({ image: imageOf(PROGRAM.subarray(1)) }),
      macOf({ nonce: NO_NONCE }),
      macOf({ when: "ask" }),
      macOf({ isAgain: true }),
      macOf({ version: "0.1.0+1a2b3c4e" }),
      macOf({ text: "" }),
    ];
    assert.equal(new Set(macs).size, macs.length);
    for (const each of macs) assert.match(each, /^[A-Za-z0-9+/]{24}$/);
  });

  it("is of a part what the form says, whatever its bytes are", () => {
    const image = imageOf(PROGRAM);
    for (const [offset, length] of [
      [0, 512],
      [512, 88],
      [599, 1],
    ]) {
      const expected = signedPart(KEY, image.sha, offset, PROGRAM.toString("latin1").slice(offset, offset + length));
      assert.equal(signPart(KEY, image, offset, length).toString("latin1"), expected);
    }
    for (const [offset, length] of [
      [-1, 10],
      [0, 0],
      [600, 1],
      [500, 101],
      [NaN, 1],
    ]) {
      assert.throws(() => signPart(KEY, image, offset, length), RangeError);
    }
  });

  it("is of the way back what the form says", () => {
    assert.equal(signBack(KEY, 1_764_583_200, NONCE, "n/nonce"), signedBack(KEY, 1_764_583_200, NONCE, "n/nonce"));
  });

  it("is given for nothing that has not the form", () => {
    const refused: [Partial<Offer>, RegExp][] = [
      [{ name: "a b" }, /no word/],
      [{ version: "" }, /no word/],
      [{ version: "1\n" }, /no word/],
      [{ version: "1".repeat(41) }, /too long/],
      [{ counter: 2 ** 31 }, /below 2\^31/],
      [{ counter: 1.5 }, /below 2\^31/],
      [{ counter: 0 }, /below 2\^31/],
      [{ image: imageOf(Buffer.alloc(0)) }, /a size/],
      [{ nonce: "" }, /no nonce/],
      [{ nonce: `${NONCE} now` }, /no nonce/],
      [{ text: 'say "yes"' }, /release text/],
    ];
    for (const [changed, why] of refused) assert.throws(() => signOffer(KEY, { ...offer, ...changed }), why);
    for (const nonce of ["", NO_NONCE, "1 2", `${NONCE}\n`])
      assert.throws(() => signBack(KEY, 1, nonce, "n/nonce"), /no nonce/);
  });

  it("takes release texts of 120 characters that every JSON can hold as they are", () => {
    assert.equal(releaseTextProblem("x".repeat(120)), undefined);
    assert.equal(releaseTextProblem(""), undefined);
    assert.match(releaseTextProblem("x".repeat(121)) ?? "", /121 characters/);
    for (const text of ['"', "\\", "ä", "a\nb", "\0", "\x7f"]) assert.match(releaseTextProblem(text) ?? "", /ASCII/);
  });
});

describe("the image of a program", () => {
  it("is known by its SHA-256", () => {
    assert.deepEqual({ ...imageOf(PROGRAM), bytes: 0 }, { bytes: 0, sha: SHA, id: SHA.slice(0, 8) });
  });
});
