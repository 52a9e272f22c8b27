import assert from "node:assert/strict";
import { UpdateWords } from "../../../../scripts/lib/desk/update-words";
import { idOf, offer, part } from "../../../vectors/updates";

const KEY = "0123456789abcdef0123456789abcdef";
const PROGRAM = "print(1);".repeat(110);
const [UPDATE, WANT] = ["home/node/update", "home/node/update/want"];

describe("the words for the messages of an update", () => {
  let words: UpdateWords;
  beforeEach(() => {
    words = new UpdateWords({ updateTopics: { update: UPDATE, want: WANT } });
  });

  const offered = (flags = "now", text = ""): string =>
    offer(KEY, { name: "node", counter: 7, program: PROGRAM, version: "0.1.0+22222222", flags, text });

  it("name an offer by its version and size, with its text", () => {
    assert.equal(words.of(UPDATE, offered()), "offer of 0.1.0+22222222, 990 bytes");
    assert.equal(
      words.of(UPDATE, offered("ask+again", "Better than before.")),
      "offer of 0.1.0+22222222, 990 bytes, to be installed when told so: Better than before.",
    );
  });

  it("number the parts, as they are wanted and as they come", () => {
    const id = idOf(PROGRAM);
    assert.equal(words.of(UPDATE, part(KEY, PROGRAM, 444, 444)), "part at byte 444", "before anything was heard");
    words.of(UPDATE, offered());
    assert.equal(words.of(WANT, `want ${id} 444 444`), "wants part 2 of 3, 444 bytes");
    assert.equal(words.of(UPDATE, part(KEY, PROGRAM, 444, 444)), "part 2 of 3, 444 bytes");
    assert.equal(words.of(WANT, `want ${id} 888 102`), "wants part 3 of 3, 102 bytes");
    assert.equal(words.of(UPDATE, part(KEY, PROGRAM, 888, 102)), "part 3 of 3, 102 bytes");
    assert.equal(words.of(UPDATE, part(KEY, PROGRAM, 7, 102)), "part at byte 7");
  });

  it("name the program that becomes of it", () => {
    const id = idOf(PROGRAM);
    assert.equal(words.of(WANT, `refused ${id} counter 9`), `refuses program ${id}: counter 9`);
    words.of(UPDATE, offered());
    const said = [
      "refused ID room 12",
      "trial ID",
      "confirmed ID",
      "came back ID not confirmed",
      "refused back nothing",
    ];
    assert.deepEqual(
      said.map((each) => words.of(WANT, each.replace("ID", id))),
      [
        "refuses 0.1.0+22222222: room 12",
        "0.1.0+22222222 is on trial",
        "0.1.0+22222222 is confirmed",
        "came back from 0.1.0+22222222: not confirmed",
        "refuses the way back: nothing",
      ],
    );
    assert.equal(
      words.of(UPDATE, "back 7 2.0000000001.abcdefghijkl abcdefghijklmnopqrstuvwx"),
      "back to the program before",
    );
  });

  it("are none for what stands for itself, for other topics, and for a board without updates", () => {
    assert.equal(words.of(UPDATE, "install"), undefined);
    assert.equal(words.of(UPDATE, "part of something"), undefined);
    assert.equal(words.of(WANT, "anything"), undefined);
    assert.equal(words.of("home/node/soil/state", offered()), undefined);
    assert.equal(new UpdateWords({}).of(UPDATE, offered()), undefined);
  });

  it("are bounded, whatever is offered", () => {
    for (let i = 0; i < 1_000; i++)
      words.of(UPDATE, offer(KEY, { name: "n", counter: 1, program: `p${i}`, version: "1" }));
    assert.equal(words.of(WANT, `trial ${idOf("p999")}`), "1 is on trial");
    assert.equal(words.of(WANT, `trial ${idOf("p0")}`), `program ${idOf("p0")} is on trial`);
  });
});
