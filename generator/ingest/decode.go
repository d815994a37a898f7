package ingest

// From bytes on disk to UTF-8 text. A file is walked once before anything is decided: its hash, its real size, and
// whether it is the text that it claims to be, so that a truncated archive or a picture named .csv stops here.

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"likewise/generator/diag"
)

const (
	maxText  = 4 << 30 // decompressed bytes of one file
	maxRatio = 500     // decompressed over compressed, once the text is large
	headSize = 256 << 10
)

// facts is what one walk over a file found.
type facts struct {
	path     string // on disk
	name     string // as messages say it, relative to the site
	size     int64  // on disk
	text     int64  // decompressed
	sha      string // of the bytes on disk, hex
	packing  string // "", "gzip" or "zstd"
	encoding string // "utf-8", "utf-16le", "utf-16be" or "windows-1252"
	bom      int    // bytes of byte order mark
	shape    string // "text", "parquet" or "xlsx"
	head     []byte // the first bytes, decompressed
}

// survey walks the file once.
func survey(path, name string) (facts, error) {
	f := facts{path: path, name: name}
	file, err := os.Open(path)
	if err != nil {
		return f, unreadable(name, err)
	}
	defer file.Close()
	st, err := file.Stat()
	if err != nil {
		return f, unreadable(name, err)
	}
	if !st.Mode().IsRegular() {
		return f, diag.Problem{Code: "not-a-file", File: name, Text: fmt.Sprintf("%q is not a regular file", name), Hint: "name files, or a pattern such as data/*.csv"}
	}
	f.size = st.Size()
	hash := sha256.New()
	raw := bufio.NewReaderSize(io.TeeReader(file, hash), 256<<10)
	magic, _ := raw.Peek(4)
	f.packing = packingOf(magic)
	text, err := unpack(raw, f.packing)
	if err != nil {
		return f, broken(name, f.packing, err)
	}
	defer text.Close()
	if err := f.walk(text); err != nil {
		return f, broken(name, f.packing, err)
	}
	if _, err := io.Copy(io.Discard, raw); err != nil {
		return f, unreadable(name, err)
	}
	f.sha = hex.EncodeToString(hash.Sum(nil))
	return f, f.sane()
}

func packingOf(magic []byte) string {
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		return "gzip"
	case bytes.HasPrefix(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return "zstd"
	}
	return ""
}

func unpack(r io.Reader, packing string) (io.ReadCloser, error) {
	switch packing {
	case "gzip":
		return gzip.NewReader(r)
	case "zstd":
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
		if err != nil {
			return nil, err
		}
		return d.IOReadCloser(), nil
	}
	return io.NopCloser(r), nil
}

// walk counts the text, keeps its head and finds its encoding.
func (f *facts) walk(r io.Reader) error {
	buf := make([]byte, 256<<10)
	valid, carry := true, 0
	for {
		n, err := r.Read(buf[carry:])
		f.text += int64(n)
		if room := headSize - len(f.head); room > 0 {
			f.head = append(f.head, buf[carry:][:min(room, n)]...)
		}
		if f.text > maxText || f.packing != "" && f.text > 64<<20 && f.text > maxRatio*f.size {
			return errBomb
		}
		if err != nil && err != io.EOF {
			return err
		}
		chunk := buf[:carry+n]
		whole := len(chunk)
		if err == nil {
			whole = wholeRunes(chunk)
		}
		valid = valid && utf8.Valid(chunk[:whole])
		carry = copy(buf, chunk[whole:])
		if err == io.EOF {
			break
		}
	}
	f.encoding, f.bom = encodingOf(f.head, valid)
	f.shape = shapeOf(f.head)
	return nil
}

// wholeRunes is the length of b without an incomplete last rune.
func wholeRunes(b []byte) int {
	for i := 1; i <= min(utf8.UTFMax, len(b)); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return len(b) - i
			}
			return len(b)
		}
	}
	return len(b)
}

// encodingOf reads the byte order mark, or looks for the zeros of UTF-16, or settles on Windows-1252 for text that is no UTF-8.
func encodingOf(head []byte, validUTF8 bool) (name string, bom int) {
	switch {
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		if validUTF8 {
			return "utf-8", 3
		}
		return "windows-1252", 3
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return "utf-16le", 2
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return "utf-16be", 2
	}
	even, odd := zeros(head[:min(len(head), 4096)])
	switch {
	case odd > 0.3 && even < 0.05 && !binary(head):
		return "utf-16le", 0
	case even > 0.3 && odd < 0.05 && !binary(head):
		return "utf-16be", 0
	case validUTF8:
		return "utf-8", 0
	}
	return "windows-1252", 0
}

// binary reports control bytes that no text has, whatever its encoding.
func binary(head []byte) bool {
	n := 0
	for _, c := range head {
		if c != 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			n++
		}
	}
	return n > len(head)/100+2
}

// zeros is the share of zero bytes at even and at odd places.
func zeros(b []byte) (even, odd float64) {
	if len(b) < 2 {
		return 0, 0
	}
	for i, c := range b {
		if c != 0 {
			continue
		}
		if i%2 == 0 {
			even++
		} else {
			odd++
		}
	}
	half := float64(len(b)) / 2
	return even / half, odd / half
}

