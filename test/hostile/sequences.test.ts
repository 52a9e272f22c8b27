import assert from "node:assert/strict";
import { ClientState, PublishStatus } from "../../firmware/mqtt/record";
import { createPublisher } from "../../firmware/mqtt/publish";
import { createQos1Publisher, createQos2Publisher } from "../../firmware/mqtt/publish-acknowledged";
import { unsubscribe } from "../../firmware/mqtt/subscribe";
import { bytes, CUTS, field, Owner } from "../firmware/mqtt/owner";
import { FAMILIES, publish, type Sequence, type Situation } from "./sequences";

function ownerIn(situation: Situation): Owner {
  const isResuming = situation === "resuming";
  const owner = new Owner({ outbox: {}, options: { subscriptions: 2, cleanSession: !isResuming } });
  if (situation === "connecting" || isResuming) return forgetful(owner.open());
  if (situation === "subscribing") {
    owner.open().receive(bytes(0x20, 2, 0, 0));
    return forgetful(owner);
  }
  owner.connect();
  if (situation === "pinging") owner.seconds(46);
  if (situation === "unsubscribing") assert.equal(unsubscribe(owner.client, ["a"]), true);
  if (situation === "ready" || situation === "released") {
    createQos1Publisher(owner.client, field("t"), false)("x");
    createQos2Publisher(owner.client, field("t"), false)("x");
  }
  if (situation === "released") owner.receive(bytes(0x50, 2, 0, 3));
  return forgetful(owner);
}

function forgetful(owner: Owner): Owner {
  assert.deepEqual(owner.failures, []);
  owner.sent.length = 0;
  return owner;
}

/** Whether the client takes a message and an answer, and sends one. */
function isHealthy(owner: Owner): boolean {
  const before = owner.messages.length;
  owner.sent.length = 0;
  owner.receive(publish(0x32, "a/set", "still here", 99));
  return (
    owner.messages.length === before + 1 &&
    owner.sent.join("") === bytes(0x40, 2, 0, 99) &&
    createPublisher(owner.client, field("t"), false)("x") === PublishStatus.Sent
  );
}

/** @returns what is wrong, if anything is */
function run(
  { situation, stream, lives, answers, messages }: Sequence,
  cut: (stream: string) => string[],
): string | undefined {
  const owner = ownerIn(situation);
  cut(stream).forEach((part) => owner.receive(part));
  if (messages !== undefined && owner.messages.length !== messages) return `${owner.messages.length} messages`;
  if (lives) {
    if (owner.failures.length > 0) return `ended with failure ${owner.failures[0]}`;
    if (answers !== undefined && owner.sent.join("") !== answers)
      return `answered ${JSON.stringify(owner.sent.join(""))}`;
    if (situation === "connecting" || situation === "resuming") owner.receive(bytes(0x90, 4, 0, 1, 0, 0));
    return isHealthy(owner) ? undefined : "works no more";
  }
  if (owner.failures.length !== 1) return `${owner.failures.length} failures`;
  if (owner.client.state !== ClientState.Closed) return "is not closed";
  const { length } = owner.sent;
  owner.receive(publish(0x32, "a/set"));
  owner.seconds(60);
  if (owner.sent.length !== length || owner.failures.length !== 1) return "does something after the end";
  owner.connect();
  return isHealthy(owner) ? undefined : "does not work on the next connection";
}

describe("sequences of server packets", () => {
  for (const { name, sequences } of FAMILIES) {
    it(`${name}: ${sequences.length} sequences, each cut in ${CUTS.length} ways`, () => {
      const wrong = sequences.flatMap((sequence) =>
        CUTS.flatMap(({ name: cutName, cut }) => {
          const problem = run(sequence, cut);
          const expected = sequence.lives ? "has to live" : "has to end";
          return problem === undefined ? [] : [`${sequence.name}, ${cutName}: ${expected}, but ${problem}`];
        }),
      );
      assert.deepEqual(wrong, []);
    });
  }

  it("are more than the 311 that clients for microcontrollers were measured on", () => {
    const different = new Set(FAMILIES.flatMap(({ sequences }) => sequences.map((s) => `${s.situation} ${s.stream}`)));
    assert.ok(different.size > 2_000, `${different.size}`);
  });
});
