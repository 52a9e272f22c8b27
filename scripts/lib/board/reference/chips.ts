import { chipOf, type Chip } from "../../platforms/chips";
import type { DeepSleep } from "../../platforms/chips/chip";
import { platformName, PLATFORMS } from "../../platforms/needs";
import { pinNumber } from "../../platforms/pin-number";
import { hardwareSections } from "./hardware";
import { table } from "./table";

/** What the pins of each chip can do under each engine, and how many of a thing there are. */
export function chipSections(): string[] {
  const sections = PLATFORMS.flatMap((platform) => {
    const chip = chipOf(platform);
    return chip === undefined ? [] : [`### Pins: ${platformName(platform)}`, pinTable(chip), limits(chip)];
  });
  return [
    "## Pins",
    "What each pin is good for. A board file that asks a pin for something else is refused with the reason; where a pin has a duty at " +
      "reset, the build warns.",
    ...sections,
    ...hardwareSections(),
  ];
}

function pinTable(chip: Chip): string {
  const rows: { names: string[]; cells: string[] }[] = [];
  for (const name of chip.pins) {
    const cells = pinCells(chip, pinNumber(name));
    const last = rows[rows.length - 1];
    if (last !== undefined && last.cells.join() === cells.join()) last.names.push(name);
    else rows.push({ names: [name], cells });
  }
  return table([
    ["pin", "voltage", "contact", "pull", "drive", "square wave", "bus", "what to know"],
    ...rows.map(({ names, cells }) => [names.join(" "), ...cells]),
  ]);
}

function pinCells(chip: Chip, pin: number): string[] {
  const reserved = chip.reserved.get(pin);
  if (reserved !== undefined) return ["", "", "", "", "", "", reserved];
  const isWatched = !chip.unwatched.has(pin);
  const isDriven = !chip.undriven.has(pin);
  const pull = chip.noPullDown === undefined ? "up, down" : "up";
  return [
    mark(chip.analog.has(pin)),
    mark(isWatched),
    isWatched && !chip.withoutPull.has(pin) ? pull : "",
    mark(isDriven),
    mark(isDriven && !chip.withoutSquareWave.has(pin)),
    mark(!chip.withoutBus.has(pin)),
    [chip.delicate, chip.unwatched, chip.withoutSquareWave, chip.undriven]
      .flatMap((reasons) => reasons.get(pin) ?? [])
      // Which other pin to take, the table shows.
      .map((reason) => reason.replace(/; take .*$/, ""))
      .join("; "),
  ];
}

function mark(can: boolean): string {
  return can ? "✓" : "";
}

function limits({ squareWaves, i2c, strips, stripPin, pulseCounters, sleep, notes = [] }: Chip): string {
  const waves =
    squareWaves.kind === "own or shared"
      ? `${squareWaves.own} with a frequency of their own, and ${squareWaves.shared} that share ${squareWaves.sharedHz} Hz`
      : `${squareWaves.most}, of ${squareWaves.frequencies === 1 ? "one frequency" : `at most ${squareWaves.frequencies} frequencies`}` +
        (squareWaves.highestHz === undefined ? "" : ` up to ${squareWaves.highestHz} Hz`);
  return [
    `- Square waves (\`pwm\`, \`light\`, \`servo\`): ${waves}.`,
    `- I²C buses: ${i2c.most}${i2c.highestHz === Infinity ? "" : `, of at most ${i2c.highestHz.toLocaleString("en")} Hz`}.`,
    `- Strips of LEDs (\`rgb\`): ${strips === Infinity ? "one on each pin that drives" : strips}${stripPin === undefined ? "" : `, on ${stripPin.name}`}.`,
    ...(pulseCounters === Infinity ? [] : [`- Pulse counters without \`debounceMs\`: ${pulseCounters}.`]),
    `- Woken from \`sleep\`: by time${wakers(sleep)}.`,
    ...notes.map((note) => `- ${note}`),
  ].join("\n");
}

/** What wakes a chip besides time. */
function wakers({ wakePins, wakePinsText, wakesBoth, wire }: DeepSleep): string {
  if (wire !== undefined) return `, with ${wire.pin} wired to RST`;
  return wakePins.size === 0 ? "" : `, ${wakesBoth ? "and" : "or"} by a contact on one of ${wakePinsText}`;
}
