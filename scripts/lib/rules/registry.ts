import type { Take } from "../../../firmware/app/messages/hear";
import type { RuleBase } from "../board/config/rule";
import { isHearing } from "../board/facts";
import type { Code } from "../program/code";
import type { Program } from "../program/program";
import type { Channel } from "../sensors/channel";
import type { BoardBase } from "../board/config/node";
import type { Regulation, RuleDescriptor, RuleSteps } from "./descriptor";
import * as kinds from "./kinds";

type Kinds = (typeof kinds)[keyof typeof kinds];

/** @discriminator type */
export type RuleConfig = Kinds extends infer Each
  ? Each extends RuleDescriptor<infer Config>
    ? Config
    : never
  : never;

/** In the order in which they are documented. */
export const RULES: readonly RuleDescriptor[] = Object.values(kinds);

export function ruleOf({ type }: Pick<RuleBase, "type">): RuleDescriptor {
  const found = RULES.find((each) => each.type === type);
  if (found === undefined) throw new Error(`there is no rule "${type}"`);
  return found;
}

/** What the board's rules hold at a target. */
export function regulationsOf({ rules }: Pick<BoardBase, "rules">): Regulation[] {
  return rules.flatMap((config) => ruleOf(config).regulates?.(config) ?? []);
}

/** What the board's rules put into the way of a value, in the order of the board file. */
export function rulesOf(program: Program, channel: Channel): RuleSteps[] {
  const { rules, actuators } = program.board;
  return rules.flatMap((config, index) => {
    const rule = ruleOf(config);
    if (!rule.isAbout(config, channel)) return [];
    const actuator = actuators.findIndex(({ id }) => id === config.actuator);
    return [rule.steps({ config, channel, index, actuator }, program)];
  });
}

/** What takes the messages that the board's rules go by. */
export function heardByRules(program: Program): { id: string; topic: string; take: Code<Take> }[] {
  const { rules, actuators } = program.board;
  return rules.flatMap((config, index) => {
    const actuator = actuators.findIndex(({ id }) => id === config.actuator);
    const take = ruleOf(config).hear?.({ config, index, actuator }, program);
    return take !== undefined && isHearing(config) ? [{ id: config.actuator, topic: config.topic, take }] : [];
  });
}
