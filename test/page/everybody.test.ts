import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { servePage } from "../../scripts/lib/page/server";
import type { DeskBoard } from "../../scripts/lib/desk/protocol";
import { boardToShow } from "../scripts/lib/page/board-to-show";
import { DeskToShow } from "../scripts/lib/page/desk-to-show";
import { controlsOf, faintTexts } from "./accessible";
import { describeInBrowser } from "./chromium";
import { until } from "./until";
import { Visit } from "./visit";

/** A board of which everything is known, with names that are long, and texts that cannot be broken. */
function wordy(): DeskBoard {
  const board = boardToShow("a-greenhouse-with-a-long-name", 3);
  const long = "a name that somebody gave without thinking of telephones";
  return {
    ...board,
    values: board.values.map((value, i) => ({ ...value, name: i === 1 ? long : value.name })),
    actuators: board.actuators.map((each, i) => ({ ...each, name: i === 0 ? long : each.name })),
  };
}

function isFocused(element: Locator): Promise<boolean> {
  return element.evaluate(
    (it) => it === (globalThis as { document?: { activeElement: unknown } }).document?.activeElement,
  );
}

describeInBrowser("the page, for everybody", (browser) => {
  let desks: DeskToShow[];
  let served: Awaited<ReturnType<typeof servePage>>;
  let visit: Visit;

  async function open(boards: DeskBoard[], options: Parameters<typeof Visit.open>[2] = {}): Promise<void> {
    desks = boards.map((board) => new DeskToShow(board));
    for (const desk of desks) {
      desk.nowMs = 65_000;
      desk.stands = [
        ...desk.board.inputs.map(({ id, kind }) => ({
          atMs: 1_000,
          type: "input" as const,
          id,
          value: kind === "number" ? 1 : true,
          mode: "held" as const,
        })),
        ...desk.board.pins.map(({ name }) => ({
          atMs: 1_000,
          type: "pin" as const,
          pin: name,
          level: true,
          duty: 0,
          hz: 0,
          skipped: 0,
        })),
        { atMs: 1_000, type: "memory", used: 700, total: 4_500, unit: "variables" },
      ];
    }
    served = await servePage(desks, { port: 0 });
    visit = await Visit.open(browser(), served.url, options);
    await until(() => desks[0].listeners > 0);
    for (const desk of desks) happenAll(desk);
    await visit.page.getByRole("article", { name: "soil", exact: true }).getByText("41.5").first().waitFor();
  }

  /** Something of everything. */
  function happenAll(desk: DeskToShow): void {
    const { board } = desk;
    const message = { type: "message", retain: false, qos: 0 } as const;
    desk.happen({ ...message, topic: board.statusTopic, payload: "online", about: "status", id: "" });
    for (const { id } of board.values) desk.read(id, "41.5");
    for (const { id, stateTopic } of board.actuators) {
      desk.happen({ ...message, topic: stateTopic, payload: "ON", about: "state", id });
    }
    desk.happen({
      ...message,
      topic: board.diagnosticsTopic,
      payload: '{"event":"online","uptime":3,"connects":1}',
      about: "report",
      id: "",
    });
    desk.happen({
      ...message,
      topic: `${board.name}/${"x".repeat(300)}`,
      payload: "y".repeat(500),
      about: "other",
      id: "",
    });
    desk.happen({ type: "console", line: "mote greenhouse" });
    desk.happen({ type: "told", text: "this computer does not keep up", isProblem: true });
    desk.happen({ type: "fault", fault: "wifi-away", isOn: true });
  }

  afterEach(async () => {
    await served.close();
    await visit.close(/Failed to load resource|ERR_(CONNECTION_REFUSED|INCOMPLETE|EMPTY_RESPONSE)/);
  });

  it("is moved by the keyboard alone: tab to a switch, and space switches it", async () => {
    await open([boardToShow()]);
    const pump = visit.page.getByRole("article", { name: "pump" }).getByRole("switch");
    for (let pressed = 0; pressed < 200; pressed++) {
      await visit.page.keyboard.press("Tab");
      if (await isFocused(pump)) break;
    }
    assert.ok(await isFocused(pump), "it can be reached");
    assert.equal(await visit.page.locator(":focus-visible").getAttribute("aria-label"), "pump");
    await visit.page.keyboard.press("Space");
    await until(() => desks[0].done.length > 0);
    assert.deepEqual(desks[0].done, [{ do: "command", actuator: "pump", payload: "OFF" }]);
  });

  it("comes to every control by the keyboard, and from each to the next", async () => {
    await open([boardToShow()]);
    await visit.page.evaluate("document.activeElement.blur()");
    const reached = new Set<string>();
    const name =
      "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText ?? '') + '|' + document.activeElement.tagName";
    for (let pressed = 0; pressed < 300; pressed++) {
      await visit.page.keyboard.press("Tab");
      const at = await visit.page.evaluate<string>(name);
      if (at.endsWith("|BODY")) break;
      reached.add(at.split("|")[0].trim());
    }
    for (const each of ["pump", "lamp", "strip", "vent", "target", "Wi-Fi away", "Pause", "Next event"]) {
      assert.ok(
        [...reached].some((label) => label.includes(each)),
        `${each} among ${[...reached].join("; ")}`,
      );
    }
  });

  it("tells a screen reader the name of each control", async () => {
    await open([wordy()]);
    await visit.page.getByRole("article", { name: "soil", exact: true }).getByRole("button").click();
    for (const more of await visit.page.getByRole("button", { name: /play|publish/i }).all()) await more.click();
    for (const more of await visit.page.locator("summary").all()) await more.click();
    const controls = await controlsOf(visit.page);
    assert.ok(controls.length > 60, `${controls.length}`);
    assert.deepEqual(
      controls.filter(({ name }) => name === ""),
      [],
    );
  });

  it("tells a screen reader what comes and goes by itself, and what goes wrong at once", async () => {
    await open([boardToShow()]);
    assert.equal(await visit.page.getByRole("log").count(), 1);
    const told = visit.page.getByRole("alert").getByText("too fast for this computer");
    desks[0].happen({ type: "told", text: "too fast for this computer", isProblem: true });
    await told.waitFor();
    await visit.page.getByRole("status").getByText("Online").waitFor();
  });

  for (const width of [320, 390, 768]) {
    it(`needs no scrolling to the side where the screen is ${width} wide, whatever has happened`, async () => {
      await open([wordy(), boardToShow("second")], { viewport: { width, height: 800 } });
      const page = visit.page;
      await page.getByRole("article", { name: "soil", exact: true }).getByRole("button").click();
      for (const each of ["a-greenhouse-with-a-long-name", "second", "Side by side"]) {
        await page.getByRole("navigation").getByRole("button", { name: each }).click();
        const [scrolled, shown] = await page.evaluate<[number, number]>(
          "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
        );
        assert.ok(scrolled <= shown, `${each}: ${scrolled} > ${shown}`);
      }
    });
  }

  for (const colorScheme of ["light", "dark"] as const) {
    it(`can be read in the ${colorScheme}`, async () => {
      await open([boardToShow()], { colorScheme });
      const [r, g, b] = await visit.page.evaluate<number[]>(
        "getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number)",
      );
      assert.equal((r + g + b) / 3 < 128, colorScheme === "dark", `${r} ${g} ${b}`);
      assert.deepEqual(await faintTexts(visit.page), []);
    });
  }
});
