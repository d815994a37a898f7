package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// writer gives posts their titles and captions. No title is used twice.
type writer struct {
	dice
	titles map[string][]string // topic -> titles not yet used, shuffled
	count  int
}

func newWriter(d dice) *writer {
	w := &writer{dice: d, titles: map[string][]string{}}
	for _, t := range topics {
		var all []string
		for _, s := range phrases[t.name].sets {
			for _, subject := range s.subjects {
				for _, frame := range s.frames {
					all = append(all, fmt.Sprintf(frame, subject))
				}
			}
		}
		all = append(all, phrases[t.name].once...)
		for i, title := range all {
			first, size := utf8.DecodeRuneInString(title)
			all[i] = strings.ToUpper(string(first)) + title[size:]
		}
		d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		w.titles[t.name] = all
	}
	return w
}

func (w *writer) words(p *post) {
	p.title = w.title(p.topic.name, p.at.Month())
	p.caption = w.caption(*p)
	w.count++
}

// title takes the first unused title that makes sense and suits the month.
func (w *writer) title(topic string, m time.Month) string {
	left := w.titles[topic]
	i := slices.IndexFunc(left, func(t string) bool { return t != "Cold brew in under five minutes" && inSeason(t, m) })
	if i < 0 {
		return fmt.Sprintf("Note %d", w.count+1)
	}
	title := left[i]
	w.titles[topic] = slices.Delete(left, i, i+1)
	return title
}

func inSeason(title string, m time.Month) bool {
	has := func(s string) bool { return strings.Contains(title, s) }
	switch {
	case has("Christmas"):
		return m == time.November || m == time.December
	case has("Iced") || has("old brew"):
		return m >= time.April && m <= time.October
	case has("frost"):
		return m >= time.November || m <= time.February
	}
	return true
}

// caption is hook, body, request and hashtags; one in twelve is a single line.
func (w *writer) caption(p post) string {
	t := phrases[p.topic.name]
	emoji := pick(w.dice, t.emoji)
	hook := pick(w.dice, t.hooks)
	if strings.Contains(hook, "%s") {
		hook = fmt.Sprintf(hook, p.title)
	}
	tags := w.hashtags(p, t)
	if odd, ok := oddities[w.count]; ok {
		return odd + "\n\n" + tags
	}
	if w.chance(.08) {
		return hook + " " + emoji + " " + tags
	}
	body := w.several(fitting(t.bodies, p.title), 1+w.IntN(3))
	request := pick(w.dice, append(slices.Clone(t.requests), requests[p.format.name]...))
	gap := pick(w.dice, []string{"\n\n", "\n\n", "\n.\n", "\n"})
	return hook + " " + emoji + gap + strings.Join(body, pick(w.dice, []string{" ", " ", "\n"})) + gap + request + gap + tags
}

// fitting leaves the sentences that can be said of a title: "Gift box|..." only where the title has those words,
// "!Cold brew|..." only where it has not.
func fitting(bodies []string, title string) []string {
	var out []string
	for _, b := range bodies {
		words, text, conditional := strings.Cut(b, "|")
		if !conditional {
			out = append(out, b)
			continue
		}
		words, unless := strings.CutPrefix(words, "!")
		if strings.Contains(title, words) != unless {
			out = append(out, text)
		}
	}
	return out
}

func (w *writer) hashtags(p post, t phrase) string {
	tags := append([]string{hashtag(p.topic.name)}, w.several(t.tags, 1+w.IntN(3))...)
	tags = append(tags, w.several(everyTag, 1+w.IntN(3))...)
	if p.campaign != "" {
		tags = append(tags, hashtag(p.campaign))
	}
	return strings.Join(tags, " ")
}

// several picks n different ones, in their order.
func (w *writer) several(from []string, n int) []string {
	rows := w.Perm(len(from))[:min(n, len(from))]
	slices.Sort(rows)
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = from[r]
	}
	return out
}

// oddities are captions, by row, such as real exports hold and careless tools trip over.
var oddities = map[int]string{
	23:  "=1 bag +1 mug, while they last. The till does the sum for you ☕",
	57:  "𝗡𝗲𝘄 𝗼𝗻 𝘁𝗵𝗲 𝘀𝗵𝗲𝗹𝗳 — the bag is heavier than it looks.\n\n𝗧𝘄𝗼 𝘄𝗲𝗲𝗸𝘀 𝗼𝗻𝗹𝘆.",
	101: "\"Is it <b>bold</b>?\" No, and we don't brew <script>, we brew coffee & mean it. <3",
	149: "-10% for anyone who can say \"Huehuetenango\" at the till; no practice runs 😅",
	188: "@ the bar from eight: three filters, two espressos, one queue.\r\nCome hungry.",
	266: "Bag, box, band, label, stamp; then again. 📦\n\n\n\nFour hundred times before lunch.",
	331: "Café crème, cortado, flat white, \"just a coffee\": we wrote down what you all said in one morning. It's a long list…",
}
