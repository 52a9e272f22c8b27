import type { Board } from "../config";
import type { SwitchActuatorConfig } from "../config/switch";
import type { BoardSource, Path } from "../source";

/** Checks that the switches of an interlock can do what they are asked for. */
export function checkInterlocks(board: Board, source: BoardSource): void {
  const groups = new Map<string, { actuator: SwitchActuatorConfig; place: Path }[]>();
  (board.actuators ?? []).forEach((actuator, index) => {
    if (actuator.type !== "switch") return;
    const place = ["actuators", index];
    if (actuator.interlock === undefined) {
      if (actuator.interlockWaitSeconds !== undefined) {
        source.error(
          [...place, "interlockWaitSeconds"],
          'is for switches with an "interlock"; name the group or leave it out',
        );
      }
      return;
    }
    groups.set(actuator.interlock, [...(groups.get(actuator.interlock) ?? []), { actuator, place }]);
  });
  for (const [group, members] of groups) {
    const [first] = members;
    if (members.length === 1) {
      source.error(
        [...first.place, "interlock"],
        `no other switch is in the group "${group}"; give another one the same "interlock"`,
      );
    }
    members
      .filter(({ actuator }) => actuator.initialValue === "ON")
      .slice(1)
      .forEach(({ place }) =>
        source.error([...place, "initialValue"], `only one switch of the group "${group}" can be on at boot`),
      );
    members
      .filter(({ actuator }) => actuator.failSafe?.action === "ON")
      .slice(1)
      .forEach(({ place }) =>
        source.error(
          [...place, "failSafe"],
          `only one switch of the group "${group}" can be switched on by its fail-safe`,
        ),
      );
  }
}
