import { setTimeout } from "node:timers/promises";
import { connectAsync } from "mqtt";
import { UserError } from "../user-error";
import { block } from "./quote";
import { runCommand, startCommand } from "./run-command";

/** So that no broker of this computer's is in the way; it is told as the usual port. */
const PORT = 21_883;
const URL = `mqtt://127.0.0.1:${PORT}`;
const LONGEST_WAIT_MS = 60_000;
/** How the first report is told. */
const REPORT = "It is online.";
/** The page's address, where its port and what stands behind it are of one run. */
const PAGE = /(http:\/\/127\.0\.0\.1:)\d+\/#\S+/;

/** What `npm start` shows while a client switches the pump on, and then sends nonsense. */
export async function greenhouseStory(root: string): Promise<string> {
  const { text } = await greenhouse(root, async (shown) => {
    const client = await connectAsync(URL);
    // Each thing after what it follows, so that a busy computer tells the same.
    await shown(REPORT);
    await client.publishAsync("home/greenhouse/pump/set", "ON");
    await shown("pump/state ON");
    await client.publishAsync("home/greenhouse/pump/set", "PERHAPS");
    await client.endAsync();
  });
  return block(text);
}

/** What `npm run clean-mqtt` would remove of that board, and of another one's that was taken out of its file. */
export async function cleaning(root: string): Promise<string> {
  const { result } = await greenhouse(root, async (shown) => {
    const client = await connectAsync(URL);
    // The last that it retains.
    await shown(REPORT);
    await client.publishAsync("home/greenhouse/valve/state", "OFF", { retain: true });
    await client.publishAsync("homeassistant/device/mote_greenhouse/config", "{}", { retain: true });
    await client.endAsync();
    return runCommand(root, "clean-mqtt", ["--board", "greenhouse", "--broker", URL, "--dry-run"]);
  });
  return block(result);
}

/**
 * Runs the greenhouse for nine seconds, and does something as soon as it is online.
 * @param act Is given what waits until something is shown
 */
async function greenhouse<T>(
  root: string,
  act: (shown: (what: string) => Promise<void>) => Promise<T>,
): Promise<{ text: string; result: T }> {
  const running = startCommand(root, "simulate", ["--for", "9", "--port", String(PORT)]);
  const shown = async (what: string): Promise<void> => {
    const deadline = performance.now() + LONGEST_WAIT_MS;
    while (!running.text().includes(what)) {
      if (performance.now() > deadline || running.child.exitCode !== null) {
        running.child.kill();
        throw new UserError(`the greenhouse did not show ${what}:`, ...running.text().split("\n"));
      }
      await setTimeout(20);
    }
  };
  await shown("status online");
  const result = await act(shown);
  const text = await running.ended;
  return { text: text.replaceAll(String(PORT), "1883").replace(PAGE, "$18080/#…"), result };
}
