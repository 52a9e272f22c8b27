import { CHIP_NAMES } from "../platforms/chip-names";
import { CURRENTS } from "../platforms/chips/currents";
import type { Platform } from "../platforms/engine-files";
import { HARDWARE, type HardwareName } from "../platforms/hardware";
import { daysOf, lengthOf, meanMilliamps, milliampHoursOf, milliampsOf, type Cycle, type Phase } from "./charge";
import { ERASES, wakesAnErase, type FlashUse } from "./wear";

/** What the reckoning goes by. */
export interface Sleeper extends Cycle {
  chip: Platform["chip"];
  hardware?: HardwareName;
  batteryMilliampHours?: number;
  flash: FlashUse;
}

const SECONDS_A_DAY = 86_400;
const DAYS_A_YEAR = 365;
/** For what nobody can reckon: how often a door opens. */
const WAKES_A_DAY = [10, 100, 1_000];

/** What `npm run build` says of a board that sleeps: how long it is awake, what that takes, how long battery and flash memory last. */
export function describeSleep(sleeper: Sleeper): string[] {
  return [...tableOfWakes(sleeper), ...battery(sleeper), ...flash(sleeper), ...reservations(sleeper)].map((line) =>
    `  ${line}`.trimEnd(),
  );
}

/** What is asleep draws, in µA: the whole board where its maker says it. */
function asleepMicroamps({ chip, hardware }: Sleeper): number {
  return (hardware && HARDWARE[hardware].asleepMicroamps) ?? CURRENTS[chip].deepSleepMicroamps;
}

function tableOfWakes({ chip, connecting, quiet, connectEvery }: Sleeper): string[] {
  const columns = [connecting, ...(quiet === undefined || connectEvery === 1 ? [] : [quiet])];
  const row = (name: string, cells: readonly string[], note = ""): string =>
    `${name.padEnd(18)}${cells.map((each) => each.padStart(12)).join("")}${note}`.trimEnd();
  const names = [...new Set(columns.flatMap((wake) => wake.map(({ name }) => name)))];
  const phase = (name: string): string => {
    const cells = columns.map((wake) => wake.find((each) => each.name === name));
    const radio = cells.find((each): each is Phase => each !== undefined)?.radio ?? false;
    const milliamps = milliampsOf({ radio }, CURRENTS[chip]);
    return row(
      name,
      cells.map((each) => (each === undefined ? "" : seconds(each.ms))),
      `  at ${figure(milliamps)} mA`,
    );
  };
  return [
    row("a wake", ["connecting", "measuring"].slice(0, columns.length)),
    ...names.map(phase),
    row(
      "awake",
      columns.map((wake) => seconds(lengthOf(wake))),
    ),
    row(
      "charge",
      columns.map((wake) => `${figure(1000 * milliampHoursOf(wake, CURRENTS[chip]))} µAh`),
    ),
  ];
}

function battery(sleeper: Sleeper): string[] {
  const { chip, everySeconds, batteryMilliampHours } = sleeper;
  const asleep = asleepMicroamps(sleeper);
  const last = (milliamps: number): string =>
    batteryMilliampHours === undefined
      ? ""
      : `: ${batteryMilliampHours} mAh last some ${duration(daysOf(batteryMilliampHours, milliamps))}`;
  const sleeping = `asleep ${figure(asleep)} µA`;
  if (everySeconds !== undefined) {
    const mean = meanMilliamps(sleeper, everySeconds, CURRENTS[chip], asleep);
    return [`${sleeping}, on average ${figure(1000 * mean)} µA${last(mean)}`];
  }
  return [
    `${sleeping}${last(asleep / 1000)} if nothing wakes it`,
    ...WAKES_A_DAY.map((wakes) => {
      const mean = meanMilliamps(sleeper, SECONDS_A_DAY / wakes, CURRENTS[chip], asleep);
      return `woken ${wakes} times a day ${figure(1000 * mean)} µA${last(mean)}`;
    }),
  ];
}

function flash({ flash: use, everySeconds }: Sleeper): string[] {
  const wakes = wakesAnErase(use);
  if (wakes === Infinity) return ["flash memory is not written to"];
  const every = everySeconds === undefined ? `${wakes} wakes` : duration((wakes * everySeconds) / SECONDS_A_DAY);
  return [
    `flash memory: ${Math.ceil(use.bytesAWake)} bytes a wake; each page is erased once in ${every}, and can be some ${ERASES} times`,
  ];
}

function reservations({ chip, hardware }: Sleeper): string[] {
  const title = hardware && HARDWARE[hardware].asleepMicroamps !== undefined ? HARDWARE[hardware].title : undefined;
  return [
    "A reckoning, not a measurement, where all goes well, and by:",
    `  the currents of the chip's data sheet; ${seconds(START_MS)} until the program starts; the times of the simulated board`,
    ...(title === undefined
      ? [
          `  the ${CHIP_NAMES[chip]} alone while it sleeps: regulator, USB bridge and LEDs of a board may take a hundred times as much`,
        ]
      : [`  what the maker of the ${title} says that it takes asleep`]),
    "  nothing for sensors, and a battery that gives all that is printed on it",
  ];
}

/**
 * From the wake to the first line of the program, nominally; the simulated board begins there. The boot loader reads and checks the whole
 * image, more than a megabyte, also after deep sleep (Espruino's sdkconfig leaves that on), then the interpreter starts.
 */
export const START_MS = 1_000;

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** To two digits that count. */
function figure(value: number): string {
  return String(Number(value < 100 ? value.toPrecision(2) : value.toFixed(0)));
}

function duration(days: number): string {
  if (days >= 1_000 * DAYS_A_YEAR) return "more than 1000 years";
  if (days >= 2 * DAYS_A_YEAR) return `${figure(days / DAYS_A_YEAR)} years`;
  return days >= 2 ? `${figure(days)} days` : `${figure(days * 24)} hours`;
}
