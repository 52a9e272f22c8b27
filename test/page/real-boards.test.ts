import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { joinBroker } from "../../scripts/lib/broker/join";
import { RealDesk } from "../../scripts/lib/desk/real-desk";
import { servePage } from "../../scripts/lib/page/server";
import { exampleBoard } from "../scripts/lib/board/example-board";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { describeInBrowser } from "./chromium";
import { Visit } from "./visit";

describeInBrowser("real boards on the page", (browser) => {
  const boards = [exampleBoard({ name: "shed" }), exampleBoard({ name: "barn" })];
  let broker: EmbeddedBroker;
  let desks: RealDesk[];
  let served: Awaited<ReturnType<typeof servePage>>;
  let visit: Visit;

  beforeEach(async () => {
    broker = new EmbeddedBroker();
    await broker.start();
    for (const { topics } of boards) await broker.publish(topics.status, "online", { retain: true });
    await broker.publish("shed/pump/state", "OFF", { retain: true });
    // The board that obeys.
    broker.onMessage(({ topic, payload }) => {
      if (topic === "shed/pump/set" && payload === "ON") void broker.publish("shed/pump/state", "ON", { retain: true });
      if (topic === "shed/lamp/set") void broker.publish("shed/diagnostics", '{"event":"command refused","id":"lamp"}');
    });
    const join = (): ReturnType<typeof joinBroker> => joinBroker(boards[0], `mqtt://127.0.0.1:${broker.port}`);
    desks = await Promise.all(
      boards.map((board) => RealDesk.open(board, { join, backOff: { firstMs: 10, mostMs: 100 } })),
    );
    served = await servePage(desks, { port: 0 });
    visit = await Visit.open(browser(), served.url);
  });
  afterEach(async () => {
    await served.close();
    await Promise.all(desks.map((desk) => desk.close()));
    await broker.stop();
  });

  const board = (name: string): Locator => visit.page.getByRole("article", { name: `Board ${name}`, exact: true });
  const card = (of: string, name: string): Locator => board(of).getByRole("article", { name, exact: true });

  it("stand side by side, with their readings and states, and nothing of a simulated world", async () => {
    await visit.page.getByRole("button", { name: "Side by side" }).click();
    for (const name of ["shed", "barn"]) await board(name).locator('.status:has-text("Online")').first().waitFor();
    await broker.publish("shed/soil/state", "41.5");
    await broker.publish("barn/soil/state", "12.0");
    await card("shed", "Soil").getByText("41.5", { exact: true }).waitFor();
    await card("barn", "Soil").getByText("12.0", { exact: true }).waitFor();
    for (const name of ["The world", "On the table", "Faults", "Time"]) {
      assert.equal(await visit.page.getByRole("heading", { name, exact: true }).count(), 0, name);
    }
    assert.equal(await visit.page.getByRole("radio").count(), 0);
    await visit.close();
  });

  it("are commanded, and what they refuse is told", async () => {
    const pump = card("shed", "Pump");
    await pump.getByRole("switch").click();
    await pump.getByText("ON", { exact: true }).waitFor();
    const lamp = card("shed", "Lamp").getByRole("spinbutton");
    await lamp.fill("40");
    await lamp.press("Enter");
    await visit.page.getByRole("alert").getByText("lamp: command refused").waitFor();
    await visit.close(/status of 422/);
  });

  it("lose their broker, which is told, and found again", async () => {
    await board("shed").locator('.status:has-text("Online")').first().waitFor();
    await broker.stop();
    await board("shed").locator('.status:has-text("Broker not heard")').first().waitFor();
    await broker.start();
    await broker.publish("shed/status", "online", { retain: true });
    await board("shed").locator('.status:has-text("Online")').first().waitFor();
    await visit.close();
  });
});
