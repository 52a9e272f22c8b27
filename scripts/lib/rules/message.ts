import type { ActuatorBase } from "../board/config/actuator";
import type { HearingRuleBase } from "../board/config/rule";
import { hasWildcard } from "../board/facts";
import type { BoardSource, Path } from "../board/source";
import { utf8 } from "../bytes";
import { alarms } from "../program/alarms";
import { firmware, lambda, value, verbatim, type Code } from "../program/code";
import { ms } from "../program/units";
import type { RuleDescriptor, RuledBoard } from "./descriptor";
import { nameOfActuator } from "./names";

/**
 * What another node says commands an actuator: a leak sensor shuts a valve. What it does not name changes nothing, so a rule with
 * `"payload": "ON"` and `"command": "OFF"` shuts the valve and never opens it again. Which payload means which command is said in one of
 * these ways: `payload` with `command`; `commands`; `above`, `below` or both with `command`; or by nothing at all, and then the payload
 * itself is the command.
 *
 * Whoever may publish on the topic moves the actuator, also on a board with signed commands: let the broker allow it to that node alone.
 */
export interface MessageRuleConfig extends HearingRuleBase {
  type: "message";
  /**
   * In place of the whole payload, what stands under this key of a JSON object: a text, a number, true or false. It is searched for in
   * the payload's text, and the first key of this name counts.
   * @minLength 1
   * @maxLength 32
   */
  field?: string;
  /**
   * The payload that gives `command`.
   * @minLength 1
   * @maxLength 128
   */
  payload?: string;
  /** Commands by payloads, such as { "wet": "OFF", "dry": "ON" }. */
  commands?: Record<string, string>;
  /**
   * A number above this one gives `command`. For a hysteresis write two rules: one above 30, and one below 28 with the other command.
   * @minimum -1e9
   * @maximum 1e9
   */
  above?: number;
  /**
   * A number below this one gives `command`; with `above` as well, one between the two.
   * @minimum -1e9
   * @maximum 1e9
   */
  below?: number;
  /**
   * The command, as it would be published.
   * @minLength 1
   * @maxLength 128
   */
  command?: string;
  /**
   * After so many seconds without a message on the topic, whatever it says, `silentCommand` is given: also when Wi-Fi or the broker is
   * away, and from boot on. A message that the broker had kept from before does not count: it does not tell that somebody is there.
   * @asType integer
   * @minimum 1
   * @maximum 604800
   */
  silentSeconds?: number;
  /**
   * What the actuator is told then, once for each silence.
   * @minLength 1
   * @maxLength 128
   */
  silentCommand?: string;
}

const driver = firmware<typeof import("../../../firmware/app/rules/message")>("app/rules/message");
const { byField } = firmware<typeof import("../../../firmware/app/messages/field")>("app/messages/field");
const { isBetween } = firmware<typeof import("../../../firmware/actuators/between")>("actuators/between");

export const message: RuleDescriptor<MessageRuleConfig> = {
  type: "message",
  defaults: { qos: 0, retained: true },
  exampleEntry: {
    topic: "home/+/leak/state",
    payload: "ON",
    actuator: "water",
    command: "OFF",
  },
  exampleOn: { actuators: [{ id: "water", type: "switch", pin: "D25", as: "valve" }] },
  checkReferences: () => {},
  checkOn: (rule, place, { actuators }, source) => {
    checkMeaning(rule, place, source);
    checkSilence(rule, place, source);
    const actuator = actuators.find(({ id }) => id === rule.actuator);
    if (actuator !== undefined) checkCommands(rule, place, actuator, source);
  },
  sentence,
  isAbout: () => false,
  steps: () => ({}),
  hear: ({ config, actuator }, program) => {
    const { retained, silentSeconds, silentCommand } = config;
    const commandFor = commandForText(config);
    if (silentSeconds === undefined || silentCommand === undefined) {
      return driver.messageRule(program.node, actuator, retained, commandFor);
    }
    const heard = driver.onSilence(program.node, alarms(program), actuator, ms(silentSeconds), utf8(silentCommand));
    return driver.messageRule(program.node, actuator, retained, commandFor, heard);
  },
};

function sentence(rule: MessageRuleConfig, board: RuledBoard): string {
  const { topic, field, actuator, command, silentSeconds, silentCommand } = rule;
  const told = nameOfActuator(actuator, board);
  const said = field === undefined ? topic : `"${field}" on ${topic}`;
  const silence =
    silentSeconds === undefined || silentCommand === undefined
      ? ""
      : `, and ${silentCommand} when nothing came for ${silentSeconds} s`;
  return command === undefined
    ? `${told} is told what ${said} says${wordsOf(rule)}${silence}`
    : `when ${said} is ${meantBy(rule)}, ${told} is told ${command}${silence}`;
}

/** Which payloads give its command. */
function meantBy({ payload, above, below }: MessageRuleConfig): string {
  if (payload !== undefined) return payload;
  const bounds = [above === undefined ? "" : `above ${above}`, below === undefined ? "" : `below ${below}`];
  return bounds.filter((bound) => bound !== "").join(" and ");
}

