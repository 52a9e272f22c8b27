import assert from "node:assert/strict";
import type { DeskEvent, DeskHappening } from "../../../../../scripts/lib/desk/protocol";
import { DeskState } from "../../../../../scripts/lib/page/browser/desk-state";
import { boardToShow } from "../board-to-show";

const board = boardToShow();
type Message = Extract<DeskHappening, { type: "message" }>;

function message(atMs: number, about: Message["about"], id: string, payload: string, topic = `home/${id}`): DeskEvent {
  return { atMs, type: "message", topic, payload, retain: false, qos: 0, about, id };
}

describe("what the page knows of a desk", () => {
  let desk: DeskState;
  let drawings: (() => void)[];

  beforeEach(() => {
    drawings = [];
    desk = new DeskState(board, (tell) => drawings.push(tell));
  });

  function draw(): void {
    drawings.splice(0).forEach((tell) => tell());
  }

  it("tells who shows a thing once for each picture, however often it changed, and nobody else", () => {
    let soil = 0;
    let light = 0;
    const end = desk.store.subscribe("value soil", () => soil++);
    desk.store.subscribe("value light", () => light++);
    desk.apply(
      [1, 2, 3].map((atMs) => message(atMs, "reading", "soil", `${atMs}`)),
      0,
    );
    assert.equal(soil, 0);
    assert.equal(drawings.length, 1);
    draw();
    assert.deepEqual([soil, light], [1, 0]);
    end();
    desk.apply([message(4, "reading", "soil", "4")], 0);
    draw();
    assert.equal(soil, 1);
  });

  it("readings become the last one and a series, with a gap where there was none", () => {
    desk.apply([message(1, "reading", "soil", "55.3"), message(2, "reading", "soil", "None")], 0);
    assert.equal(desk.values.get("soil")?.payload, "None");
    assert.deepEqual(desk.values.get("soil")?.series.values, [55.3, null]);
    desk.apply([message(1, "reading", "door", "ON"), message(2, "reading", "door", "OFF")], 0);
    assert.deepEqual(desk.values.get("door")?.series.values, [1, 0]);
  });

  it("a state that is told again has not changed since", () => {
    desk.apply([message(5, "state", "pump", "ON"), message(9, "state", "pump", "ON")], 0);
    assert.deepEqual(desk.actuators.get("pump"), { state: "ON", sinceMs: 5 });
    desk.apply([message(12, "state", "pump", "OFF")], 0);
    assert.equal(desk.actuators.get("pump")?.sinceMs, 12);
  });

  it("a command is asked for until a state follows", () => {
    desk.apply([message(1, "state", "pump", "OFF"), message(2, "command", "pump", "ON")], 0);
    assert.equal(desk.actuators.get("pump")?.asked?.payload, "ON");
    assert.equal(desk.actuators.get("pump")?.state, "OFF");
    desk.apply([message(3, "state", "pump", "ON")], 0);
    assert.equal(desk.actuators.get("pump")?.asked, undefined);
  });

  it("without a broker nobody is online, whatever the broker had retained", () => {
    desk.apply([message(1, "status", "", "online")], 0);
    assert.equal(desk.status, "online");
    desk.apply([{ atMs: 20, type: "fault", fault: "broker-away", isOn: true }], 0);
    assert.deepEqual([desk.status, desk.statusSinceMs], ["offline", 20]);
    desk.apply([message(21, "status", "", "online")], 0);
    assert.equal(desk.status, "offline");
    desk.apply(
      [{ atMs: 30, type: "fault", fault: "broker-away", isOn: false }, message(31, "status", "", "online")],
      0,
    );
    assert.deepEqual([desk.status, desk.statusSinceMs], ["online", 31]);
  });

  it("a report is told in words of what changed", () => {
    desk.apply([message(1, "report", "", '{"event":"online","uptime":3,"connects":1}')], 0);
    desk.apply(
      [message(2, "report", "", '{"event":"command refused","id":"pump","uptime":4,"connects":1,"refused":1}')],
      0,
    );
    assert.deepEqual(desk.report?.words, ["A command to pump was refused: it is none that pump knows."]);
    assert.equal(desk.log.entries.at(-1)?.text, "A command to pump was refused: it is none that pump knows.");
    const { payload = "" } = desk.report ?? {};
    desk.begin({ board, nowMs: 9, before: [], standing: [message(2, "report", "", payload)] });
    assert.deepEqual(desk.report?.words, ["A command to pump was refused: it is none that pump knows."]);
  });

  it("what was told again when the page joins anew is no news", () => {
    const happened = [message(1, "reading", "soil", "1"), message(2, "reading", "soil", "2")];
    desk.begin({ board, nowMs: 10, before: [], standing: [] });
    desk.apply(happened, 0);
    const standing: DeskEvent[] = [message(2, "reading", "soil", "2"), message(1, "state", "pump", "ON")];
    desk.begin({ board, nowMs: 20, before: [...happened, message(15, "reading", "soil", "3")], standing });
    assert.deepEqual(desk.values.get("soil")?.series.values, [1, 2, 3]);
    assert.equal(desk.log.entries.length, 3);
    assert.equal(desk.actuators.get("pump")?.state, "ON");
  });

  it("a desk whose time began anew begins anew here", () => {
    desk.begin({ board, nowMs: 5_000, before: [message(1, "reading", "soil", "1")], standing: [] });
    desk.begin({ board, nowMs: 10, before: [message(5, "reading", "soil", "9")], standing: [] });
    assert.deepEqual(desk.values.get("soil")?.series.values, [9]);
    assert.equal(desk.log.entries.length, 1);
  });

  it("faults are told as the board calls them, and what to know stays until it is put away", () => {
    desk.apply([{ atMs: 1, type: "fault", fault: "wifi-away", isOn: true }], 0);
    assert.equal(desk.log.entries.at(-1)?.text, "Wi-Fi away: begins");
    for (let i = 0; i < 9; i++) desk.tell(`problem ${i}`, true);
    assert.deepEqual(
      desk.notices.map(({ text }) => text),
      ["problem 6", "problem 7", "problem 8"],
    );
    desk.putAway(desk.notices[0]);
    assert.equal(desk.notices.length, 2);
  });
});
