import type { AppRunner } from "./app-runner";
import { ANALOG, type App } from "./apps";
import { runFromStorage } from "./interpreter";
import { Peer } from "./peer";

/** How long after the first bytes were received the first look is, how many there are, and from one to the next. */
const FIRST_LOOK_MS = 2_000;
const LOOKS = 4;
const LOOK_MS = 230;

/**
 * Variables that the interpreter uses while an app is connected and nothing is under way: the least of several looks, each after
 * garbage was collected.
 * @param app Left out: the interpreter and the stand-ins alone
 */
export async function variablesAtRest({ interpreter, standIns }: AppRunner, app?: App): Promise<number> {
  const peer = await Peer.listen();
  try {
    const output = await runFromStorage(interpreter, [interpreter], {
      ".boot0": standIns(peer.clientPort, ANALOG) + (app === undefined ? LOOKING + "lookAtRest();" : LOOKING_CONNECTED),
      ...(app === undefined ? {} : { ".bootcde": app.program, ...app.files }),
    });
    const [, variables] = /@rest (\d+)/.exec(output) ?? [];
    if (variables === undefined) throw new Error(`no look at memory was told: ${output.slice(-300)}`);
    return Number(variables);
  } finally {
    peer.close();
  }
}

/** Defines what looks, tells, and ends the interpreter. */
const LOOKING = `
function lookAtRest(){
  var least = Infinity, looks = 0;
  function look(){
    least = Math.min(least, process.memory().usage);
    if (++looks < ${LOOKS}) setTimeout(look, ${LOOK_MS});
    else { print("@rest " + least); quit(); }
  }
  setTimeout(look, ${FIRST_LOOK_MS});
}
`;

/** Looks once the app that is started after it has received something. */
const LOOKING_CONNECTED = `${LOOKING}
(function(){
  var net = require("net"), connect = net.connect, isLooking = false;
  net.connect = function(options, connected){
    var socket = connect.call(net, options, connected);
    socket.on("data", function(){
      if (!isLooking) lookAtRest();
      isLooking = true;
    });
    return socket;
  };
})();
`;
