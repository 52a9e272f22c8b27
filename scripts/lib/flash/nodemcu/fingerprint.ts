/**
 * What is compared in place of a file: its length, and its bytes as the digits of a number, modulo two primes (Rabin's
 * fingerprint). Two files of a length that differ by accident agree once in 2^45 times. It needs no module, which a
 * hash of the chip's would, no bit operators, which Lua 5.1 has not, and no product beyond 31 bits, which Lua with 32-bit integers
 * would wrap.
 */
const BASES: readonly (readonly [number, number])[] = [
  [257, 8_355_961],
  [263, 8_165_329],
];

export function fingerprint(bytes: string): string {
  const sums = BASES.map(([base, modulus]) => {
    let sum = 0;
    for (let i = 0; i < bytes.length; i++) sum = (sum * base + bytes.charCodeAt(i)) % modulus;
    return sum;
  });
  return [bytes.length, ...sums].join(":");
}

/** The same on the chip, as `up.print(name)`, in lines that its console takes; nil where there is no such file. */
export const FINGERPRINT_FUNCTIONS: readonly string[] = [
  "function up.add(s)local x,y=up.x,up.y for i=1,#s do local c=s:byte(i)" +
    BASES.map(([base, modulus], i) => `${"xy"[i]}=(${"xy"[i]}*${base}+c)%${modulus}`).join(" ") +
    " end up.x,up.y,up.l=x,y,up.l+#s end",
  // Where the chip has a watchdog that Lua must feed, it has the function for it.
  "function up.read(f)up.x,up.y,up.l=0,0,0 repeat local s=f:read(256)if s then up.add(s)if tmr.wdclr then tmr.wdclr()end end until not s f:close()end",
  'function up.print(n)local f=up.open(n,"r")if f then up.read(f)return up.l..":"..up.x..":"..up.y end end',
];
