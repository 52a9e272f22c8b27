import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { Command } from "../engines/command";
import { freePorts } from "../simulator/broker/daemon";
import { describeInBrowser } from "./chromium";
import { Visit } from "./visit";

describeInBrowser("the page of npm start", (browser) => {
  let start: Command;
  let visit: Visit;

  before(async () => {
    const [port] = await freePorts("127.0.0.1", 1);
    start = new Command("simulate", ["--board", "greenhouse", "--port", `${port}`], process.env);
    await start.until(/^page /);
    const url = start.lines.flatMap((line) => /^page {5}(http:\S+)$/.exec(line)?.[1] ?? [])[0];
    visit = await Visit.open(browser(), url);
  });
  after(() => start?.end());

  const card = (name: string): Locator => visit.page.getByRole("article", { name, exact: true });
  const status = (words: string): Promise<void> => visit.page.locator(`.status:has-text("${words}")`).waitFor();
  const pin = (words: string): Promise<void> =>
    visit.page.getByRole("listitem", { name: words, exact: true }).waitFor();

  it("comes online, and shows a reading of each value", async () => {
    await status("Online");
    for (const name of ["Soil", "Light", "Door", "Uptime", "Memory", "Signal"]) {
      await card(name).locator(".payload").filter({ hasText: /\S/ }).waitFor();
    }
    assert.match(await visit.page.title(), /^greenhouse, online/);
  });

  it("has time go faster", async () => {
    await visit.page.getByRole("radio", { name: "10 ×" }).check();
  });

  it("has the soil moved, and shows what the board then reads", async () => {
    const soil = visit.page.getByRole("spinbutton", { name: "soil value, as a number" });
    await soil.fill("20");
    await soil.press("Enter");
    await card("Soil").getByText("20.0", { exact: true }).waitFor();
    const slider = visit.page.getByRole("slider", { name: "soil value" });
    await slider.press("Home");
    await card("Soil").getByText("0.0", { exact: true }).waitFor();
  });

  it("has the pump switched, and shows the pin that drives it", async () => {
    await pin("D25, output, pump, high");
    await card("Pump").getByRole("switch").click();
    await card("Pump").getByText("ON", { exact: true }).waitFor();
    await pin("D25, output, pump, low");
    assert.equal(await card("Pump").getByRole("switch").getAttribute("aria-checked"), "true");
  });

  it("has the lamp dimmed", async () => {
    const level = card("Lamp").getByRole("spinbutton");
    await level.fill("40");
    await level.press("Enter");
    await card("Lamp").getByText("40 %", { exact: true }).waitFor();
    await pin("D33, pwm, lamp, 40 %");
  });

  it("loses its broker, and finds it again", async () => {
    const away = visit.page.getByRole("switch", { name: "Broker away" });
    await away.click();
    await status("Offline");
    await away.click();
    await status("Online");
  });

  it("has its power cut, and says so", async () => {
    const cut = visit.page.getByRole("switch", { name: "Power cut" });
    await cut.click();
    await status("Offline");
    await cut.click();
    await status("Online");
  });

  it("tells what happened, and what of it is looked for", async () => {
    const stream = visit.page.getByRole("log");
    await visit.page.getByRole("searchbox").fill("pump/state");
    await stream.getByText("home/greenhouse/pump/state").first().waitFor();
    assert.equal(await stream.getByText("home/greenhouse/soil/state").count(), 0);
    await visit.page.getByRole("searchbox").fill("");
    await stream.getByText("home/greenhouse/soil/state").first().waitFor();
  });

  it("draws the session of a value", async () => {
    await card("Soil").getByRole("button", { name: "Soil" }).click();
    await card("Soil").locator("canvas").first().waitFor();
  });

  it("did all of that without an error", () => visit.close());
});
