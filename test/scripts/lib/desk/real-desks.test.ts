import assert from "node:assert/strict";
import { openRealDesks, type RealDesksOptions } from "../../../../scripts/lib/desk/real-desks";
import type { RealDesk } from "../../../../scripts/lib/desk/real-desk";
import { EmbeddedBroker } from "../../../simulator/broker/embedded";
import { exampleBoard } from "../board/example-board";

const FIRST = "24a160aa0001";
const SECOND = "24a160aabbcc";

describe("the desks of a board file", () => {
  const loaded = (changes = {}): Parameters<typeof openRealDesks>[0] => ({
    board: exampleBoard(changes),
    strangers: new Map(),
    hide: (text) => text,
  });
  const fleet = loaded({ topics: { base: "home/room-{mac}" } });
  let broker: EmbeddedBroker;
  let desks: RealDesk[];

  beforeEach(async () => {
    desks = [];
    broker = new EmbeddedBroker();
    await broker.start();
  });
  afterEach(async () => {
    await Promise.all(desks.map((desk) => desk.close()));
    await broker.stop();
  });

  /** What they are called, and their topics. */
  async function opened(board: typeof fleet, options: RealDesksOptions = {}): Promise<[string, string][]> {
    desks = await openRealDesks(board, { broker: `mqtt://127.0.0.1:${broker.port}`, ...options });
    return desks.map(({ board: { name, statusTopic } }) => [name, statusTopic]);
  }

  it("is one, where it stands for one", async () => {
    assert.deepEqual(await opened(loaded()), [["example", "example/status"]]);
    await assert.rejects(opened(loaded(), { mac: FIRST }), /example has no \{mac\} in its topics/);
  });

  it("is one for each node that is online, where it stands for many", async () => {
    for (const mac of [SECOND, FIRST]) {
      await broker.publish(`home/room-${mac}/status`, "online", { retain: true });
    }
    await broker.publish("home/room-24a160aa0002/status", "offline", { retain: true });
    assert.deepEqual(await opened(fleet), [
      [`example ${FIRST}`, `home/room-${FIRST}/status`],
      [`example ${SECOND}`, `home/room-${SECOND}/status`],
    ]);
  });

  it("is that of the address that is given, online or not, and before the broker is there", async () => {
    await broker.stop();
    const told: string[] = [];
    const listener: RealDesksOptions["listener"] = (event) => event.type === "told" && told.push(event.text);
    assert.deepEqual(await opened(fleet, { mac: "24:A1:60:AA:BB:CC", listener }), [
      [`example ${SECOND}`, `home/room-${SECOND}/status`],
    ]);
    assert.match(told.join(), /^no broker can be joined from here/);
    await assert.rejects(opened(fleet), /no broker can be joined from here/);
  });
});
