import assert from "node:assert/strict";
import { Play, type Outcome } from "../../../../../scripts/lib/desk/script/play";
import { parseScript } from "../../../../../scripts/lib/desk/script/parse-script";
import { FakeDesk, message, pin } from "./fake-desk";

/** Plays a script, and gives what was told of it. */
async function play(desk: FakeDesk, ...lines: string[]): Promise<{ isGood: boolean; outcomes: Outcome[] }> {
  const steps = parseScript(lines.join("\n"), "x.desk", desk.board, () => "");
  const outcomes: Outcome[] = [];
  const isGood = await new Play(desk, (outcome) => outcomes.push(outcome)).run(steps);
  assert.equal(desk.listeners, 0, "it listens no more");
  return { isGood, outcomes };
}

/** What the script's only failed step says. */
async function problem(desk: FakeDesk, ...lines: string[]): Promise<{ line: number; problem: string[]; atMs: number }> {
  const { isGood, outcomes } = await play(desk, ...lines);
  const failed = outcomes.filter((outcome) => outcome.problem !== undefined);
  assert.equal(isGood, false);
  assert.equal(failed.length, 1, JSON.stringify(failed));
  return { line: failed[0].step.line, problem: failed[0].problem ?? [], atMs: failed[0].atMs };
}

async function passes(desk: FakeDesk, ...lines: string[]): Promise<void> {
  const { isGood, outcomes } = await play(desk, ...lines);
  assert.deepEqual(
    outcomes.filter((outcome) => outcome.problem !== undefined),
    [],
  );
  assert.equal(isGood, true);
}

