/**
 * How time is made to pass for an app in Espruino for Linux.
 *
 * The interpreter does not sleep while a socket is open: it would go through its idle loop some hundred times for each thing that
 * the app does, more often on an idle machine than on a busy one. So a script of ours takes part in each pass of that loop, moves
 * time on by a step, and ends the interpreter after so many passes since it connected. Between two runs that differ in `stepSeconds` alone the
 * passes are as many, and the difference is what the app does in the time that passed.
 *
 * Counted once by function while the clock ran by itself, an app's callbacks and what sends came to within 1 % of this.
 *
 * `setTime` of the Linux build leaves the clock alone and moves the moment from which timers reckon, so it is what makes timers
 * due. `getTime` becomes a bound native that reads a number: it takes some 7,000 instructions more than the one it stands in for.
 */
export interface PassingTime {
  /** Seconds from one pass to the next while it is measured; the time that the machine takes comes in addition. */
  stepSeconds: number;
  /** How many passes. */
  passes: number;
}

/** Seconds from one pass to the next before that: an app says when it is online, and counts that its first second is over. */
const SETTLE_STEP_SECONDS = 0.1;
const SETTLE_PASSES = 100;
/** Passes without a step: those in which the app waits for the broker's first bytes, and as many at the end as are left of them. */
const STILL_PASSES = 200;
/** Passes after that in which timers move away, so that nothing more is published, and what was published last leaves. */
const LAST_PASSES = 10;

/** A script for ".boot0": it begins when the app in ".bootcde" connects, and has time pass once that has received something. */
export function passTime({ stepSeconds, passes }: PassingTime): string {
  return `
(function(){
  var realTime = getTime, view = new DataView(new ArrayBuffer(8)), ahead = 0, pass = 0, still = 0, last = 0, hasReceived = false, startedAt;
  function show(){ view.setFloat64(0, realTime() + ahead); }
  show();
  global.getTime = view.getFloat64.bind(view, 0);
  var showing = setInterval(show, 10);
  function step(){
    var now = realTime(), seconds = ${stepSeconds};
    if (hasReceived) pass++;
    if (pass <= ${SETTLE_PASSES}) seconds = ${SETTLE_STEP_SECONDS};
    if (pass === ${SETTLE_PASSES + 1}) startedAt = now + ahead;
    if (pass === 0 || pass > ${SETTLE_PASSES + passes}) {
      seconds = 0;
      still++;
    }
    if (pass > ${SETTLE_PASSES + passes} && still > ${STILL_PASSES}) {
      if (last === 0) print("@seconds " + (now + ahead - startedAt));
      if (++last > ${LAST_PASSES}) {
        quit();
        return;
      }
      seconds = -1;
    }
    ahead += seconds;
    setTime(now - seconds);
    view.setFloat64(0, now + ahead);
    setTimeout(step, 0);
  }
  var net = require("net"), connect = net.connect;
  net.connect = function(options, connected){
    var socket = connect.call(net, options, connected);
    socket.on("data", function(){ hasReceived = true; });
    if (showing !== undefined) {
      clearInterval(showing);
      showing = undefined;
      setTimeout(step, 0);
    }
    return socket;
  };
})();
`;
}

/** How many seconds passed while it was measured, as the interpreter printed it. @throws Error when it did not */
export function secondsIn(output: string): number {
  const [, seconds] = /@seconds (\S+)/.exec(output) ?? [];
  if (seconds === undefined) throw new Error(`no time was told; the end of the output: ${output.slice(-300)}`);
  return Number(seconds);
}
