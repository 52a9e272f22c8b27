/**
 * JavaScript for the interpreter check. An engine with all of the language calls `ok` once in each sample, with something
 * true. A » stands where the check must point, and is not part of the source.
 */
export interface Sample {
  name: string;
  source: string;
  /** What the check says Espruino lacks; without it, the sample is accepted. */
  gap?: string;
  /** The column where it says so, from 1; the line is the first. */
  column?: number;
}

const rejected: [gap: string, source: string][] = [
  ["destructuring", "var »{a}={a:1};ok(a===1)"],
  ["destructuring", "var »[a]=[1];ok(a===1)"],
  ["default parameters", "function f(»a=1){return a}ok(f()===1)"],
  ["rest parameters", "function f(»...a){return a.length}ok(f(1,2)===2)"],
  ["spread", "ok(Math.max(»...[1,2])===2)"],
  ["spread", "var a={»...{b:1}};ok(a.b===1)"],
  ["computed keys", "var k='a',o={ »[k]:1};ok(o.a===1)"],
  ["computed keys", "class A{»[1+1](){return 1}}ok(new A()[2]()===1)"],
  ["class fields without initialiser", "class A{»a;b(){return 1}}ok(new A().b()===1)"],
  ["#private members", "class A{»#a=1;b(){return 1}}ok(new A().b()===1)"],
  ["#private members", "class A{»#a(){}b(){return 1}}ok(new A().b()===1)"],
  ["field initialiser that runs for each instance", "class A{»a=[]}new A().a.push(1);ok(new A().a.length===0)"],
  ["field initialiser that runs for each instance", "var n=0;class A{»a=++n}new A();ok(new A().a===2)"],
  ["static blocks", "class A{»static{ok(true)}}"],
  ["field initialiser that runs for each instance", "class A{a=1;»b=this.a}ok(new A().b===1)"],
  ['"this" in a class field initialiser', "class A{static a=1;static b=»this.a}ok(A.b===1)"],
  ['"this" in a class field initialiser', "class A{a=1;b=()=>»this.a}ok(new A().b()===1)"],
  ['working "extends Error"', "»class A extends Error{}ok(new A('m').message==='m')"],
  ['working "extends TypeError"', "»class A extends TypeError{}ok(new A('m').message==='m')"],
  ['working "extends Array"', "»class A extends Array{constructor(){super();this.x=1}}ok(new A().x===1)"],
  ["?. (optional chaining)", "var o={a:1};ok(»o?.a===1)"],
  ["** operator", "ok(»2**3===8)"],
  ["**= operator", "var a=2;»a**=2;ok(a===4)"],
  ["??= operator", "var a;»a??=1;ok(a===1)"],
  ["||= operator", "var a=0;»a||=1;ok(a===1)"],
  ["&&= operator", "var a=1;»a&&=2;ok(a===2)"],
  ["in operator in the head of a for", "for(var i=(»'a' in {a:1})?1:0;i<2;i++)ok(i===1)"],
  ["do without a body", "var i=0;»do;while(i++<3);ok(i===4)"],
  ["way on from a debugger statement", "»debugger;ok(true)"],
  ["labels", "»x:for(var i=0;i<2;i++)for(;;)continue x;ok(i===2)"],
  ["with statement", "»with({a:1}){ok(a===1)}"],
  ["generators", "»function*g(){yield 1}ok(g().next().value===1)"],
  ["async functions", "»async function g(){}ok(true)"],
  ["new.target", "function F(){ok(»new.target)}new F()"],
  ["tagged templates", "function t(s){return s[0]}ok(»t`a`==='a')"],
  ['"\\u{…}" escapes', "ok(»'\\u{41}'==='A')"],
  ["line continuation in strings", "ok(»'a\\\nb'==='ab')"],
  ["BigInt", "ok(»1n>0)"],
  ["case after default", "»switch(2){default:break;case 2:ok(true)}"],
  [
    "end of line after return: it returns what the next line gives",
    "function f(a){if(a)»return\na=5;return 3}ok(f(1)===undefined)",
  ],
  [
    "end of line after return: it returns what the next line gives",
    "(function(a){if(!a) »return\nconst b=a;ok(b)})(1)",
  ],
  ["flag in /s", "ok(»/a.b/s.test('a\\nb'))"],
  ["a counted repetition {n} in regular expressions", "ok(»/a{2}/.test('aa'))"],
  ["a counted repetition {n} in regular expressions", "ok(»new RegExp('a{2}').test('aa'))"],
  ["a non-capturing group (?:) in regular expressions", "ok(»/(?:a)/.test('a'))"],
  ["look-ahead or look-behind in regular expressions", "ok(»/a(?!b)/.test('ac'))"],
  ["a named group in regular expressions", "ok(»/(?<n>a)/.test('a'))"],
  ["a repeated group in regular expressions", "ok(»/^(ab)+c/.test('ababc'))"],
  ["a repeated group in regular expressions", "ok(»/(a)?c/.test('c'))"],
  ["alternatives in a group in regular expressions", "ok(»/(ab|cd)/.exec('ab')[1]==='ab')"],
  ["a word boundary \\b in regular expressions", "ok(»/\\ba/.test(' a'))"],
  ["a word boundary \\b in regular expressions", "ok(»/a\\B/.test('ab'))"],
  ["a lazy repetition in regular expressions", "ok('aab'.replace(»/a+?/,'')==='ab')"],
  ["an optional ? in regular expressions", "ok(»/^\\d?x/.test('x'))"],
  ["nested groups in regular expressions", "ok(»/((a)b)c/.exec('abc')[1]==='ab')"],
  ["alternatives after a leading ^ without ^ in regular expressions", "ok(»/^a|b/.test('cb'))"],
  ["a back-reference in regular expressions", "ok(»/(a)\\1/.test('aa'))"],
  ["a \\u escape in regular expressions", "ok(»/\\u0041/.test('A'))"],
  ["Map", "ok(new »Map().size===0)"],
  ["Map", "ok(»globalThis.Map)"],
  ["RangeError", "ok(new »RangeError('m'))"],
  ["Array.from", "ok(»Array.from('ab').length===2)"],
  ["Date.UTC", "ok(»Date.UTC(2000,0,1)===946684800000)"],
  ["method .keys()", "ok(»[1].keys().next)"],
  ["method .entries()", "ok(»[1].entries().next)"],
  ["method .values()", "ok(»[1].values().next)"],
  ["method .toPrecision()", "ok(»1.5.toPrecision(2)==='1.5')"],
  ["method .at()", "ok(»'abc'['at'](0)==='a')"],
  [".BYTES_PER_ELEMENT", "ok(»new Uint8Array(1).BYTES_PER_ELEMENT===1)"],
  ["assignable length of arrays", "var a=[1,2];»a.length=0;ok(a.length===0)"],
  ["assignable length of arrays", "var a=[1,2];»a.length--;ok(a.length===1)"],
  ["JSON.parse reviver", "ok(»JSON.parse('1',function(){return 2})===2)"],
  ["JSON.stringify replacer", "ok(»JSON.stringify({a:1,b:2},['a']).indexOf('b')<0)"],
  ["replace() of a text with a function", "ok(»'a'.replace('a',function(){return 'z'})==='z')"],
  ["replaceAll() of a text with a function", "ok(»'a'.replaceAll('a',()=>'z')==='z')"],
];

