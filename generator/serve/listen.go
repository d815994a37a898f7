package serve

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"

	"likewise/generator/diag"
)

// portsTried is how many ports in a row are tried before giving up.
const portsTried = 50

// wsaAddrInUse is what Windows says for EADDRINUSE.
const wsaAddrInUse = syscall.Errno(10048)

// listen takes the first free port from the given one on.
func listen(bind string, port int, log io.Writer) (net.Listener, error) {
	for p := port; ; p++ {
		l, err := net.Listen("tcp", net.JoinHostPort(bind, strconv.Itoa(p)))
		if err == nil {
			if p != port {
				fmt.Fprintf(log, "port %d is in use; serving on port %d\n", port, p)
			}
			return l, nil
		}
		if port == 0 || p == port+portsTried || p == 65535 || !inUse(err) {
			return nil, diag.Problem{Code: "cannot-listen", Value: bind, Text: fmt.Sprintf("cannot listen on %q, port %d: %v", bind, port, err),
				Hint: "choose another with --port or --bind"}
		}
	}
}

func inUse(err error) bool {
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, wsaAddrInUse)
}

// announce says where the site is, warns where others can reach it, and opens a browser if asked.
func announce(addr net.Addr, o Options) {
	url := siteURL(addr)
	fmt.Fprintf(o.Log, "serving %s (ctrl+c stops)\n", url)
	if ap, err := netip.ParseAddrPort(addr.String()); err == nil && !ap.Addr().IsLoopback() {
		fmt.Fprintf(o.Log, "warning: bound to %s: everyone who can reach this machine can read the report\n", ap.Addr())
	}
	if o.Open {
		if err := openBrowser(url); err != nil {
			fmt.Fprintf(o.Log, "cannot open a browser: %v\n", err)
		}
	}
	o.Ready(url)
}

// siteURL is an address that works on this machine; a wildcard is none.
func siteURL(addr net.Addr) string {
	ap, err := netip.ParseAddrPort(addr.String())
	if err != nil {
		return "http://" + addr.String() + "/"
	}
	if ap.Addr().IsUnspecified() {
		return fmt.Sprintf("http://localhost:%d/", ap.Port())
	}
	return "http://" + ap.String() + "/"
}

func openBrowser(url string) error {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait() // no zombie
	return nil
}
