import { ClientState } from "../../mqtt/record";
import type { Signing } from "../commands/signed-commands";
import type { Node } from "../node";
import { goBack, installOffer, takeOffer } from "./offer";
import { askSoon, failUpdate, resumeUpdate, takePart, watchTransfer } from "./transfer";
import { beginTrial, noteReturn, restartTrial, watchTrial } from "./trial";
import {
  CHECKS,
  keepHighest,
  openUpdates,
  Phase,
  sayLater,
  tellState,
  type UpdateOptions,
  type UpdateParts,
  type Updates,
} from "./updates";

/** How often it is looked after what is under way. */
const TICK_MS = 5_000;
/** No wake is longer; what is not checked by then is checked anew at the next one. */
const LONGEST_CHECK_SECONDS = 300;

/**
 * Has the started node take updates over the air: a route, and a look now and then. To be called last of all: a program on trial
 * got to its end by that.
 * @param isSafe Whether the node is in safe mode
 * @returns what updateAwake asks for
 */
export function takeUpdates(
  node: Node,
  signing: Signing,
  parts: UpdateParts,
  isSafe: boolean,
  options: UpdateOptions,
): Updates {
  const updates = openUpdates(node, signing, parts, options);
  node.client.routes[options.topic] = (payload, retain) => hearUpdate(updates, payload, retain);
  node.engine.clock.every(TICK_MS, () => {
    // All that there is to do at rest.
    if (
      updates.checks !== CHECKS ||
      updates.phase !== Phase.Rest ||
      updates.sessions !== node.diagnostics.connects ||
      updates.isStateDue ||
      updates.word.length > 0
    ) {
      watchUpdates(updates, isSafe);
    }
  });
  const running = parts.slots.running();
  if (running.length > 0) {
    keepHighest(updates, parts.slots.runningNote());
    keepHighest(updates, parts.slots.otherNote());
  }
  if (running === "trial") {
    beginTrial(updates);
  } else if (running.length > 0) {
    noteReturn(updates);
    resumeUpdate(updates);
  }
  return updates;
}

/**
 * Of a node that sleeps: has it look after an update as soon as it measures, for it may sleep before the first tick.
 * @returns whether it must not sleep yet: a program that came in whole is being checked, which some engines do piece by piece and begin
 * anew after each boot, or is about to start.
 */
export function updateAwake(updates: Updates, isSafe: boolean): () => boolean {
  const node = updates.node;
  node.samplers.push(() => watchUpdates(updates, isSafe));
  return () =>
    (updates.phase === Phase.Checking || updates.phase === Phase.Leaving) &&
    node.engine.chip.uptimeSeconds() < LONGEST_CHECK_SECONDS;
}

/** Takes a message. */
function hearUpdate(updates: Updates, payload: string, retain: boolean): void {
  try {
    if (payload.substring(0, 6) === "offer ") {
      takeOffer(updates, payload);
    } else if (retain) {
      updates.node.diagnostics.ignored++;
    } else if (payload.substring(0, 5) === "part ") {
      takePart(updates, payload);
    } else if (payload === "install") {
      installOffer(updates);
    } else if (payload.substring(0, 5) === "back ") {
      goBack(updates, payload);
    } else {
      updates.node.diagnostics.ignored++;
    }
  } catch (error) {
    failUpdate(updates, error);
  }
}

/** Whatever is owed or overdue. */
function watchUpdates(updates: Updates, isSafe: boolean): void {
  const node = updates.node;
  updates.checks = CHECKS;
  try {
    if (node.client.state === ClientState.Ready) {
      if (updates.sessions !== node.diagnostics.connects) {
        updates.sessions = node.diagnostics.connects;
        meetBroker(updates);
      } else if (updates.word.length > 0) {
        sayLater(updates, updates.word);
      }
      if (updates.isStateDue) {
        tellState(updates);
      }
    }
    if (updates.phase === Phase.Trial) {
      watchTrial(updates, isSafe);
    } else if (updates.phase === Phase.Leaving) {
      updates.parts.restart();
    } else if (updates.phase !== Phase.Rest) {
      watchTransfer(updates);
    }
  } catch (error) {
    failUpdate(updates, error);
  }
}

/** A new session. */
function meetBroker(updates: Updates): void {
  tellState(updates);
  if (updates.word.length > 0) {
    sayLater(updates, updates.word);
  }
  if (updates.phase === Phase.Trial) {
    restartTrial(updates);
  } else if (updates.phase === Phase.Taking) {
    askSoon(updates);
  }
}
