/**
 * A chunk of Lua with what is hard in an image: constants of every type and more of them than an instruction can name, strings with
 * each byte and of the lengths around which the hash takes every second byte, functions in functions with upvalues, varargs, runs
 * of more than 126 instructions on a line, steps of lines forwards and backwards that take one, two and three bytes.
 */
export const LFS_SOURCE = [
  'local everyByte, empty, zero, tenth, far = "' +
    Array.from({ length: 256 }, (_, byte) => `\\${String(byte).padStart(3, "0")}`).join("") +
    '", "", 0, 0.1, -1.5e300',
  `local lengths = {${[31, 32, 33, 63, 64, 65].map((length) => `"${"abcdefg".repeat(10).slice(0, length)}"`).join(", ")}}`,
  "local function of(nothing, ...)",
  "  if nothing == nil or nothing == true or nothing == false then return zero, ... end",
  "  local count = select('#', ...)",
  "  return function(step)",
  "    zero = zero + step",
  "    return count, zero, everyByte, lengths",
  "  end",
  "end",
  `local many = {${Array.from({ length: 300 }, (_, i) => i * 3 + 0.5).join(", ")}}`,
  `local named = {${Array.from({ length: 60 }, (_, i) => `name${i} = "value${i}"`).join(", ")}}`,
  "local sum = of(",
  "  tenth,",
  "  far + (",
  "\n".repeat(70),
  "  many[1]",
  "  ) * named.name7:len(), empty)",
  "\n".repeat(9000),
  "for i = 1, 3 do sum(i) end for key, value in pairs(named) do many[key] = value end",
  "return sum(1, many)",
  "",
].join("\n");

/**
 * What luac.cross of NodeMCU's branch release (commit 36cbf9f, the one for floating point) makes of it, run as
 * `luac.cross -f -o x.img mote.lua`, in Base64.
 */
