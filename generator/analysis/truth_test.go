package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"likewise/generator/model"
)

// scenario is a kind of account whose truth is known.
type scenario struct {
	name  string
	right model.Verdict // besides cannot-tell
	// elasticity is by how much the log of the conversion rate rises for a standard deviation of the log like rate,
	// by format.
	elasticity [3]float64
	// rides says that likes are drawn per person reached; else their number has nothing to do with reach.
	rides bool
}

var scenarios = []scenario{
	{name: "i   likes ride on reach", right: model.Contradicts, rides: true},
	{name: "ii  likes mean nothing", right: model.Contradicts},
	{name: "iii likes help", right: model.Supports, elasticity: [3]float64{math.Ln2 * .585, math.Ln2 * .585, math.Ln2 * .585}, rides: true},
	{name: "iv  likes hurt", right: model.Contradicts, elasticity: [3]float64{-math.Ln2 * .585, -math.Ln2 * .585, -math.Ln2 * .585}, rides: true},
	{name: "v   likes reverse", right: model.CannotTell, elasticity: [3]float64{math.Ln2 * .585, -math.Ln2 * .585, 0}, rides: true},
}

const (
	likeSpread = .4 // standard deviation of the log like rate
	themes     = .5 // how far posts of one week are alike, in likes and, apart from that, in conversions
)

// account draws one, with everything in it that makes likes and conversions go together without either telling of the
// other: formats and topics that differ in likes and in conversions, rates of both that fall as reach grows, months
// that sell better, weeks that repeat a theme. Conversions vary by more than Poisson, and are about 1, 3 or 10 a post by the seed.
func (c scenario) account(posts int, seed uint64) (sheet, pair) {
	rng := rand.New(rand.NewPCG(seed, 99))
	s := sheet{exposureName: "reach"}
	p := pair{action: "likes", outcome: "purchases"}
	frequency := []float64{.0005, .0015, .005}[seed%3]
	last, liked, sold := -1, 0., 0. // what the week's theme does
	for i := range posts {
		month, week := i*12/posts, i*52/posts
		if week != last {
			last, liked, sold = week, rng.NormFloat64(), rng.NormFloat64()
		}
		f, topic := rng.IntN(3), rng.IntN(2)
		reach := math.Exp(7.6 + []float64{1, 0, -.2}[f] + .7*rng.NormFloat64())
		z := math.Sqrt(1-themes*themes)*rng.NormFloat64() + themes*liked
		likes := reach * .045 * math.Exp(likeSpread*z-[]float64{.3, 0, 0}[f]+.3*float64(topic)-.2*math.Log(reach/2000))
		if !c.rides {
			likes = 100 * math.Exp(.8*rng.NormFloat64())
			z = 0
		}
		rate := frequency * math.Exp(c.elasticity[f]*z-[]float64{.6, 0, .2}[f]+.4*float64(topic)-.25*math.Log(reach/2000)+.03*float64(month))
		rate *= math.Exp(themes * .4 * sold)
		rate *= distuv.Gamma{Alpha: 6, Beta: 6, Src: rng}.Rand()
		s.exposure = append(s.exposure, math.Round(reach))
		s.format = append(s.format, []string{"reel", "carousel", "image"}[f])
		s.platform = append(s.platform, "instagram")
		s.topic, s.paid, s.age = append(s.topic, []string{"brewing", "shop"}[topic]), append(s.paid, ""), append(s.age, 100)
		s.week = append(s.week, fmt.Sprintf("%02d", week))
		s.month = append(s.month, fmt.Sprintf("2026-%02d", month+1))
		p.a = append(p.a, distuv.Poisson{Lambda: likes, Src: rng}.Rand())
		p.o = append(p.o, distuv.Poisson{Lambda: reach * rate, Src: rng}.Rand())
	}
	return s, p
}

// tallied counts what the verdicts on many accounts of a scenario were.
type tallied struct {
	accounts                      int
	supports, contradicts, cannot int
	right                         int
	covered, effects              int
	control                       int // negative controls that support
}

func (c scenario) run(accounts, posts int) tallied {
	var t tallied
	t.accounts = accounts
	truth := math.Exp(c.elasticity[0] / likeSpread * math.Ln2)
	for i := range accounts {
		s, p := c.account(posts, uint64(i))
		h := hold(s, []pair{p})[0]
		h.judge()
		switch h.Verdict {
		case model.Supports:
			t.supports++
		case model.Contradicts:
			t.contradicts++
		default:
			t.cannot++
		}
		if h.Verdict == c.right || h.Verdict == model.CannotTell {
			t.right++
		}
		if h.Control.Verdict == model.Supports {
			t.control++
		}
		if r := h.PerExposure.RateRatio; r.OK() {
			t.effects++
			if r.Low <= truth && truth <= r.High {
				t.covered++
			}
		}
	}
	return t
}

