import { duration } from "../../desk/report-words";
import type { DeskActuator, DeskRule, DeskValue } from "../../desk/protocol";
import type { DeskState } from "./desk-state";
import { Section } from "./section";
import { useStore } from "./use-store";
import { isOn, readingWords, stateWords } from "./words";

/** What the board does by itself, and what that waits for. */
export function Rules({ desk }: { desk: DeskState }) {
  useStore(desk.store, "board");
  const { rules, actuators } = desk.board;
  const safe = actuators.filter(({ failSafe }) => failSafe !== undefined);
  const limited = actuators.filter(({ maxOnSeconds }) => maxOnSeconds !== undefined);
  if (rules.length + safe.length + limited.length === 0) return null;
  return (
    <Section title="Rules" name="rules">
      <ul class="card rules">
        {rules.map((rule) => (
          <li key={rule.text}>
            <p>{rule.text}</p>
            <Abouts desk={desk} rule={rule} />
          </li>
        ))}
        {limited.map((actuator) => (
          <Limit key={`limit ${actuator.id}`} desk={desk} actuator={actuator} />
        ))}
        {safe.map((actuator) => (
          <FailSafe key={`safe ${actuator.id}`} desk={desk} actuator={actuator} />
        ))}
      </ul>
    </Section>
  );
}

/** How those stand that a rule is about. */
function Abouts({ desk, rule }: { desk: DeskState; rule: DeskRule }) {
  return (
    <p class="abouts">
      {rule.about.map((id) => (
        <About key={id} desk={desk} id={id} />
      ))}
    </p>
  );
}

function About({ desk, id }: { desk: DeskState; id: string }) {
  useStore(desk.store, `value ${id}`, `actuator ${id}`);
  const value = desk.board.values.find((each) => each.id === id);
  const actuator = desk.board.actuators.find((each) => each.id === id);
  const words =
    value !== undefined
      ? withUnit(value, desk.values.get(id)?.payload)
      : actuator !== undefined
        ? stateWords(actuator, desk.actuators.get(id)?.state ?? "")
        : "";
  return (
    <span class="tag">
      {value?.name ?? actuator?.name ?? id} <b>{words.trim()}</b>
    </span>
  );
}

function Limit({ desk, actuator }: { desk: DeskState; actuator: DeskActuator }) {
  useStore(desk.store, "tick", `actuator ${actuator.id}`);
  const { maxOnSeconds = 0, name, id } = actuator;
  const known = desk.actuators.get(id);
  const left =
    known !== undefined && isOn(known.state) ? maxOnSeconds - (desk.nowMs - known.sinceMs) / 1_000 : undefined;
  return (
    <li>
      <p>
        {name} goes off by itself after {duration(maxOnSeconds)}
      </p>
      <Waits text={left === undefined ? "waits until it is on" : `in ${duration(left)}`} isNear={left !== undefined} />
    </li>
  );
}

function FailSafe({ desk, actuator }: { desk: DeskState; actuator: DeskActuator }) {
  useStore(desk.store, "tick", "status");
  const { failSafe, name } = actuator;
  if (failSafe === undefined) return null;
  const isOffline = desk.status === "offline";
  const left = failSafe.afterSeconds - (desk.nowMs - desk.statusSinceMs) / 1_000;
  const due = left > 0 ? `in some ${duration(left)}` : "should have happened, if it runs";
  return (
    <li>
      <p>
        {name} gets {failSafe.action} after {duration(failSafe.afterSeconds)} without a broker
      </p>
      <Waits text={isOffline ? due : "waits until no broker is there"} isNear={isOffline} />
    </li>
  );
}

function Waits({ text, isNear }: { text: string; isNear: boolean }) {
  return <p class={isNear ? "waits-for near" : "waits-for"}>{text}</p>;
}

function withUnit(value: DeskValue, payload: string | undefined): string {
  const words = readingWords(value, payload);
  return words === payload && value.kind === "number" ? `${words} ${value.unit}` : words;
}
