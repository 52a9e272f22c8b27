import { parse } from "acorn";
import { replaceAliases } from "./aliases";
import { takeApart, type Apart } from "./apart";
import { numberBooleans } from "./booleans";
import { joinBranches } from "./branches";
import { nameCold } from "./cold";
import { writeOutBoot } from "./compose";
import { foldConditions } from "./fold";
import { removeIgnoredArguments } from "./ignored-arguments";
import { nameEngineFunctions } from "./engine-names";
import { nameForwarded } from "./forwarding";
import { Hot } from "./hot";
import { doubleCalls, inlineCalls } from "./inline";
import { nameKnownThings } from "./known-things";
import { layOut } from "./layout";
import { bindLateValues } from "./late-values";
import { writeOutLists } from "./lists";
import { threadConditions } from "./threading";
import { bindParameters } from "./parameters";
import { dissolveRecords, replaceConstantFields } from "./records";
import { shareScratch } from "./scratch";
import { Shaping, thingsOf, type Pass } from "./shaping";
import type { Program } from "./tree";
import { uniqueNames } from "./unique-names";
import { removeUnreadFields } from "./unread-fields";
import { removeUnused } from "./unused";
import { replaceUsedOnce } from "./used-once";
import { Variables } from "./variables";

/**
 * Makes of a bundle the program that the interpreter wants: it does the same, with few variables, few calls and little to read.
 *
 * The firmware's modules hand records from function to function, since they read and are tested well so. A board's program has one
 * node, one client and one engine, which the passes find out: what is made once becomes variables of the program, what is always
 * the same is written where it is used, and what only boots is gone afterwards.
 * @param code A script without anything around it. Names of the engine are those that it does not declare.
 * @param apart What of it stays as it is
 */
export function shape(code: string, apart?: Apart): Program {
  const program = parse(code, { ecmaVersion: "latest", sourceType: "module", locations: true });
  const own = apart === undefined ? [] : takeApart(program, apart);
  const names = uniqueNames(program, apart?.names);
  writeOutBoot(program, names);
  const shaping = new Shaping(program, names);
  while (simplify(shaping) || shaping.run(bindThings)) {
    // Each of them makes room for the other.
  }
  while (shaping.run(inlineOnce) || simplify(shaping) || shaping.run(bindThings) || shaping.run(inlineTwice)) {
    // As above; the last of them where the others find no more.
  }
  while (replaceUsedOnce(program, new Variables(program))) {
    // What was in the way of one may be gone.
  }
  foldConditions(program, new Variables(program).valueOf);
  const variables = new Variables(program);
  const before = new Hot(program, thingsOf(program, variables));
  shareScratch(program, variables, names, before);
  nameEngineFunctions(program, new Variables(program), names, before);
  numberBooleans(program, new Variables(program));
  const all = new Variables(program);
  const hot = new Hot(program, thingsOf(program, all));
  layOut(program, all, names, hot);
  nameCold(program, new Variables(program), hot);
  // In front of what boots, which calls it.
  program.body.splice(-1, 0, ...own);
  return program;
}

/** The passes that are small, each of which makes room for others. */
const STEPS: readonly Pass[] = [
  ({ program, variables }) => foldConditions(program, variables.valueOf),
  ...[
    replaceAliases,
    replaceConstantFields,
    bindParameters,
    dissolveRecords,
    removeUnused,
    joinBranches,
    threadConditions,
    nameForwarded,
  ].map(
    (step): Pass =>
      ({ program, variables, names }) =>
        step(program, variables, names),
  ),
];

function simplify(shaping: Shaping): boolean {
  // Each of them has its turn.
  return STEPS.filter((step) => shaping.run(step)).length > 0;
}

const inlineOnce: Pass = ({ program, variables, names, hot }) => inlineCalls(program, variables, names, hot);
const inlineTwice: Pass = ({ program, variables, names, hot }) => doubleCalls(program, variables, names, hot);

const bindThings: Pass = ({ program, variables, things, names }) => {
  const isUnread = removeUnreadFields(program, things);
  if (writeOutLists(program, variables, things, names)) return true;
  if (bindLateValues(program, variables, things)) return true;
  const isIgnored = removeIgnoredArguments(program, variables, things);
  return nameKnownThings(program, variables, things) || isUnread || isIgnored;
};
