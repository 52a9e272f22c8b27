import { ACTUATORS, actuatorOf } from "../../actuators/registry";
import { ruleOf, RULES } from "../../rules/registry";
import { channelsOf } from "../../sensors/channels";
import { sensorOf } from "../../sensors/registry";
import type { Board } from "../config";
import { entries, textAt, type Draft } from "../draft";
import type { BoardSource } from "../source";
import { referTo } from "./references";

/** Checks that what the board's own rules are about is there, and can serve them. */
export function checkRuleReferences(draft: Draft): void {
  for (const rule of entries(draft, "rules")) {
    referTo(draft, rule, "actuator", "actuators");
    const type = textAt(draft, [...rule, "type"]);
    RULES.find((each) => each.type === type)?.checkReferences(draft, rule);
  }
}

/** Has each kind look at what is asked of it. */
export function checkKinds(board: Board, source: BoardSource): void {
  const channels = channelsOf(board);
  board.sensors.forEach((config, index) => {
    const place = ["sensors", index];
    sensorOf(config).check?.(config, place, source);
    if (!channels.some(({ sensor }) => sensor === config)) {
      source.error(place, "all that it measures is false: nothing of it would be published");
    }
  });
  const placed = board.actuators.map((config, index) => ({ config, place: ["actuators", index] }));
  for (const { config, place } of placed) actuatorOf(config).check?.(config, place, source);
  for (const kind of ACTUATORS) {
    kind.checkAll?.(
      placed.filter(({ config }) => config.type === kind.type),
      source,
    );
  }
  board.rules.forEach((config, index) => {
    ruleOf(config).checkOn?.(config, ["rules", index], { channels, actuators: board.actuators }, source);
  });
}