// TestTruth runs accounts whose truth is known. LIKEWISE_TRUTH=long runs the published table: more accounts, more sizes;
// with -update it is kept.
func TestTruth(t *testing.T) {
	accounts, sizes := 80, []int{200}
	if os.Getenv("LIKEWISE_TRUTH") == "long" {
		accounts, sizes = 600, []int{60, 120, 200, 400}
	}
	record := "scenario\tposts\tsupports\tcontradicts\tright\tcoverage\n"
	for _, posts := range sizes {
		var table strings.Builder
		fmt.Fprintf(&table, "\n%d posts, %d accounts each\n%-24s %8s %8s %8s %8s %8s %8s\n", posts, accounts, "likes", "supports", "contra", "cannot", "right", "coverage", "control")
		covered, effects, control, all := 0, 0, 0, 0
		for _, c := range scenarios {
			r := c.run(accounts, posts)
			share := func(k, n int) float64 { return 100 * float64(k) / float64(max(1, n)) }
			coverage := "-" // a reversal has no one true ratio
			if c.right != model.CannotTell {
				covered, effects = covered+r.covered, effects+r.effects
				coverage = fmt.Sprintf("%.1f%%", share(r.covered, r.effects))
			}
			fmt.Fprintf(&table, "%-24s %7.1f%% %7.1f%% %7.1f%% %7.1f%% %8s %7.1f%%\n", c.name, share(r.supports, accounts), share(r.contradicts, accounts),
				share(r.cannot, accounts), share(r.right, accounts), coverage, share(r.control, accounts))
			record += fmt.Sprintf("%s\t%d\t%.1f%%\t%.1f%%\t%.1f%%\t%s\n", strings.Fields(c.name)[0], posts, share(r.supports, accounts), share(r.contradicts, accounts), share(r.right, accounts), coverage)
			c.check(t, r, posts)
			control, all = control+r.control, all+accounts
		}
		t.Log(table.String())
		checkCoverage(t, covered, effects)
		if !atMost(control, all, .025) {
			t.Errorf("%d of %d shuffled signals support", control, all)
		}
	}
	if *update && len(sizes) > 1 {
		if err := os.WriteFile(lastLongRun, []byte(record), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// lastLongRun is what the long form of TestTruth wrote under -update; the demo's page of methods prints it.
const lastLongRun = "testdata/truth.tsv"

// TestMethodsPageHasTheLastRun holds the table that readers see against the run that it is from.
func TestMethodsPageHasTheLastRun(t *testing.T) {
	page, err := os.ReadFile("../../content/methods.md")
	if err != nil {
		t.Fatal(err)
	}
	run, err := os.ReadFile(lastLongRun)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{"i": "only ride on reach", "ii": "mean nothing", "iii": "help (×1.5 a standard deviation)", "iv": "hurt", "v": "help in one format, hurt in another"}
	whole, found := strings.NewReplacer("| 0.0% ", "| 0% ", "| 100.0% ", "| 100% "), 0
	for _, line := range strings.Split(strings.TrimSpace(string(run)), "\n")[1:] {
		cells := strings.Split(line, "\t")
		if cells[1] == "120" {
			continue // the page leaves one size out
		}
		cells[0] = names[cells[0]]
		if row := whole.Replace(whole.Replace("| " + strings.Join(cells, " | ") + " |")); !strings.Contains(string(page), row+"\n") {
			t.Errorf("content/methods.md lacks %s", row)
		}
		found++
	}
	if rows := strings.Count(string(page), "% |\n") + strings.Count(string(page), "| - |\n"); found != 15 || rows != found {
		t.Errorf("%d rows in the run, %d on the page", found, rows)
	}
}

func (c scenario) check(t *testing.T, r tallied, posts int) {
	t.Helper()
	if !atMost(r.accounts-r.right, r.accounts, .05) {
		t.Errorf("%s: right or cannot tell in %d of %d", c.name, r.right, r.accounts)
	}
	if c.right != model.Supports && !atMost(r.supports, r.accounts, .05) {
		t.Errorf("%s: %d of %d support", c.name, r.supports, r.accounts)
	}
	if c.right == model.Supports && posts >= 200 && float64(r.supports) < .6*float64(r.accounts) {
		t.Errorf("%s: only %d of %d support", c.name, r.supports, r.accounts)
	}
}

// atMost says whether k of n does not contradict a true share of at most p: within two standard errors.
func atMost(k, n int, p float64) bool {
	return float64(k) <= float64(n)*p+2*math.Sqrt(float64(n)*p*(1-p))
}

// checkCoverage holds that 95% intervals cover in 93% to 97%, give or take two standard errors of so many accounts.
func checkCoverage(t *testing.T, k, n int) {
	t.Helper()
	share := float64(k) / float64(n)
	slack := 2 * math.Sqrt(.95*.05/float64(n))
	t.Logf("coverage %.1f%% of %d, tolerated %.1f%% to %.1f%%", 100*share, n, 100*(.93-slack), 100*(.97+slack))
	if share < .93-slack || share > .97+slack {
		t.Errorf("95%% intervals cover in %d of %d", k, n)
	}
}

// BenchmarkSignals is what a build pays for five signals against one outcome.
func BenchmarkSignals(b *testing.B) {
	for _, posts := range []int{400, 5000} {
		b.Run(fmt.Sprint(posts), func(b *testing.B) {
			s, p := scenarios[2].account(posts, 1)
			pairs := []pair{p}
			for i := range 4 {
				_, other := scenarios[i].account(posts, 1)
				other.action, other.o = fmt.Sprint(i), p.o
				pairs = append(pairs, other)
			}
			for b.Loop() {
				for _, h := range hold(s, pairs) {
					h.judge()
				}
			}
		})
	}
}
