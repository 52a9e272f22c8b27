import type { Channel as ChannelOnChip } from "../../../firmware/app/readings/telemetry";
import type { Channel } from "../sensors/channel";
import { firmware, variable, type Code } from "./code";
import { engine } from "./engine";
import { nameFor } from "./names";
import { guardOf } from "./own-guard";
import type { Program } from "./program";
import type { Step } from "./step";

const readings = firmware<typeof import("../../../firmware/app/program/readings")>("app/program/readings");
const { fail } = engine("thrown");

/** What a program of the board's own has of a value that is measured, by its name: made where the value's way is. */
type Member = readonly [name: string, make: (way: Code<ChannelOnChip>, program: Program) => Code<unknown>];

const MEMBERS: Readonly<Record<Channel["kind"], readonly Member[]>> = {
  sensor: [
    ["onReading", (way, program) => readings.onReading(way, guardOf(program), fail)],
    ["value", (way) => readings.lastReading(way)],
  ],
  binary_sensor: [
    ["onChange", (way, program) => readings.onContact(way, guardOf(program), fail)],
    ["isOn", (way) => readings.contactNow(way)],
  ],
  event: [],
};

function membersFor(program: Program, channel: Channel): readonly Member[] {
  const { own } = program;
  if (own === undefined || channel.isGiven || !own.mayUse("sensors", channel.sensor.id)) return [];
  if (channel.quantity !== undefined && !own.mayUse("sensors", channel.quantity)) return [];
  return MEMBERS[channel.kind].filter(([name]) => own.names(name));
}

/** Has the board's own program hear a value, filters behind it. */
export function ownSteps(program: Program, channel: Channel): Step[] {
  return membersFor(program, channel).map(([name, make]) => (way) => {
    program.whole.define(nameFor(name, channel.id), make(way, program));
  });
}

/** The names of what the program has of a value, with the variables that hold them. */
export function ownMembers(program: Program, channel: Channel): [name: string, code: Code<unknown>][] {
  const names = membersFor(program, channel).map(([name]) => name);
  const presses = pressesOf(program, channel);
  return [
    ...names.map((name): [string, Code<unknown>] => [name, variable(nameFor(name, channel.id))]),
    ...(presses === undefined ? [] : [["onPress", readings.onPress(presses, fail)] as [string, Code<unknown>]]),
  ];
}

/** Who hears presses of a push button in the board's own program; undefined where nobody does. */
export function pressesOf(program: Program, channel: Channel): ReturnType<typeof readings.createPresses> | undefined {
  const { own } = program;
  if (channel.kind !== "event" || own === undefined) return undefined;
  if (!own.mayUse("sensors", channel.sensor.id) || !own.names("onPress")) return undefined;
  const name = nameFor("presses", channel.id);
  return program.once(name, () => program.whole.define(name, readings.createPresses(guardOf(program))));
}

/** What tells them. */
export function hearPress(presses: ReturnType<typeof readings.createPresses>): Code<(press: string) => void> {
  return readings.hearPress(presses);
}