func shapeOf(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("PAR1")):
		return "parquet"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "xlsx"
	case bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return "xls"
	}
	return "text"
}

// sane refuses what cannot be a table.
func (f facts) sane() error {
	p := diag.Problem{File: f.name}
	lead := bytes.ToLower(bytes.TrimSpace(f.head[f.bom:min(len(f.head), f.bom+512)]))
	switch {
	case f.text == int64(f.bom):
		p.Code, p.Text, p.Hint = "empty-file", fmt.Sprintf("%q is empty", f.name), "export it again"
	case f.shape == "xls" && bytes.Contains(f.head, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")):
		p.Code, p.Text, p.Hint = "locked-workbook", fmt.Sprintf("%q is a workbook with a password", f.name), "save it without a password, or as CSV"
	case f.shape == "xls":
		p.Code, p.Text, p.Hint = "old-excel", fmt.Sprintf("%q is an old Excel file (.xls)", f.name), "save it as .xlsx or CSV"
	case f.shape != "text":
		return nil
	case isMarkup(lead):
		p.Code, p.Text, p.Hint = "html-file", fmt.Sprintf("%q is a web page or XML, not a table", f.name), "export it again as CSV, JSON or XLSX (a page may ask to log in), or open it in a spreadsheet and save it as .xlsx"
	case bytes.HasPrefix(lead, []byte("%pdf-")):
		p.Code, p.Text, p.Hint = "pdf-file", fmt.Sprintf("%q is a PDF, not a table", f.name), "export CSV, JSON or XLSX instead"
	case (f.encoding == "utf-8" || f.encoding == "windows-1252") && (bytes.Count(f.head, []byte{0}) > len(f.head)/100+8 || binary(f.head)):
		p.Code, p.Text, p.Hint = "binary-file", fmt.Sprintf("%q is not text, JSON, Parquet or XLSX", f.name), "export it again as CSV, JSON or XLSX"
	default:
		return nil
	}
	return p
}

// isMarkup reports the beginning of HTML or XML, whatever the file is called.
func isMarkup(lead []byte) bool {
	return len(lead) > 1 && lead[0] == '<' && (lead[1] >= 'a' && lead[1] <= 'z' || lead[1] == '!' || lead[1] == '?')
}

// openText opens the file again as UTF-8 text without a byte order mark.
func (f facts) openText() (io.ReadCloser, error) {
	file, err := os.Open(f.path)
	if err != nil {
		return nil, unreadable(f.name, err)
	}
	text, err := unpack(bufio.NewReaderSize(file, 256<<10), f.packing)
	if err != nil {
		file.Close()
		return nil, broken(f.name, f.packing, err)
	}
	return &textFile{Reader: f.decode(text), parts: []io.Closer{text, file}}, nil
}

// decode turns the file's bytes into UTF-8.
func (f facts) decode(r io.Reader) io.Reader {
	var e encoding.Encoding
	switch f.encoding {
	case "utf-16le":
		e = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case "utf-16be":
		e = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case "windows-1252":
		e = charmap.Windows1252
	}
	if f.shape != "text" {
		return r
	}
	if f.bom > 0 {
		io.CopyN(io.Discard, r, int64(f.bom))
	}
	if e == nil {
		return r
	}
	return transform.NewReader(r, e.NewDecoder())
}

// headText is the head as UTF-8.
func (f facts) headText() ([]byte, error) {
	head := f.head
	if f.encoding == "utf-8" && int64(len(head)) < f.text {
		head = head[:wholeRunes(head)]
	}
	if f.encoding == "utf-16le" || f.encoding == "utf-16be" {
		head = head[:len(head)/2*2]
	}
	return io.ReadAll(f.decode(bytes.NewReader(head)))
}

type textFile struct {
	io.Reader
	parts []io.Closer
}

func (t *textFile) Close() error {
	var err error
	for _, p := range t.parts {
		err = errors.Join(err, p.Close())
	}
	return err
}

var errBomb = errors.New("expands beyond every bound")

func unreadable(name string, err error) error {
	var pe *os.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return diag.Problem{Code: "unreadable-file", File: name, Text: fmt.Sprintf("cannot read %q: %v", name, err), Hint: "check that it exists and may be read"}
}

func broken(name, packing string, err error) error {
	switch {
	case errors.Is(err, errBomb):
		return diag.Problem{Code: "archive-too-large", File: name, Text: fmt.Sprintf("%q expands beyond %d GiB or %d times its size", name, maxText>>30, maxRatio), Hint: "unpack it and split it"}
	case packing != "" && (errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)):
		return diag.Problem{Code: "truncated-archive", File: name, Text: fmt.Sprintf("%q ends in the middle of its %s data", name, packing), Hint: "copy or download it again"}
	case packing != "":
		return diag.Problem{Code: "broken-archive", File: name, Text: fmt.Sprintf("%q is broken %s data: %v", name, packing, err), Hint: "copy or download it again"}
	}
	return unreadable(name, err)
}