describe("a script that is played", () => {
  let desk: FakeDesk;
  beforeEach(() => (desk = new FakeDesk()));

  /** Has the pump obey a second later. */
  const obey = (): void => {
    desk.react = (action) =>
      action.do === "command" ? [message("pump/state", action.payload), pin("D25", action.payload === "ON")] : [];
  };

  it("does things at their times", async () => {
    desk.after(70_000, message("status", "online"));
    await passes(
      desk,
      "# a day",
      "name: the water",
      "water 18",
      "wait 1.5s",
      "water 19   # warmer",
      "at 10s water 20",
      "after 1 min water 21",
      "",
      "expect status online",
    );
    assert.deepEqual(
      desk.performed.map(({ atMs, action }) => [atMs, action.do === "set" ? action.value : action]),
      [
        [0, 18],
        [1_500, 19],
        [10_000, 20],
        [70_000, 21],
      ],
    );
  });

  it("waits no longer for what is expected than until it comes", async () => {
    obey();
    await passes(desk, "pump ON", "expect pump/state ON within 10s", "water 1");
    assert.equal(desk.performed.at(-1)?.atMs, 1_000);
  });

  it("takes how things stand for what is expected, by id, topic below the base, or whole topic", async () => {
    desk.stands(message("pump/state", "OFF", true), message("water/state", "20.0"), pin("D25", false));
    await passes(
      desk,
      "expect pump OFF",
      "expect pump/state = OFF",
      "expect home/tank/pump/state OFF",
      "expect water 20",
      "expect water ~ 20.4 ±0.4",
      "expect water >= 20",
      "expect water < 20.5",
      "expect pin D25 low",
    );
    assert.equal(desk.nowMs, 0);
  });

  it("fails with the place, what was expected and what came, and still looks at the rest", async () => {
    obey();
    const { isGood, outcomes } = await play(
      desk,
      "pump ON",
      "expect pump/state OFF within 10s",
      "expect pin D25 low within 1s",
      "expect pump/state ON",
    );
    assert.equal(isGood, false);
    assert.deepEqual(
      outcomes.map(({ step, atMs, problem }) => [step.line, atMs, problem]),
      [
        [1, 0, undefined],
        [2, 10_000, ["expected  home/tank/pump/state to be OFF within 10 s", "came      ON at 1.0 s"]],
        [3, 11_000, ["expected  pin D25 to be low within 1 s", "came      high at 1.0 s"]],
        [4, 11_000, undefined],
      ],
    );
  });

  it("says what stood before where nothing came, and how to wait", async () => {
    desk.stands(message("pump/state", "OFF", true));
    const failed = await problem(desk, "pump ON", "expect pump/state ON");
    assert.deepEqual(failed.problem, [
      "expected  home/tank/pump/state to be ON now",
      "came      OFF at 0.0 s",
      '          (what takes its time is expected "within 10s")',
    ]);
  });

  it("takes nothing that stood before for what comes of what was done", async () => {
    desk.stands(message("status", "online", true));
    const failed = await problem(desk, "wifi on", "expect status online within 5min");
    assert.deepEqual(failed.problem, [
      "expected  home/tank/status to be online within 5 min",
      "came      online at 0.0 s",
      '          (it was so before, and nothing came since; how it stands is expected without "within")',
    ]);
    obey();
    await passes(
      desk,
      "pump ON",
      "expect pin D25 high within 2s",
      "expect pump ON within 2s",
      "wait 5s",
      "expect pump ON within 2s",
    );
  });

  it("says what topic was meant, where nothing ever came on one", async () => {
    const failed = await problem(desk, "expect pump/stat ON within 1s");
    assert.deepEqual(failed.problem.at(-1), 'came      nothing (did you mean "home/tank/pump/state"?)');
    assert.equal(failed.atMs, 1_000);
  });

  it("tells no more of what came than its end", async () => {
    for (let i = 1; i <= 9; i++) desk.after(i * 100, message("water/state", String(i)));
    const { problem: told } = await problem(desk, "expect water 20 within 1s");
    assert.deepEqual(told.slice(1), [
      "came      6 at 0.6 s",
      "          7 at 0.7 s",
      "          8 at 0.8 s",
      "          9 at 0.9 s",
    ]);
  });

  it("looks at events since something was done, and takes each of them once", async () => {
    desk.stands(message("button/state", "press"));
    assert.equal((await problem(desk, "expect button press within 1s")).line, 1);
    desk.react = () => [message("button/state", "press"), { ...message("button/state", "press"), afterMs: 3_000 }];
    await passes(desk, "water 1", "expect button press within 2s", "expect button press within 2s");
    const third = await problem(
      desk,
      "expect button press within 2s",
      "water 1",
      "wait 5s",
      "expect button press",
      "expect button press",
    );
    assert.equal(third.line, 1, "what came before the script is none of its events");
  });

  it("takes a report for an event, and looks into it", async () => {
    desk.stands(message("diagnostics", '{"event":"command refused"}', true));
    assert.equal((await problem(desk, 'expect diagnostics contains "command refused" within 1s')).line, 1);
    desk.react = () => [message("diagnostics", '{"event":"command refused"}', true)];
    await passes(desk, "publish pump/set PERHAPS", 'expect diagnostics contains "command refused" within 2s');
  });

  it("expects a message, whatever it says", async () => {
    desk.stands(message("pump/state", "OFF"));
    assert.equal(
      (await problem(desk, "expect pump/state within 1s")).problem[0],
      "expected  home/tank/pump/state to come within 1 s",
    );
    desk.after(500, message("pump/state", "OFF"));
    await passes(desk, "expect pump/state within 1s");
  });

  it("expects lines of the console", async () => {
    desk.react = () => [{ type: "console", line: "joining Wi-Fi" }];
    await passes(desk, "wifi off", 'expect console "joining" within 2s');
    const failed = await problem(desk, "wifi off", 'expect console "online" within 2s');
    assert.deepEqual(failed.problem, [
      'expected  the console to print "online" within 2 s',
      "came      joining Wi-Fi at 2.0 s",
    ]);
  });

  it("expects that something does not come, for so long", async () => {
    obey();
    await passes(
      desk,
      "expect no pump/state within 5s",
      "pump ON",
      "expect pump ON within 5s",
      "expect no pump within 60s",
    );
    assert.equal(desk.nowMs, 66_000);
    const failed = await problem(desk, "pump OFF", "expect no pump/state OFF within 60s");
    assert.deepEqual(failed.problem, [
      "expected  home/tank/pump/state not to be OFF within 60 s",
      "came      OFF at 67.0 s",
    ]);
    assert.equal(failed.atMs, 67_000);
    const again = await problem(desk, "pump ON", "expect pin D25 high within 5s", "expect no pin D25 high within 1s");
    assert.deepEqual([again.line, again.problem[1]], [3, "came      high at 68.0 s"]);
  });

  it("knows PWM by how much of the time it is on", async () => {
    desk.stands(pin("D33", true, 0.404, 1000));
    await passes(desk, "expect pin D33 40 %", "expect pin D33 > 30 %", "expect pin D33 ~ 41 ±1", "expect pin D33 40");
    const failed = await problem(desk, "expect pin D33 high");
    assert.equal(failed.problem[1], "came      40 % at 1000 Hz at 0.0 s");
  });

  it("ends at what cannot be done", async () => {
    const { isGood, outcomes } = await play(desk, "water 999", "water 1", "expect status online");
    assert.equal(isGood, false);
    assert.deepEqual(
      outcomes.map(({ problem: told }) => told),
      [["999 is beyond its range"]],
    );
    const late = await problem(desk, "wait 20s", "at 10s water 3", "expect status online");
    assert.deepEqual([late.line, late.problem], [2, ["it is 20.0 s already; what comes before took longer"]]);
  });

  it("goes to the next thing that happens by itself", async () => {
    desk.after(3_600_000, message("status", "offline"));
    await passes(desk, "time next", "expect status offline");
    assert.equal(desk.nowMs, 3_600_000);
  });

  it("goes beside the wall clock where it is told to", async () => {
    obey();
    const startMs = performance.now();
    await passes(desk, "time 10x", "pump ON", "expect pump ON within 10s", "wait 1s");
    const tookMs = performance.now() - startMs;
    assert.ok(tookMs > 190 && tookMs < 1_500, `${tookMs} ms`);
    assert.equal(Math.round(desk.nowMs / 100), 20);
  });
});
