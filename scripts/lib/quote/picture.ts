import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { chromiumPath, launchChromium } from "../page/chromium";
import { UserError } from "../user-error";
import { startCommand } from "./run-command";

/** So that no broker of this computer's is in the way. */
const PORT = 21_884;
const LONGEST_WAIT_MS = 90_000;
const PATH = ".github/desk.png";

export function chromiumMissing(): string | undefined {
  return chromiumPath() === undefined ? "no Chromium is installed here (apt-get install chromium)" : undefined;
}

/** Has the greenhouse on the desk of `npm start` drawn, some minutes after it was switched on, with its pump on and its lamp dimmed. */
export async function deskPicture(root: string): Promise<string> {
  const running = startCommand(root, "simulate", ["--board", "greenhouse", "--port", String(PORT), "--for", "300"]);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 960 }, colorScheme: "light" });
    page.setDefaultTimeout(LONGEST_WAIT_MS);
    await page.goto(await addressIn(() => running.text()));
    await page.locator('.status:has-text("Online")').first().waitFor();
    await page.getByRole("radio", { name: "60 ×" }).check();
    await page
      .getByText(/^3:\d\d$/)
      .first()
      .waitFor();
    await page.getByRole("radio", { name: "Real time" }).check();
    await page.getByRole("article", { name: "Pump", exact: true }).getByRole("switch").click();
    const level = page.getByRole("article", { name: "Lamp", exact: true }).getByRole("spinbutton");
    await level.fill("40");
    await level.press("Enter");
    await page.getByRole("listitem", { name: "D33, pwm, lamp, 40 %", exact: true }).waitFor();
    await page.getByRole("button", { name: "Light", exact: true }).click();
    // Nothing is to look as if it was being typed in, or told just now.
    await page.evaluate("document.activeElement.blur()");
    for (const notice of await page.getByRole("button", { name: "Put this away" }).all()) await notice.click();
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(root, PATH), animations: "disabled" });
  } finally {
    await browser.close();
    running.child.kill("SIGINT");
    await running.ended.catch(() => undefined);
  }
  return `![A greenhouse on the desk: its readings, its pump and lamp, the chip with what is soldered to it, and what can be moved and broken](${PATH})`;
}

async function addressIn(said: () => string): Promise<string> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  while (performance.now() < deadline) {
    const url = /^page {5}(http:\S+)$/m.exec(said())?.[1];
    if (url !== undefined) return url;
    await setTimeout(20);
  }
  throw new UserError("the greenhouse did not serve its page:", ...said().split("\n"));
}