const early: [name: string, source: string][] = [
  ["f", "ok(»f());function f(){return true}"],
  ["f", "(function(){ok(»f());function f(){return true}})()"],
  ["f", "function g(){return »f()}ok(g());function f(){return true}"],
  ["f", "var h=»f;ok(h());function f(){return true}"],
  ["i", "function o(){return »i();function i(){return true}}ok(o())"],
];

const shared: [name: string, source: string][] = [
  ["i", "var a=[];for(let i=0;i<2;i++)a.push(function(){return »i});ok(a[0]()===0)"],
  ["x", "var a=[];for(const x of [1,2])a.push(()=>»x);ok(a[0]()===1)"],
  ["k", "var a=[];for(const k in {p:1,q:2})a.push(()=>»k);ok(a[0]()==='p')"],
  ["x", "var a=[];for(const x of [1,2])a.push({f(){return »x}});ok(a[0].f()===1)"],
];

const accepted: string[] = [
  "var a=1;{let a=2;const b=a;if(b!==2)a=3}ok(a===1)",
  "var r='';for(const c of 'ab')r+=c+',';ok(r==='a,b,')",
  "var a=[],r=[1,2].filter(y=>y>1);for(const x of [1,2])a.push(r.some(y=>y===x));ok(!a[0]&&a[1])",
  "var a=[];for(const x of [1,2]){const y=x;a.push(()=>y)}ok(a[0]()===1)",
  "var a=[];for(let i=0,n=7;i<2;i++)a.push(()=>n);ok(a[0]()===7)",
  "var a=[];for(const x of [1,2])a.push(x=>x);ok(a[0](5)===5)",
  "var n=0;for(let i=0;i<3;i++)(()=>{n+=i})();ok(n===3)",
  "function f(){return true}ok(f())",
  "function g(){return f()}function f(){return true}ok(g())",
  "var h=()=>f();function f(){return true}ok(h())",
  "function g(f){return f}ok(g(true));function f(){}",
  "class A{x=1;y=-1;static b=[2].length+1;get c(){return this.x}static d(){return 3}}ok(new A().c+A.b+A.d()===6)",
  "class A{b(){return 1}}class B extends A{b(){return super.b()+1}}ok(new B().b()===2)",
  "var x=1,o={x,a(){return 2},get b(){return 3},set b(v){}};ok(o.x+o.a()+o.b===6)",
  "var a;ok((a??1)===1&&0b11===3&&0o17===15&&1_000===1000)",
  "var a='O';ok(`${a}${`K`}`==='OK')",
  "for(const k in {a:1})ok('a' in {a:1}&&k==='a')",
  "var i=0;do i++;while(i<3);while(i++<5);for(;i<9;i++);if(0);else ok(i===9)",
  "try{throw 1}catch{ok(true)}finally{}",
  "function f(){try{return 1}finally{}}ok(f()===1)",
  "switch(2){case 1:break;default:ok(true)}",
  "function f(a){if(a)return;\na=5;return a}ok(f(1)===undefined&&f(0)===5)",
  "var i=0;do{i++;if(i==1)continue\n}while(i<2);ok(i===2)",
  "var o={a:1};var b='a' in o;delete o.a;ok(b&&o.a===void 0)",
  "ok(Object.keys({a:1}).length+Object.values({a:1})[0]+Object.entries({a:1}).length===3)",
  "ok(Object.fromEntries([['a',1]]).a===1)",
  "ok(Object.assign({},{a:1}).a===1)",
  "ok(JSON.stringify(JSON.parse('{\"a\":1}'),null,1).length>7)",
  "ok('a-a'.replaceAll('a','b')==='b-b'&&'ab'.replace(/a/,()=>'b')==='bb')",
  "ok(/a|b$/.test('cb')&&/^a|^b/.test('b')&&/[^a-c\\d]+x*/.exec('1zx')[0]==='zx'&&/(.)b/.exec('ab')[1]==='a')",
  "ok(/\\{2\\}/.test('{2}')&&/[{2}?*+\\b]/.test('{')&&/\\(:/.test('(:'))",
  "ok(/^\\(a\\)+$/.test('(a))'))",
  "ok('\\u0041'==='A'&&'\\\\u{41}'.length===6)",
  "function Q(){this.length=3}ok(new Q().length===3)",
  "function escape(a){return a}ok(escape(true))",
  "ok([3,1].sort((a,b)=>a-b).find(x=>x>1)===3&&[1].includes(1)&&'a'.padStart(2,'0')==='0a')",
  "var b=new Uint8Array(3);b.set([1,2],1);b.fill(5,0,1);ok(b[0]+b[2]===7&&b.subarray(1).length===2)",
];

function rejectedSample(gap: string, marked: string): Sample {
  return {
    name: `rejects ${JSON.stringify(marked)}`,
    source: marked.replace("»", ""),
    gap,
    column: marked.indexOf("»") + 1,
  };
}

export const samples: Sample[] = [
  ...rejected.map(([gap, marked]) => rejectedSample(gap, marked)),
  ...early.map(([name, marked]) =>
    rejectedSample(`function hoisting: "${name}" is used before its definition`, marked),
  ),
  ...shared.map(([name, marked]) =>
    rejectedSample(`new "${name}" in each round of a loop: the functions made in it share the last one`, marked),
  ),
  ...accepted.map((source) => ({ name: `accepts ${JSON.stringify(source)}`, source })),
];