export const LFS_IMAGE =
  "H4sIAAAAAAAEAwtZ+OsXixEDQz4PAwMHAwNDFxAzMDLAgQkThMUHFHsIFZcH0qpArA3EhkBsjqQexPIE8v2hYqFQOhpIJ6Kpy0XiFwPZlUBcD8St" +
  "aOpAvIlYxGAi29HkDgP5r5kQYrfR5J8j8X8A2f+Q+LtZGBg+QvUKQGkZIL2KBcLWYGIgCmwFqnPAozYIKheBpiYFj54CqFwZkK6Bsjug9FwkfSuh" +
  "7PVoZh0E8o8jiZ0FsicB/XWTgJ++Q+X/QmknZgYGD2aEHj9mVP0hQH4UklgCM3bz04DiOUBcBJVvh9K9UHoylJ6Jpn8+Gv8A0A+rgWIboeLbkeT3" +
  "oqk9DOSvh8blNajcHSD9CMp+gab+HZD/BYh/ATEbUB8PVK8QC0KdBJAtB+WrAGktIDaA8s2Q1NkA2U4smEHhgUXMDygWDcRJULkMFuxhmAcVL0GT" +
  "rwLyG7DoaYOK9UDpGUB6HhAvQVK7FU0fiwOQL1HAABLOzS9JhcmCxJn41nOxAfl5ibmpJkYQCZA488I+XlaoOEiYA5jHwOYwYJrNOmX9L5gZxgYI" +
  "M9gOxO9jB/JsNXJKE5M14eLsGy9/gKu3RKjnSMjjh9lpgORGzrmGcLcYI4lnLLh2DmR+WWJOaaqpOdwcvn/ZMjDzocIMILfzuiyThYkbAcWdoX7i" +
  "W8j+Cm6OoTHcHIEPIY/h5pgg7BXKPiMEck9BYmZRMZJ7hN281yDcYwRXn1Vc+xxujilCvfi1wGlw9SYI9VIS824gxC3h4tITleMR5pvBxWVSZv+F" +
  "ixsj3C97/JgWwhyEuB7ztdVwcSNDuLiSZE4VQj1CfHvdyjZE+BjAxZcetpaxB3ISk5JTUtPSyaXg5qW5XbRA+A9hj6YTsx3Cf4h43upYAw9XQzNE" +
  "uOrumgdPLyBfdEPjWa/z1DM2uPkI9e8FlnPDxQ0R4hucFnLCxZHi33DH0d9we4HOFIGaz7zLuw4RTiZwc0yfuFrD1VswMEyHqt/+c8ZjKaA4K0cb" +
  "S92BugPmQMTI2N7IyHm6kXFzbyM/G8JOi+274fnUFCmfWgZOeAA3G8ntNg4lJxBxiQgzW7Pp8DxgiJQ37AMfZiPcbgFXf+D6j26EOCItOr4QnYxI" +
  "Qwj1ThcOfoSXJ0h522XGjqdwcaS4+jlxPTxsTIDGSMHKmfXhPxHuR6R1v5hLpYg0gkij/grq4vC4skCYf6VS9QlcHGiMFRPEfL9vr+F528QYoT5M" +
  "hh8ePiZI4RPxkhMpfBDhmes8xwrhTkSajYn74IoIH0RaeDGZE55mjZHCIfl8gTFCPcL81FsRcPVGQPUboeGT9jIGnsahRQrYX0f27IOHpzEwHGyh" +
  "6jMsCqQcGSjOq4lJQDPSoWZmZbPwwdxggeSGChUWeBgaA70SBw3z3JhXnYgwRMRp/ttH8DQMKo58YHH04mcAIt+bMrhBxa/E/3wFNx+pPC3+ygiv" +
  "V4yQ0l7JVN17iLBFxFF5cnY3SH0TJ0sTG9BPi6HmV6RoXEaoR5SbleUqL+HmI9n7S7TmETyNAZXrQc35GWjcgzDHkuEkrBxivDUbEQ5GDFxQ9bZv" +
  "IhsQ6hHh0zjxnyEizZvCxZubdjiB2/qMTMwsrGzsHJxc3Dy8fPwCgkLCIqJi4hKSUtIysnLyCopKyiqqauoamlraOrp6+gaGRsYmpmbmFpZW1ja2" +
  "dvYOjk7OLq5u7h6eXt4+vn7+AYFBwSGhYeERkVHRMbFx8QnQkj0jMys7Jzcvv6CwqLiktKy8orKquqa2rr6hsam5pbWtvaOzq7unt69/wsRJk6dM" +
  "nTZ9xsxZs+fMnTd/wcJFi5csXbZ8xcpVq9esXbd+w8ZNm7ds3bZ9x85du/fs3bf/wMFDh48cPXb8xMlTp8+cPXf+wsVLl69cvXb9xs1bt+/cvXf/" +
  "wcNHj588ffb8xctXr9+8fff+w8dPn798/fb9x89fv//8/fefASnttR5cj8jXSGV2G6sOPL+YIKnvbJmvh0hjiLTRa6MOL6+MkcqHPsnX8LaOCVJb" +
  "Z+KbnSqIOEXE0fTMyd/gaQNJ/Yz2nMOIOEWUnzN1mtc6UCGfIofJbOklExF2IcrwuQ56koj0hmh/zFf7Dm+HmSOZs5D7EDxsjYCBOBeanpfeqixA" +
  "mI8o61YG3HoGV48Uhqu+GMHzqSFSPl2tEssJD3OkOm7ttrOy8DAEqr8KtXfDXVF4HJkilaVbbM/bIvxlyrAXqn5rl94pRWLCFqjmLayOLqpC2IHk" +
  "h53tPx7B3YqUznYtyf0D9zNSfO955gMvl42A0S0GzfMHqk7Cw9QQyZyD3Qn/EOkSURYc6lHJkCfsB7j6w0I3pyPqJwuGJqi9R7I3PoS7H6ndcGy+" +
  "D7y+MUEq404qmgQh3IOI41MPzhkgzEek+zN/5/2EhxtSOJzd6g3Ph2ZIaeuck7MlPI6R6t0Li5Q44OGDlCYutysVIuw1YdgNqxukJeHxZYgUXzeb" +
  "c1Yi8iei3XAvtemIAhFpAjk/3dc6U88J5DuAOlN6wL4NktyDlYdyEeGEsOfR7A9wfxgB/ZEFde+LwBZ4PJggxcOry6y28PBDas+8y/dbhjDfkuE8" +
  "NJ2+N4uH16GmSOZ8uZHdBhIvTs1JTS5BiH/zEYHX3aAseBlW901wAvcTW5lZGZH9/MPzuAYijxszPIXVcelc8DrREBj996Hivz5YpSPcacGgBBV3" +
  "AoqBDFYG4pPM0HxZd9ABoRZRDv2VyfgDTxNAYRaoGTb1zAygbn5Oah7DUqgZK+PewMsUU6CHXIDyPgwNDB4MIHYDQwuQPgK0moWxgTGOoYFJDijH" +
  "gASOQfvM05D6ztFIbE4ktSB7YHwWRgbW82j9bVjAIQ9bgdiwvjuIWoXEDmdwYBA7wNAQ7gCkHRgaxBuAdANDA8jNT4F4HhC3HmBgOAis7EHjdnOA" +
  "Tn8CFIMawcgC9AuQzXgPiJH99Qg0FgbED4H4IhOmv0DxLwKND5AkKEy5oKqYGZlZWYEKYGNGILukGBFuhhkG0jNrJgjstAexTSMY0nRfO/4DsX8x" +
  "I9T7Ifn3JJL4XCQzi5DEO5jQ7Xpgjxja4XFAsKWQ2MpIbE0ktj6C3WCExDZFYlsgsa2R2HYI9gEHBNvBCUncGUncFUncDUncA0ncE0ncG0ncB0nc" +
  "D0ncH8FeEIBgJwQi2ApBCPYDJPaCYCT1IUjqQ5HUI7EXhCGpD0dSH4GkHom9IBJJfRSS+mgk9UjsBTFI6mOR1MchqUdiL4hHsA0SEOwJSOwPSOyA" +
  "RAR7AxJbIAnBLkBiX0BiGyQjmY/E/oDEDkhBMh+JLZCKZD4S+wIS2yANyXwk9gckdkA6kvlIbIEMJPOR2BeQ2AaZSOYjsT8gsQOykMxHYgtkI5mP" +
  "xL6AxDbIQTIfif0BiR2Qi2Q+ElsgD8l8JPYFJLZBPpL5SOwPSGyNAgQ7AondgcTegcR+gcSWKESwPZDYFUjsFUjsG0hsjiIE2wKJnYHEnoHEPoHE" +
  "/oHE1ihGcj8SuwOJvQOJ/QKJLVGC5H4kdgUSewUS+wYSm6MUyf1I7Awk9gwk9gkk9g8ktkYZkvuR2B1I7B1I7BdIbIlyJPcjsSuQ2CuQ2DeQ2BwV" +
  "SO5HYmcgsWcgsU8gsX8gsTUqkdyPxO5AYu9AYr9AYktUIbkfiV2BxF6BxL6BxOaoRnI/EjsDiT0DiX0Cif0Dia1Rg+R+JHYHEnsHEvsFEluiFsn9" +
  "SOwKJPYKJPYNJDZHHZL7kdgZSOwZSOwTSOwfSGyNeiT3I7E7kNg7kNgvkNg8DQi2ChLbBokdgsTOQWK3ILHnILG3ILHPILGfILH/ILFFGhFsHSS2" +
  "CxI7BoldgsTuQWIvQWLvQWJfQWK/QWKzNCHYMkhsEyS2DxI7BYldg8SegsReg8Q+gsS+g8T+gsTmaUYKfyS2DRI7BImdg8RuQWLPQWJvQWKfQWI/" +
  "QWL/QWKLtCCFPxLbBYkdg8QuQWL3ILGXILH3ILGvILHfILFZWpHCH4ltgsT2QWKnILFrkNhTkNhrkNhHkNh3kNhfkNg8bUjhj8S2QWKHILFzkNgt" +
  "SOw5SOwtSOwzSOwnSOw/SGyRdqTwR2K7ILFjkNglSOweJPYSJPYeJPYVJPYbJDZLB1L4I7FNkNg+SOwUJHYNEnsKEnsNEvsIEvsOEvsLEpunEyn8" +
  "kdg2SOwQJHYOErsFiT0Hib0FiX0Gif0Eif0HiS3ShRT+SGwXJHYMErsEid2DxF6CxN6DxL6CxH6DxGbpRgp/JLYJEtsHiZ2CxK5BYk9BYq9BYh9B" +
  "Yt9BYn9BYvP0gNmGSH3GNGYE+zCS+HkktggSeytSP9QcSfw+Un/TA8nMq0hqapDUnEQS10Iy0w1JzWQkcwyQ1MxFUuOAxO5BUrMdSe9tJLumI7H/" +
  "IbE9kPSaIbFfI5nvhCTuj6T3HZJdD5HE5yGpT0BSsxdJzUok87mQ2BFI7OdI6gWQxFcjmSmGJP4ISfw4kvh6JHY3kpkZSO7sRdK7FIl9GUnvTCTx" +
  "FCTxm0jsw0hqypDEPyKxPZHcUIAk/gJJrwyS+EEk9lMktjySOX5IenmQ/JWExN6IpGY9kngIkng9kpl3kMQlkNTvRnLDViR2FhL7C5LexUji25HM" +
  "b0ISX4JkvjaSmiok8SgkM+OQ9OYhqZmIpJcPiZ2LxPZB0tuKJO6EZL4NkplCSGw5JLYGkjkmSOwgJDYLElsPic2GZI4SkngxkntUkOMOSbwBSdwK" +
  "Se8PJDWJSOxrSP6agaQ3FEnNfCQ16Uji35HM34ukphJJjTMS2xaJXYJkVw6S3gNI4u1I4hDWB/B43W4WdHEOcBkejWQ+iOkInPRqBI5rHgSOczIy" +
  "MjJ4MTIwNzoyMhxsZGRgPMTI4MjExNDoxMRwEJjYkhwZmJdA9ENNaWA6xcggyXiICaiOGaiOGaiOmYERmIkdmVkYGp1ZGA42szAwHmFhcGRhZWh0" +
  "YWU42MLKwHiUlcGRlY2h0ZWN4WArGwPjMTYGRzZ2hkY3doaDwBUvjMfZGRzZORga3TkYDrZzMDCe4GBw5OBkaPTgZDjYwcnAeJKTwZGTi6HRk4vh" +
  "YCcXA+MpLgZHLm6GRi9uhoNd3AyMp7kZHLl5GBq9eRgOdvMwMJ7hYXDk4WVo9OFlONjDy8B4lpfBkZePodGXj+FgLx8D4zk+Bkc+foZHjkC/OPEz" +
  "ODbxMzQe4mc4yCTAwOgswODYLMDQeFiA4SCzIAOjiyCDY4sgQ+MRQYaDLEIMjK5CDI6tQgyNR4UYDrIKMzC6CTM4tgkzNB4TZjjIJsLA6C7C4Ngu" +
  "wtB4XIThILsoA6OHKINjhyhD4wlRhoMcYgyMnmIMjp1iDI0nxRgOcoozMHqJMzh2iTM0nhJnOMglwcDoLcHg2C3B0HhaguEgtyQDo48kg2OPJEPj" +
  "GUmGgzxSDIy+UgyOvVIMjWelGA7ySjMw+kkzOPZJMzxqBMULkM0kA4wXGWC8yADjRYbBkVkWGC+ywHiRBcaLLDBe5IDxIgeMFzlgvMgB40UeGC/y" +
  "wHiRB8aLPDBeFIDxogCMFwUGxuMKwHhRBMaLIjBeFIHxogiMFyVgvCgB40UJGC9KwHhRBsaLMjBelIHxogyMFxVgvKgA40UFGC8qwHhRBcaLKjBe" +
  "VIHxogqMFzVgvKgB40UNGC9qwHhRB8aLOjBe1IHxog6MFw2GRwdB8aIBjBcNYLxoAONFExgvmsB40QTGiyYwXrSA8aIFjBctYLxoAeNFGxgv2sB4" +
  "0QbGizYwXnSA8aIDjBcdYLzoAONFFxgvusB40QXGiy4wXvSA8aIHjBc9YLzoAeNFHxgv+sB40QfGiz4wXgyA8WIAjBcDYLwYAOPFEBgvhsB4MQTG" +
  "iyEwXoyA8WIEjBcjYLwYAePFGBgvxsB4MQbGizEwXkyA8WICjBcThkeMjMB4AbKZTIHxYgqMF1NgvJgC48UMGC9mwHgxA8aLGTBezIHxYg6MF3Ng" +
  "vJgD48UCGC8WwHixAMaLBTBeLIHxYgmMF0tgvFgC48UKGC9WwHixAsaLFTBerIHxYg2MF2tgvFgD48UGGC82wHixAcaLDTBebIHxYguMF1tgvNgC" +
  "48UOGC92wHixA8aLHTBe7IHxYg+MF3tgvNgD48UBGC8OwHhxAMaLAzBeHIH5BegXJ0dgvDgC48URGC/AZRHOTsB4cQLGixMwXpyB8eIMjBdnYLw4" +
  "A+PFBRgvLsB4cQHGiwswXlyB8eIKjBdXYLy4AuPFDRgvbsB4cQPGixswXtyB8eIOjBd3YLy4A+PFAxgvHsB48QDGiwcwXjyB8eIJjBdPYLx4AuPF" +
  "CxgvXsB48QLGixcwXryB8eINjBdvYLx4A+PFBxgvPsB48QHGiw8wXnyB8eILjBdfYH5hlOQ6BCx3DvkyNDL5MXA2NbE4OvkxNDZB2YeAbCZ/qLg/" +
  "UBzKPgRkMwVAxQOA4lD2ISCbKRAqHggUh7IPAdlMQVDxIKA4lH0IyGYKhooHA8Wh7ENANlMIVDwEKA5lHwKymUKh4qFAcSj7EJDNFAYVDwOKQ9mH" +
  "gGymcKh4OFAcyj4EZDNFQMUjgOJQ9iEgmykSKh4JFIeyDwHZTFFQ8SigOJR9CMhmioaKRwPFoexDQDZTDFQ8BigOZR8CsplioeKxQHEo+xCQzRQH" +
  "FY8DikPZh4BspnioeDxQHMo+BGQzJUDFE4DiUPYhIJspESqeCBSHsg8B2UxJUPEkoDiUfQjIZkqGiicDxaHsQ0A2UwpUPAUoDmUfArKZUqHiqUBx" +
  "KPsQkM2UBhVPA4pD2YeAbKZ0qHg6UBzKPgRkM2VAxTOA4lD2ISCbKRMqngkUh7IPAdlMWVDxLKA4lH0IyGbKhopnA8UhbGA/h7mBqYHx4KFshmOH" +
  "mpgZnQMZ2JiZWRqZcxi4m5nZZJqB2ZmpmfXMISaQSoaYJgamRqDag045wHIpm2FBE0NDA3MDywHmBrY5wOw8/9C/+tamHIYDTAwsc5gYGcWAy6VP" +
  "NjazLWwCrq1g+F8PtIsFZBfQLOa5QHvnAds/yHOjEsC5TUPgZKc4kP6INFELm/PdDBSTZmJA3kqBUMTAZOUD2m+BOh+ad/jgLUdQ20acATKPmwJk" +
  "xwGNALVtuoB2HwTyFzk0MADnnxmR3RIPNCsViON4GFCAKtR8UNMNNC+L1S2MDCw8b5N7bViSlDaLHXAQzFg6gzkrqWm1kt5GsfgyyUOsRwPUYVPF" +
  "DWgGAA1mUoAJCTAwCICZwMYGgwIDkwIHaEeJAgcTNltBJgHVAD0GWqwkgBQODqAwY3EQaGEALhmfwsAEnIBvUG/gbFDxZKAzUPCcpEI0YnGkguMO" +
  "CANbr31gcwBJsfTBmDMAAA==";
