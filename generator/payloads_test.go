package generator

import (
	"strings"
	"unicode/utf8"
)

// The canary is what each script of the data would do if it ran, and each address what it would ask for.
const (
	canaryScript = "window.__pwned=1;alert(1)"
	canaryHost   = "pwned.example"
	tower        = "\u0301\u0316\u0489\u0334" // marks that one letter may carry any number of
)

// payloads are what somebody would write into a caption, a coupon code or a file's name who wants a report to misbehave,
// and what nobody means harm with but breaks layouts.
func payloads() []string {
	return []string{
		// Markup that comes alive where text is not escaped, or escaped for another context.
		"<script>" + canaryScript + "</script>",
		"</script><script>" + canaryScript + "</script>",
		"</title></style></textarea></noscript><img src=x onerror=" + canaryScript + ">",
		"<svg/onload=" + canaryScript + ">",
		"<img src=//" + canaryHost + "/a.png srcset=//" + canaryHost + "/b.png>",
		"<link rel=stylesheet href=//" + canaryHost + "/c.css><style>@import '//" + canaryHost + "/d.css'</style>",
		"<iframe srcdoc='<script>parent." + canaryScript + "</script>'></iframe>",
		"<base href=//" + canaryHost + "/><meta http-equiv=refresh content='0;url=//" + canaryHost + "/'>",
		"<form action=//" + canaryHost + "><button autofocus onfocus=" + canaryScript + ">x</button></form>",
		"<!--<script>--><plaintext>",
		"]]><![CDATA[<script>" + canaryScript + "</script>",
		`" onmouseover="` + canaryScript + `" autofocus onfocus="` + canaryScript + `" x="`,
		"' onmouseover='" + canaryScript + "' x='",
		"` onmouseover=" + canaryScript + " x=`",
		"\u2028" + canaryScript + "\u2029//",
		`\u003cscript\u003e` + canaryScript + `\u003c/script\u003e`,
		"&lt;script&gt;" + canaryScript + "&lt;/script&gt; &#60;img src=x onerror=" + canaryScript + "&#62;",
		"%3Cscript%3E" + canaryScript + "%3C/script%3E",
		"+ADw-script+AD4-" + canaryScript + "+ADw-/script+AD4-",
		// Addresses.
		"javascript:" + canaryScript,
		" JaVa\tScRiPt:" + canaryScript,
		"data:text/html,<script>" + canaryScript + "</script>",
		"vbscript:msgbox(1)",
		"https://user:pw@" + canaryHost + "/?q=<script>" + canaryScript + "</script>",
		"//" + canaryHost + "/x",
		// Templates, shortcodes and Markdown.
		"{{ .Site }} {{ printf \"%s\" . }} {{define \"main\"}}x{{end}}",
		"{{< sources >}} {{% raw %}} {{< include \"../../site.toml\" >}}",
		"${" + canaryScript + "} #{1+1} <%= 1+1 %> {% raw %}",
		"[x](javascript:" + canaryScript + ") ![x](//" + canaryHost + "/e.png) <javascript:" + canaryScript + ">",
		"```\n+++\ntitle = \"x\"\n+++\n---\n# x",
		"%s %d %!x(MISSING) %n",
		// SQL.
		"'; drop table posts; --",
		`"; attach '/tmp/x' as x; --`,
		"1' or '1'='1' union select getenv('HOME') --",
		// Spreadsheets.
		"=cmd|' /C calc'!A0",
		"+1+cmd|' /C calc'!A0",
		"-2+3+cmd|' /C calc'!A0",
		"@SUM(1+1)*cmd|' /C calc'!A0",
		"\t=HYPERLINK(\"//" + canaryHost + "\",\"x\")",
		"\r=1+1",
		"\u200b=1+1",
		"＝1+1",
		// Paths.
		"../../../../etc/passwd",
		`..\..\..\windows\win.ini`,
		"con", "NUL.txt", ".", "..", "/", "index.html", "assets", "month",
		"%2e%2e%2f%2e%2e%2fetc%2fpasswd",
		// Characters.
		"\u202egnp.exe\u202c \u2066rtl\u2069 \u200f\u061c",
		"zero\u200bwidth\u200c\u200d\u2060\ufeffword",
		"\x1b[31mred\x1b[0m \x07\x08\x0b\x0c\x7f \u0085",
		"\U000e0041\U000e0042tags \ue000private \ufff9x\ufffb",
		"👩‍👩‍👧‍👦🏳️‍🌈🇬🇧 e\u0301 한국어 العربية עברית हिन्दी ไทย ﷽",
		"Z" + strings.Repeat(tower, 60) + "algo",
		"İstanbul ſtraße ǅ ﬁ K",
		strings.Repeat("W", 5000),
		strings.Repeat("ﷺ", 1000),
		strings.Repeat("漢", 5000),
		strings.Repeat("a\n", 300),
		strings.Repeat("\u00a0", 500) + "x",
		// A second language's words for null and total.
		"null", "NaN", "-", "Total", "__proto__", "constructor", "toString", "undefined", "true", "0", "-0", "1e999",
	}
}

// named are the payloads that can be a name in the data: not blank, and no word that stands for an empty cell or a row of
// totals, which are read as such.
func named() []string {
	var out []string
	for _, p := range payloads() {
		switch p {
		case "null", "NaN", "-", "Total":
		default:
			out = append(out, p)
		}
	}
	return out
}

// fileNames are the payloads that a file system takes as a name, shortened to what it takes.
func fileNames() []string {
	var out []string
	for _, p := range payloads() {
		p = strings.Map(func(r rune) rune {
			if r == '/' || r == 0 {
				return '∕'
			}
			return r
		}, p)
		for len(p) > 120 {
			_, n := utf8.DecodeLastRuneInString(p)
			p = p[:len(p)-n]
		}
		if !strings.HasPrefix(p, ".") { // a hidden file is no data
			out = append(out, p)
		}
	}
	return out
}