/** Which command each payload gives, where that is not the payload itself. */
function wordsOf({ commands }: MessageRuleConfig): string {
  if (commands === undefined) return "";
  return ` (${Object.entries(commands)
    .map(([payload, command]) => `${payload}: ${command}`)
    .join(", ")})`;
}

/** A function that gives the command for a payload. */
function commandForText(rule: MessageRuleConfig): Code<(payload: string) => string> {
  const commandFor = lambda(["text"], (text: Code<string>) => commandForCode(rule, text));
  return rule.field === undefined ? commandFor : byField(utf8(JSON.stringify(rule.field)), commandFor);
}

function commandForCode(rule: MessageRuleConfig, text: Code<string>): Code<string> {
  const { above, below, command = "" } = rule;
  if (above !== undefined || below !== undefined) {
    const condition = isBetween(text, above ?? -NO_LIMIT, below ?? NO_LIMIT);
    return verbatim`${condition} ? ${value<string>(utf8(command))} : ""`;
  }
  const pairs = pairsOf(rule);
  if (pairs === undefined) return text;
  return pairs.reduceRight<Code<string>>(
    (rest, [payload, each]) =>
      verbatim`${text} === ${value<string>(utf8(payload))} ? ${value<string>(utf8(each))} : ${rest}`,
    value<string>(""),
  );
}

/** Nobody says a larger number. */
const NO_LIMIT = 2e9;

/** Payloads and their commands; undefined where no payload is named. */
function pairsOf({ payload, command = "", commands }: MessageRuleConfig): [string, string][] | undefined {
  if (commands !== undefined) return Object.entries(commands);
  return payload === undefined ? undefined : [[payload, command]];
}

/** Which of the ways to say what a payload means it takes; there is to be one. */
function checkMeaning(rule: MessageRuleConfig, place: Path, source: BoardSource): void {
  const { payload, commands, above, below, command } = rule;
  const isNumber = above !== undefined || below !== undefined;
  const ways = [
    ...(payload === undefined ? [] : ["payload"]),
    ...(commands === undefined ? [] : ["commands"]),
    ...(isNumber ? [above === undefined ? "below" : "above"] : []),
  ];
  if (ways.length > 1) {
    source.error([...place, ways[1]], `goes not with "${ways[0]}"; write two rules`);
  } else if (command === undefined && (payload !== undefined || isNumber)) {
    source.error(place, `"command" is missing: what "${ways[0]}" gives`);
  } else if (command !== undefined && payload === undefined && !isNumber) {
    const cure =
      commands === undefined
        ? 'say by "payload", "above" or "below" when it is given'
        : 'leave it out: "commands" has them';
    source.error([...place, "command"], cure);
  }
  if (above !== undefined && below !== undefined && above >= below) {
    source.error([...place, "above"], 'no number is above this one and below "below"; write two rules');
  }
  if (commands !== undefined && Object.keys(commands).length === 0) {
    source.error([...place, "commands"], 'expected at least one payload with its command, such as { "wet": "OFF" }');
  }
}

function checkSilence(rule: MessageRuleConfig, place: Path, source: BoardSource): void {
  const { silentSeconds, silentCommand } = rule;
  if ((silentSeconds === undefined) !== (silentCommand === undefined)) {
    const [there, missing] =
      silentSeconds === undefined ? ["silentCommand", "silentSeconds"] : ["silentSeconds", "silentCommand"];
    source.error([...place, there], `needs "${missing}" beside it`);
  } else if (silentSeconds !== undefined && hasWildcard(rule)) {
    source.warning(
      [...place, "silentSeconds"],
      "as long as one of those that the wildcard stands for speaks, nobody misses the others; write a rule for each",
    );
  }
}

/** Whether the actuator takes its commands, where they are words; and what a message does that comes again. */
function checkCommands(rule: MessageRuleConfig, place: Path, actuator: ActuatorBase, source: BoardSource): void {
  const { retained, silentCommand } = rule;
  const given: [Path, string][] = [
    ...Object.entries(rule.commands ?? {}).map(([key, each]): [Path, string] => [[...place, "commands", key], each]),
    ...(rule.command === undefined ? [] : [[[...place, "command"], rule.command] as [Path, string]]),
  ];
  for (const [at, command] of given) {
    if (retained && command === "TOGGLE") {
      source.error(
        at,
        'a kept message comes again at each new connection, and would toggle each time; write "retained": false',
      );
    }
  }
  const words = actuator.type === "switch" ? ["ON", "OFF", "TOGGLE"] : undefined;
  const silent: [Path, string][] = silentCommand === undefined ? [] : [[[...place, "silentCommand"], silentCommand]];
  for (const [at, command] of [...given, ...silent]) {
    if (words !== undefined && !words.includes(command)) {
      source.error(at, `a switch takes ${words.join(", ")}, and not "${source.shown(at, command)}"`);
    }
  }
}
