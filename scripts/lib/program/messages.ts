import type { Take } from "../../../firmware/app/messages/hear";
import type { Publication } from "../../../firmware/app/messages/publication";
import type { Subscription } from "../../../firmware/app/messages/subscription";
import { hasWildcard } from "../board/facts";
import { filterMatches } from "../board/topic-filter";
import { topicField, utf8 } from "../bytes";
import { heardByRules } from "../rules/registry";
import { firmware, lambda, member, value, verbatim, type Code } from "./code";
import { publisher } from "./mqtt";
import { nameFor } from "./names";
import type { Program } from "./program";

const hear = firmware<typeof import("../../../firmware/app/messages/hear")>("app/messages/hear");
const { createSubscription } =
  firmware<typeof import("../../../firmware/app/messages/subscription")>("app/messages/subscription");
const { createPublication } =
  firmware<typeof import("../../../firmware/app/messages/publication")>("app/messages/publication");

/** Who takes the messages that come by a topic filter. */
export interface Listener {
  readonly topic: string;
  /** By which a report names it. */
  readonly id: string;
  readonly take: Code<Take>;
}

/** A subscription of the board file, for its program. */
export function subscription(program: Program, id: string): Code<Subscription> {
  return program.once(`subscription ${id}`, () => {
    const asked = program.board.subscriptions.find((each) => each.id === id);
    if (asked === undefined) throw new Error(`the board has no subscription ${id}`);
    const made = createSubscription(program.node, id, asked.longestBytes, asked.retained);
    return program.whole.define(nameFor("subscription", id), made);
  });
}

/** A publication of the board file, for its program. */
export function publication(program: Program, id: string): Code<Publication> {
  return program.once(`publication ${id}`, () => {
    const asked = program.board.publications.find((each) => each.id === id);
    if (asked === undefined) throw new Error(`the board has no publication ${id}`);
    const publish = publisher(asked.qos)(member(program.node, "client"), topicField(asked.topic), asked.retain);
    return program.whole.define(nameFor("publication", id), createPublication(program.node, publish));
  });
}

/** Has the started node hear what its board file asks for besides commands. */
export function messages(program: Program): void {
  const { whole, node, board } = program;
  const subscribed = board.subscriptions.map(({ id, topic }): Listener => {
    return { id, topic, take: member(subscription(program, id), "take") };
  });
  const listeners = named(program, [...subscribed, ...heardByRules(program)]);
  if (listeners.length === 0) return;
  const exact = listeners.filter((each) => !hasWildcard(each));
  const wide = listeners.filter(hasWildcard);
  for (const topic of new Set(exact.map((each) => each.topic))) {
    const takes = listeners.filter((each) => filterMatches(each.topic, topic)).map(({ take }) => take);
    whole.run(hear.hearTopic(node, topicField(topic), takes.length === 1 ? takes[0] : hear.inTurn(takes)));
  }
  if (wide.length > 0) {
    whole.run(
      hear.hearFilters(
        node,
        wide.map(({ topic, take }) => ({ filter: utf8(topic), take })),
      ),
    );
  }
  whole.run(hear.nameRefused(node, idOfFilter(listeners)));
}

/** What takes messages on several ways has a name. */
function named({ whole }: Program, listeners: readonly Listener[]): Listener[] {
  return listeners.map((listener, index) => {
    const isShared =
      hasWildcard(listener) &&
      listeners.some((other) => !hasWildcard(other) && filterMatches(listener.topic, other.topic));
    return isShared ? { ...listener, take: whole.define(`heard_${index}`, listener.take) } : listener;
  });
}

/** A function that gives the id of the first who asked for a topic filter; "" where none did. */
function idOfFilter(listeners: readonly Listener[]): Code<(filterField: string) => string> {
  const first = listeners.filter((each, index) => listeners.findIndex(({ topic }) => topic === each.topic) === index);
  return lambda(["filterField"], (filterField: Code<string>) =>
    first.reduceRight<Code<string>>(
      (rest, { topic, id }) =>
        verbatim`${filterField} === ${value<string>(topicField(topic))} ? ${value<string>(id)} : ${rest}`,
      value<string>(""),
    ),
  );
}
