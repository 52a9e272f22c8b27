import type { ActuatorBase } from "../board/config/actuator";
import { actuatorOf } from "../actuators/registry";
import { channelsOf } from "../sensors/channels";
import { sensorOf } from "../sensors/registry";
import type { Board } from "../board/config";
import { alarms } from "./alarms";
import { firmware, member, variable, type Code, type Text } from "./code";
import { engine } from "./engine";
import { publication, subscription } from "./messages";
import { nameFor } from "./names";
import { guardOf } from "./own-guard";
import { OWN } from "./own-import";
import { ownMembers } from "./own-readings";
import { statesOf } from "./own-states";
import type { OwnUse } from "./own-use";
import type { Program } from "./program";
import { timeNow } from "./time";
import { zoneChanges } from "./zone";

const guards = firmware<typeof import("../../../firmware/app/program/guard")>("app/program/guard");
const actuators = firmware<typeof import("../../../firmware/app/program/actuators")>("app/program/actuators");
const timers = firmware<typeof import("../../../firmware/app/program/timers")>("app/program/timers");
const { onMessage } = firmware<typeof import("../../../firmware/app/program/messages")>("app/program/messages");
const { keepNumbers } = firmware<typeof import("../../../firmware/app/program/keep")>("app/program/keep");
const dayTimes = firmware<typeof import("../../../firmware/app/program/day-times")>("app/program/day-times");
const notes = firmware<typeof import("../../../firmware/app/program/notes")>("app/program/notes");
const { fail } = engine("thrown");

/** So many timers a program may always have at once, besides one for each place where it makes one. */
const SPARE_TIMERS = 8;

/** What is made for the program, by its name. */
type Entries = (readonly [name: string, code: Code<unknown>])[];

/** Calls the board's own program, as the last thing at boot, with what it may use of the board: nothing is made for what it does not name. */
export function startOwnProgram(program: Program, board: Board): void {
  const { own, whole } = program;
  if (own === undefined) return;
  whole.run(guards.guardNode(guardOf(program), program.node));
  const given: Entries = [
    ["sensors", record(sensorEntries(program, board))],
    ["actuators", record(actuatorEntries(program, own))],
    ["subscriptions", record(subscriptionEntries(program, own))],
    ["publications", record(publicationEntries(program, own))],
    ...toolEntries(program, own),
  ];
  const asAnything = ({ text }: Code<unknown>): Code<never> => ({ text: [...text, " as never"] });
  const nothing: Code<undefined> = { text: ["undefined"] };
  whole.run(guards.runGuarded(guardOf(program), asAnything(variable(OWN)), asAnything(record(given)), nothing));
}

function sensorEntries(program: Program, board: Board): Entries {
  const channels = channelsOf(board);
  return board.sensors.flatMap((sensor): Entries => {
    const { id } = sensor;
    if (program.own?.mayUse("sensors", id) !== true) return [];
    if (sensorOf(sensor).handle === "ProgramSensor") {
      const given = variable<{ set: unknown }>(nameFor("sensor", id));
      return [[id, record([["set", member(given, "set")]])]];
    }
    const own = channels.filter((channel) => channel.sensor === sensor);
    const values = own.map((channel) => [channel.quantity, record(ownMembers(program, channel))] as const);
    const [first] = values;
    if (first !== undefined && first[0] === undefined) return [[id, first[1]]];
    return [[id, record(values.map(([quantity = "", code]) => [quantity, code]))]];
  });
}

function actuatorEntries(program: Program, own: OwnUse): Entries {
  return program.board.actuators.flatMap((actuator, index): Entries =>
    own.mayUse("actuators", actuator.id) ? [[actuator.id, record(handleOf(program, actuator, index, own))]] : [],
  );
}

function handleOf({ node }: Program, actuator: ActuatorBase, index: number, own: OwnUse): Entries {
  const { hasNumber = false } = actuatorOf(actuator);
  const all: Entries = [
    ["command", actuators.commandOf(node, index)],
    ["state", hasNumber ? actuators.numberOf(node, index) : actuators.stateOf(node, index)],
    ["onState", actuators.onState(statesOf(actuator), fail)],
  ];
  return all.filter(([name]) => own.names(name));
}

function subscriptionEntries(program: Program, own: OwnUse): Entries {
  return program.board.subscriptions.flatMap(({ id }): Entries => {
    if (!own.mayUse("subscriptions", id) || !own.names("onMessage")) return [];
    return [[id, record([["onMessage", onMessage(subscription(program, id), guardOf(program), fail)]])]];
  });
}

function publicationEntries(program: Program, own: OwnUse): Entries {
  return program.board.publications.flatMap(({ id }): Entries => {
    if (!own.mayUse("publications", id) || !own.names("publish")) return [];
    return [[id, record([["publish", member(publication(program, id), "publish")]])]];
  });
}

function toolEntries(program: Program, own: OwnUse): Entries {
  const { node } = program;
  const tools: [name: string, make: () => Code<unknown>][] = [
    ["after", () => timer(program, own, false)],
    ["every", () => timer(program, own, true)],
    ["keep", () => keepNumbers(engine("storage").storage, node, alarms(program), fail)],
    ["note", () => notes.noteOf(node, fail)],
    ["log", () => notes.logOf(engine("chip").chip)],
  ];
  if (program.board.time !== undefined) tools.push(["at", () => dayTime(program, own)]);
  return tools.flatMap(([name, make]): Entries => (own.names(name) ? [[name, make()]] : []));
}

function timer(program: Program, own: OwnUse, isRepeated: boolean): Code<unknown> {
  const most = SPARE_TIMERS + own.calls("after", "every");
  const table = program.once("timers", () =>
    program.whole.define("timers", timers.createTimers(alarms(program), guardOf(program), fail, most)),
  );
  return own.names("cancel") ? timers.timerOf(table, isRepeated) : timers.lastingTimerOf(table, isRepeated);
}

function dayTime(program: Program, own: OwnUse): Code<unknown> {
  const most = SPARE_TIMERS + own.calls("at");
  const changes = zoneChanges(program.board.time?.zone ?? "UTC");
  const made = dayTimes.createDayTimes(engine("clock").clock, timeNow(), changes, guardOf(program), fail, most);
  return dayTimes.atOf(program.whole.define("dayTimes", made));
}

function record(entries: Entries): Code<unknown> {
  return {
    text: [{ brackets: "{}", entries: entries.map(([name, { text }]): Text => [`${keyOf(name)}: `, ...text]) }],
  };
}

function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
