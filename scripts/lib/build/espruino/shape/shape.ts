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
import { PointsTo } from "./points-to";
import { dissolveRecords, replaceConstantFields } from "./records";
import { shareScratch } from "./scratch";
import type { Program } from "./tree";
import { uniqueNames, type Names } from "./unique-names";
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
  while (simplify(program, names) || bindThings(program, names)) {
    // Each of them makes room for the other.
  }
  while (
    inline(program, names, inlineCalls) ||
    simplify(program, names) ||
    bindThings(program, names) ||
    inline(program, names, doubleCalls)
  ) {
    // As above; the last of them where the others find no more.
  }
  while (replaceUsedOnce(program, new Variables(program))) {
    // What was in the way of one may be gone.
  }
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

type Step = (program: Program, variables: Variables, names: Names) => boolean;

const STEPS: readonly Step[] = [
  (program, { valueOf }) => foldConditions(program, valueOf),
  replaceAliases,
  replaceConstantFields,
  bindParameters,
  dissolveRecords,
  removeUnused,
  joinBranches,
  threadConditions,
  nameForwarded,
];

function simplify(program: Program, names: Names): boolean {
  let variables = new Variables(program);
  let isChanged = false;
  for (const step of STEPS) {
    if (!step(program, variables, names)) continue;
    isChanged = true;
    variables = new Variables(program);
  }
  return isChanged;
}

function inline(program: Program, names: Names, put: typeof inlineCalls): boolean {
  const variables = new Variables(program);
  return put(program, variables, names, new Hot(program, thingsOf(program, variables)));
}

function thingsOf(program: Program, variables: Variables): PointsTo {
  return new PointsTo(
    program,
    [...variables].map(({ name }) => name),
  );
}

function bindThings(program: Program, names: Names): boolean {
  const variables = new Variables(program);
  const things = thingsOf(program, variables);
  const isUnread = removeUnreadFields(program, things);
  if (writeOutLists(program, variables, things, names)) return true;
  if (bindLateValues(program, variables, things)) return true;
  const isIgnored = removeIgnoredArguments(program, variables, things);
  return nameKnownThings(program, variables, things) || isUnread || isIgnored;
}
