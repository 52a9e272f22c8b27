import { hardwareOf } from "../../scripts/lib/desk/pins";
import { servePage } from "../../scripts/lib/page/server";
import { boardToShow } from "../scripts/lib/page/board-to-show";
import { DeskToShow } from "../scripts/lib/page/desk-to-show";
import { describeInBrowser } from "./chromium";
import { Visit } from "./visit";

describeInBrowser("the page of a board whose file says what it is sold as", (browser) => {
  it("has pins as they are printed there, with the chip's numbers beside", async () => {
    const desk = new DeskToShow({
      ...boardToShow(),
      chip: "esp32c3",
      hardware: hardwareOf({ hardware: "xiao-esp32c3" }),
      pins: [
        { name: "D1", part: "pump", duty: "output" },
        { name: "D10", part: "lamp", duty: "output" },
      ],
    });
    desk.stands = [{ atMs: 0, type: "pin", pin: "D1", level: true, duty: 1, hz: 0, skipped: 0 }];
    const served = await servePage([desk], { port: 0 });
    const visit = await Visit.open(browser(), served.url);
    const chip = visit.page.getByRole("list", { name: "Pins of the Seeed Studio XIAO ESP32C3" });
    await chip.getByRole("listitem", { name: "D1 (GPIO3), output, pump, high", exact: true }).waitFor();
    await chip.getByRole("listitem", { name: "D10, output, lamp,", exact: true }).waitFor();
    await chip
      .getByText("D1 3", { exact: true })
      .or(chip.getByText("3 D1", { exact: true }))
      .waitFor();
    await served.close();
    await visit.close(/Failed to load resource|ERR_(CONNECTION_REFUSED|INCOMPLETE|EMPTY_RESPONSE)/);
  });
});
