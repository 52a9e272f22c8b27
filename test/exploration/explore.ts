import { createHash } from "node:crypto";
import { FAVOURED, rest } from "./rest";
import { World, type Action, type Saved, type Size } from "./world";

/** What a search found. */
export interface Found {
  /** How many different states were seen, in all and by the number of actions that lead to them. */
  states: number;
  byDepth: number[];
  /** The actions that lead to the first wrong state, as few as there are, and what is wrong there. */
  counterexample?: { actions: Action[]; problem: string };
}

/** A state, and how it was come by. */
interface Node {
  saved: Saved;
  before: Node | undefined;
  action: Action | undefined;
}

/**
 * Goes through every order of actions, up to so many, breadth first; states that cannot differ in their future count once. In
 * each state the laws are checked, and from each the world is brought to rest and what became of its messages is.
 * @param seedFault Changes the world's client; see faults.ts.
 */
export function explore(size: Size, depth: number, seedFault: (world: World) => void = () => {}): Found {
  const world = new World(size);
  seedFault(world);
  const seen = new Set<string>([hash(world.key())]);
  const found: Found = { states: 1, byDepth: [1] };
  let frontier: Node[] = [{ saved: world.save(), before: undefined, action: undefined }];
  for (let level = 1; level <= depth && frontier.length > 0; level++) {
    const next: Node[] = [];
    for (const node of frontier) {
      world.restore(node.saved);
      for (const action of world.possible()) {
        world.restore(node.saved);
        world.act(action);
        const key = hash(world.key());
        if (seen.has(key)) continue;
        seen.add(key);
        const saved = world.save();
        const reached: Node = { saved, before: node, action };
        const problem = world.problem() ?? restless(world, saved);
        if (problem !== undefined) {
          found.counterexample = { actions: actionsTo(reached), problem };
          return found;
        }
        next.push(reached);
      }
    }
    frontier = next;
    found.byDepth.push(next.length);
    found.states += next.length;
  }
  return found;
}

/** What is wrong when a world comes to rest, whoever's packets arrive first. */
function restless(world: World, saved: Saved): string | undefined {
  for (const favoured of FAVOURED) {
    world.restore(saved);
    const problem = rest(world, favoured);
    if (problem !== undefined) return `${problem} (packets for the ${favoured} arrive first)`;
  }
  return undefined;
}

function hash(key: string): string {
  return createHash("sha1").update(key).digest("base64");
}

function actionsTo(node: Node): Action[] {
  const actions: Action[] = [];
  for (let at: Node | undefined = node; at?.action !== undefined; at = at.before) actions.unshift(at.action);
  return actions;
}

/** Follows actions from the beginning and tells what is on its way after each, for people. */
export function retell(size: Size, actions: readonly Action[], seedFault: (world: World) => void = () => {}): string {
  const world = new World(size);
  seedFault(world);
  return actions
    .map((action) => {
      world.act(action);
      return `${action.padEnd(20)} ${world}`;
    })
    .join("\n");
}
