package page

// HighlightCSS returns the styles of highlighted code. Colours are custom properties, so that a theme changes them
// in one place; they follow the reader's light or dark setting, and data-theme on the root element overrides it.
func HighlightCSS() string { return highlightCSS }

// The class names are chroma's: k keyword, s string, c comment, m number, n name, o operator, g diff.
const highlightCSS = `:root, :root[data-theme="light"] {
  --code-text: #24292f; --code-keyword: #a3184f; --code-string: #0a3069; --code-comment: #57606a;
  --code-number: #0550ae; --code-name: #6639ba; --code-added: #116329; --code-removed: #a40e26; --code-marked: #fff3c4;
}
@media (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) {
    --code-text: #e6edf3; --code-keyword: #ff8fb1; --code-string: #a5d6ff; --code-comment: #9aa4af;
    --code-number: #79c0ff; --code-name: #d2a8ff; --code-added: #7ee787; --code-removed: #ffa198; --code-marked: #4b3d12;
  }
}
:root[data-theme="dark"] {
  --code-text: #e6edf3; --code-keyword: #ff8fb1; --code-string: #a5d6ff; --code-comment: #9aa4af;
  --code-number: #79c0ff; --code-name: #d2a8ff; --code-added: #7ee787; --code-removed: #ffa198; --code-marked: #4b3d12;
}
.chroma { color: var(--code-text); }
.chroma .k, .chroma .kc, .chroma .kd, .chroma .kn, .chroma .kp, .chroma .kr, .chroma .kt, .chroma .ow { color: var(--code-keyword); }
.chroma .s, .chroma .s1, .chroma .s2, .chroma .sa, .chroma .sb, .chroma .sc, .chroma .sd, .chroma .se, .chroma .sh,
.chroma .si, .chroma .sr, .chroma .ss, .chroma .sx, .chroma .dl { color: var(--code-string); }
.chroma .c, .chroma .c1, .chroma .ch, .chroma .cm, .chroma .cp, .chroma .cpf, .chroma .cs { color: var(--code-comment); font-style: italic; }
.chroma .m, .chroma .mb, .chroma .mf, .chroma .mh, .chroma .mi, .chroma .il, .chroma .mo { color: var(--code-number); }
.chroma .na, .chroma .nb, .chroma .nc, .chroma .nd, .chroma .ne, .chroma .nf, .chroma .fm, .chroma .nt { color: var(--code-name); }
.chroma .gi { color: var(--code-added); }
.chroma .gd, .chroma .err { color: var(--code-removed); }
.chroma .gh, .chroma .gu, .chroma .gs { font-weight: 600; }
.chroma .ge { font-style: italic; }
.chroma .hl { background: var(--code-marked); display: block; }
.chroma .ln, .chroma .lnt { color: var(--code-comment); padding-right: 1ch; user-select: none; }
`
