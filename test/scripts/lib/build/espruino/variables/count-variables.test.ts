import assert from "node:assert/strict";
import { countVariables } from "../../../../../../scripts/lib/build/espruino/variables/count-variables";
import { ESP32_LAYOUT, LINUX_LAYOUT, type Layout } from "../../../../../../scripts/lib/build/espruino/variables/layout";
import { FIRST, PROGRAMS } from "../../../../../vectors/espruino-variables";

function taken(code: string, layout: Layout = LINUX_LAYOUT, isOfTokens = true): number {
  const whole = countVariables(FIRST + code, isOfTokens, layout)?.boot ?? NaN;
  return whole - (countVariables(FIRST, isOfTokens, layout)?.boot ?? NaN);
}

describe("the variables that a program takes in Espruino", () => {
  for (const [code, variables] of PROGRAMS) {
    it(`are ${variables} for ${code}`, () => assert.equal(taken(code), variables));
  }

  it("are more on the ESP32 where names and texts are long", () => {
    assert.deepEqual([taken("let five5=1", ESP32_LAYOUT), taken("let four=1", ESP32_LAYOUT)], [2, 1]);
    const joined = 'let a="0123456789"+"01234567890123456789"';
    assert.deepEqual([taken(joined, ESP32_LAYOUT), taken(joined)], [5, 4]);
  });

  it("are more for texts of a program that is not of tokens", () => {
    const text = 'let a="0123456789012345678901234567890123456789"';
    assert.deepEqual([taken(text), taken(text, LINUX_LAYOUT, false)], [2, 4]);
  });

  it("are those that are there when it has booted, and not what it only had meanwhile", () => {
    assert.equal(taken("let a=[];{const b=[1,2,3];for(let i=0;i<3;i++)a.push(b[i]+.5)}"), 8);
    assert.equal(taken("let a={b:1,c:2};a=void 0;setTimeout(()=>{a=[1,2,3]},5)"), 9);
  });

  it("are the same each time, whatever a program draws: as many as numbers take that do not fit into a name", () => {
    const list = (each: string): string => `let a=[];for(let i=0;i<99;i++)a.push(${each})`;
    assert.equal(taken(list("Math.floor(Math.random()*65533)")), taken(list("Math.floor(65533)")));
  });

  it("are those when a broker has let it in, besides", () => {
    const session =
      'let n=require("net"),w=[];let s=n.connect({host:"h",port:1},()=>{s.write("\\x10\\x00")});s.on("data",a=>{w.push(1.5)})';
    const { boot, connected, places } = countVariables(FIRST + session, true, LINUX_LAYOUT) ?? {};
    assert.equal(
      places?.reduce((sum, { variables }) => sum + variables, 0),
      connected,
    );
    assert.equal((connected ?? 0) - (boot ?? 0), 2);
  });

  it("are not known of a program that does not start at the desk, nor connected of one that never connects", () => {
    assert.equal(countVariables("nowhere()", true), undefined);
    assert.equal(countVariables("let a=1", true)?.connected, undefined);
  });
});
