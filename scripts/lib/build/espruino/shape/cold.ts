import type { BlockStatement, FunctionDeclaration } from "acorn";
import type { Hot } from "./hot";
import { identifier, isCallOf, isFunction, type FunctionNode, type Program } from "./tree";
import { isFixed, type Variable, type Variables } from "./variables";

/**
 * Functions of the firmware that seldom run: at a connection, its loss, a report, a fault, a part that is set up. A test runs a
 * board through a day with faults and counts their calls; none may come more often than about once a second.
 */
const SELDOM = new Set([
  "announce",
  "ask",
  "askForPart",
  "askSoon",
  "backoffMs",
  "beginConstants",
  "beginOther",
  "beginTrial",
  "beginUpdate",
  "blankPages",
  "calibrate",
  "cameBackText",
  "checkOf",
  "close",
  "confirmProgram",
  "connAck",
  "connect",
  "connectFurther",
  "counterOf",
  "decide",
  "discovery0",
  "endProgram",
  "endTrial",
  "endUpdate",
  "enter",
  "expect",
  "fail",
  "failUpdate",
  "fieldAt",
  "findWritten",
  "finishUpdate",
  "flagsOf",
  "field",
  "freeMemoryBytes",
  "giveUp",
  "go",
  "halt",
  "goBack",
  "hashOfOther",
  "hearUpdate",
  "idOf",
  "installOffer",
  "isAwaited",
  "isConnected",
  "isCurrentNonce",
  "isKnownOffer",
  "isPlain",
  "isTopicFilter",
  "isTopicName",
  "isUtf8",
  "keepHighest",
  "keepUpdate",
  "loaded",
  "lose",
  "makePaged",
  "markSlot",
  "mayCheck",
  "meetBroker",
  "nameOf",
  "noteIn",
  "noteReturn",
  "numberField",
  "openTcp",
  "openUpdates",
  "otherFile",
  "otherState",
  "pageBytes",
  "partLength",
  "pingResp",
  "placeOf",
  "postponeRestart",
  "publishOnce",
  "publishOnline",
  "publishReport",
  "readOther",
  "rearm",
  "reasonAgainst",
  "refuseBack",
  "refuseUpdate",
  "releaseText",
  "report",
  "request",
  "restart",
  "restartTrial",
  "resumeUpdate",
  "roomForOther",
  "roomForPages",
  "roomInPages",
  "roomText",
  "runningState",
  "saveRecord",
  "saveTold",
  "secretOf",
  "sayFarewells",
  "sayLater",
  "sayWant",
  "sealOf",
  "sendConstants",
  "signalStrength",
  "skipTick",
  "stateText",
  "stopUpdate",
  "storeIn",
  "storedValue",
  "subAck",
  "takeOffer",
  "takePart",
  "takeSigned",
  "tellState",
  "throwLater",
  "tryProgram",
  "unsubscribe",
  "unsubscribePacket",
  "useUpNonce",
  "waitingOffer",
  "watchTransfer",
  "watchTrial",
  "watchUpdates",
  "whyBack",
  "withCredentials",
  "wordOf",
  "writePart",
  "writeToOther",
  "writtenIn",
  "writtenBytes",
  "writtenInOther",
]);

/** What runs that often, by the reckoning of `Hot`, is not cold whatever it is called. */
const MOST_OFTEN = 0.2;

/** What the names of cold functions begin with; minifying keeps them. */
export const COLD = "cold$";
/** More than any program has. */
const MOST = 200;
export const COLD_NAMES: readonly string[] = Array.from({ length: MOST }, (_, at) => COLD + at);

/**
 * Gives the functions that need not be there until they are called names by which the build knows them. What is used as a value has
 * to be there.
 */
export function nameCold(program: Program, variables: Variables, hot: Hot): void {
  const cold = new Set<string>();
  for (const variable of variables) {
    if (cold.size === MOST || !isCold(variable, hot)) continue;
    const name = COLD + cold.size;
    cold.add(name);
    for (const { node } of variable.uses) if (node.type === "Identifier") node.name = name;
    rename(program, variable, name);
  }
}

function isCold(variable: Variable, hot: Hot): boolean {
  const { init, name, uses } = variable;
  return (
    isFunction(init) &&
    variable.isGlobal &&
    isFixed(variable) &&
    SELDOM.has(name.replace(/\$\d+$/, "")) &&
    uses.length > 0 &&
    uses.every(({ node, parent }) => isCallOf(parent, node)) &&
    hot.frequency(init) <= MOST_OFTEN
  );
}

function rename(program: Program, { init, name: before }: Variable, name: string): void {
  program.body = program.body.map((statement): Program["body"][number] => {
    if (statement.type === "FunctionDeclaration" && statement === init) {
      return { ...statement, id: { ...statement.id, name } };
    }
    if (statement.type !== "VariableDeclaration") return statement;
    const [{ id }] = statement.declarations;
    if (id.type !== "Identifier" || id.name !== before || !isFunction(init)) return statement;
    const place = { start: statement.start, end: statement.end, loc: statement.loc };
    const declared: FunctionDeclaration = {
      type: "FunctionDeclaration",
      id: identifier(name, id),
      params: init.params,
      body: blockOf(init),
      async: false,
      generator: false,
      expression: false,
      ...place,
    };
    return declared;
  });
}

function blockOf({ body }: FunctionNode): BlockStatement {
  if (body.type === "BlockStatement") return body;
  const place = { start: body.start, end: body.end, loc: body.loc };
  return { type: "BlockStatement", body: [{ type: "ReturnStatement", argument: body, ...place }], ...place };
}
